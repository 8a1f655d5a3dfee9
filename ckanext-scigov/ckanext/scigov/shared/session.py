"""What a service takes as its session: SQLAlchemy's own, or CKAN's scoped one."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import orm

Session: TypeAlias = orm.Session | orm.scoped_session[orm.Session]
