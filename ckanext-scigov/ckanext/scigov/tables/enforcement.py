"""Where CKAN's model must not forget our rows: a deleted resource takes its file with it.

A hook of the session covers every way a resource goes (action, purge, command line), except bulk
statements; those are found by the reconciler.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm.attributes import get_history

import ckan.plugins as p
from ckan import model

from ckanext.scigov.shared import clock
from ckanext.scigov.tables import service


def watch_resources() -> None:
    """Start watching; a second call changes nothing."""
    if not event.contains(model.Session, "before_flush", _forget_files_of_gone_resources):
        event.listen(model.Session, "before_flush", _forget_files_of_gone_resources)


def _forget_files_of_gone_resources(session: Any, _context: Any, _instances: Any) -> None:
    if not p.plugin_loaded("scigov_tables"):
        return
    gone = [one.id for one in session.deleted if isinstance(one, model.Resource)]
    for one in session.dirty:
        is_deleted = isinstance(one, model.Resource) and one.state == model.State.DELETED
        if is_deleted and get_history(one, "state").has_changes():
            gone.append(one.id)
    for resource_id in gone:
        service.forget_location(session, resource_id, now=clock.now())
        service.forget_dictionaries(session, resource_id, now=clock.now())
