"""What a saved resource asks of the loader: a new file, or a new dictionary for the old one."""

from __future__ import annotations

import datetime as dt

from ckan import model

from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import queries, service
from ckanext.scigov.tables.dictionary import instructions_hash
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.reading import TABLE_ENDINGS


def after_new_file(session: Session, resource_id: str, file_name: str, *, now: dt.datetime) -> None:
    """A table goes into the DataStore; anything else takes the table of its predecessor away."""
    if ending_of(file_name) in TABLE_ENDINGS:
        request(session, resource_id, now=now)
    else:
        service.forget_load(session, resource_id, now=now)


def after_new_dictionary(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """Load again when the data items have changed, or the owner's wishes about the file."""
    load = queries.find_load(session, resource_id)
    resource = session.get(model.Resource, resource_id)
    if load is None or resource is None:
        return
    if instructions_hash(resource) != load.dictionary:
        request(session, resource_id, now=now)


def request(session: Session, resource_id: str, *, now: dt.datetime, by: str = "") -> None:
    resource = session.get(model.Resource, resource_id)
    service.request_load(session, resource_id, instructions_hash(resource), now=now, by=by)
