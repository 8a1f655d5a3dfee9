"""What a saved resource means that is a link: it may be fetched, and keeps what was fetched from it."""

from __future__ import annotations

import datetime as dt

from ckan import model

from ckanext.scigov.catalogue.interfaces import kept_fields
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import fetch_queries, fetch_service, load_requests, service
from ckanext.scigov.tables.domain.schedules import SCHEDULES

FIELD = "fetch_schedule"


def address_of(resource: model.Resource | None) -> str:
    """Return where a link leads, also one whose address is not for everybody; empty without one."""
    if resource is None or resource.url_type:
        return ""
    address = str(kept_fields(resource.id).get("url") or resource.url or "").strip()
    return address if not address or "://" in address else f"http://{address.lstrip('/')}"


def schedule_of(resource: model.Resource | None) -> str:
    """Return how often a link is fetched; empty when it is not."""
    stored = str(((resource.extras or {}) if resource else {}).get(FIELD) or "")
    return stored if stored in SCHEDULES else ""


def after_saving(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """Follow a link as its owner wants it.

    A link that was fetched keeps its table as long as it is the same link, and until the first table of
    another one; where nothing is fetched, a link has no file and no table of ours.
    """
    resource = session.get(model.Resource, resource_id)
    address, schedule = address_of(resource), schedule_of(resource)
    fetch = fetch_queries.find(session, resource_id)
    is_same = fetch is not None and fetch.address_hash == fetch_service.hash_of(address)
    if fetch is None or not (schedule or is_same):
        service.forget_location(session, resource_id, now=now)
        session.flush()
    if address and (schedule or is_same):
        load_requests.after_new_dictionary(session, resource_id, now=now)
        fetch_service.follow(session, resource_id, address, schedule, now=now)
