"""Where CKAN's model must not forget our rows: a deleted resource takes its file with it.

A hook of the session covers every way a resource goes (action, purge, command line), except bulk
statements; those are found by the reconciler.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

import ckan.model as model
import ckan.plugins as p

from ckanext.scigov.shared import clock
from ckanext.scigov.tables import service


def watch_resources() -> None:
    """Start watching; a second call changes nothing."""
    if not sa.event.contains(model.Session, "before_flush", _forget_files_of_gone_resources):
        sa.event.listen(model.Session, "before_flush", _forget_files_of_gone_resources)


def _forget_files_of_gone_resources(session: Any, _context: Any, _instances: Any) -> None:
    if not p.plugin_loaded("scigov_tables"):
        return
    gone = [one.id for one in session.deleted if isinstance(one, model.Resource)]
    for one in session.dirty:
        if isinstance(one, model.Resource) and one.state == model.State.DELETED:
            history = sa.inspect(one).attrs.state.history
            if history.has_changes():
                gone.append(one.id)
    for resource_id in gone:
        service.forget_location(session, resource_id, now=clock.now())
