"""What a saved resource asks of the loader: a new file, or a new dictionary for the old one."""

from __future__ import annotations

import datetime as dt

from ckan import model

from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import queries, service
from ckanext.scigov.tables.dictionary import dictionary_hash, dictionary_of
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.reading import TABLE_ENDINGS


def after_new_file(session: Session, resource_id: str, file_name: str, *, now: dt.datetime) -> None:
    """A table goes into the DataStore; anything else takes the table of its predecessor away."""
    if ending_of(file_name) in TABLE_ENDINGS:
        request(session, resource_id, now=now)
    else:
        service.forget_load(session, resource_id, now=now)


def after_new_dictionary(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """Load again when the data items have changed: they give the types and the labels."""
    load = queries.find_load(session, resource_id)
    resource = session.get(model.Resource, resource_id)
    if load is None or resource is None:
        return
    if dictionary_hash(dictionary_of(resource)) != load.dictionary:
        request(session, resource_id, now=now)


def request(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    resource = session.get(model.Resource, resource_id)
    items = dictionary_of(resource) if resource is not None else []
    service.request_load(session, resource_id, dictionary_hash(items), now=now)
