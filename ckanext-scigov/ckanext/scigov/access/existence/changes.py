"""Notice, below every action, that an entry is to be seen by others than before."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm.attributes import get_history

import ckan.plugins as p
from ckan import model

from ckanext.scigov.access import principals
from ckanext.scigov.access.service import transitions
from ckanext.scigov.shared import clock

COLUMNS = ("private", "state", "owner_org")
EXTRAS = ("hide_entry", "lifecycle_status")
ENTRY = "dataset"


def watch() -> None:
    """Start watching; a second call changes nothing."""
    if not event.contains(model.Session, "before_flush", _note):
        event.listen(model.Session, "before_flush", _note)


def _note(session: Any, _context: Any, _instances: Any) -> None:
    if not p.plugin_loaded("scigov_access"):
        return
    changed = {one.id for one in session.deleted if isinstance(one, model.Package)}
    for one in session.dirty:
        if isinstance(one, model.Package) and one.type == ENTRY and _differs(session, one):
            changed.add(one.id)
        elif isinstance(one, model.Resource) and get_history(one, "state").deleted:
            changed.add(str(one.package_id or ""))
    changed |= _moved(session)
    for dataset_id in sorted(one for one in changed if one):
        transitions.enqueue(session, dataset_id, now=clock.now())


def _moved(session: Any) -> set[str]:
    """Return the entries of providers that get another place in the tree, and of all below them."""
    rows = (*session.new, *session.dirty, *session.deleted)
    links = (one for one in rows if isinstance(one, model.Member) and one.table_name == "group")
    units = {str(one.group_id or (one.group.id if one.group else "")) for one in links} - {""}
    return principals.entries_below(session, units) if units else set()


def _differs(session: Any, package: model.Package) -> bool:
    """Compare with what is stored: of a value that was not read before, SQLAlchemy knows no old one."""
    if not any(get_history(package, name).has_changes() for name in (*COLUMNS, "extras")):
        return False
    table = model.package_table
    columns = [table.c[name] for name in (*COLUMNS, "extras")]
    stored = session.execute(sa.select(*columns).where(table.c.id == package.id)).first()
    if stored is None:
        return False
    extras = package.extras or {}
    before = (*stored[:3], *((stored[3] or {}).get(name) or "" for name in EXTRAS))
    after = (
        package.private,
        package.state,
        package.owner_org,
        *(extras.get(name) or "" for name in EXTRAS),
    )
    return before != after
