"""Which version tables are of now, for features that look at them again when they have changed."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.model import Version


def newest_numbers(session: Session, resource_ids: Collection[str]) -> dict[str, int]:
    """Return the number of the newest version of each table that has versions, by resource id."""
    query = (
        sa.select(Version.resource_id, sa.func.max(Version.number))
        .where(Version.resource_id.in_(sorted(resource_ids)))
        .group_by(Version.resource_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
