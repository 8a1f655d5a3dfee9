"""Information systems and business items: put on the register, changed, retired."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from ckanext.scigov.audit.acts import By
from ckanext.scigov.catalogue import queries
from ckanext.scigov.catalogue.domain.registers import Description, Register, RegisterReason
from ckanext.scigov.catalogue.queries import Entry
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

OBJECTS = {Register.SYSTEMS: "information_system", Register.BUSINESS_ITEMS: "business_item"}


def create(
    session: Session,
    register: Register,
    organization_id: str,
    given: Description,
    by: By,
) -> Entry:
    """Put something on a provider's register."""
    entry = queries.TABLES[register]()
    entry.id, entry.organization_id = ids.random_key(), organization_id
    _store(session, entry, given, by)
    _record(session, register, "create", entry, by)
    return entry


def update(
    session: Session,
    register: Register,
    entry_id: str,
    given: Description,
    by: By,
) -> Entry:
    """Describe something anew. Entries of the catalogue keep the name they have."""
    entry = _locked(session, register, entry_id)
    before = _said(entry)
    _store(session, entry, given, by)
    _record(session, register, "update", entry, by, before=before)
    return entry


def retire(session: Session, register: Register, entry_id: str, by: By) -> Entry:
    """Propose it no longer. Entries of the catalogue keep it; its title is free again."""
    entry = _locked(session, register, entry_id)
    entry.retired_at, entry.changed_by, entry.changed_at = by.now, by.user_id, by.now
    session.flush()
    _record(session, register, "retire", entry, by)
    return entry


def _locked(session: Session, register: Register, entry_id: str) -> Entry:
    entry = queries.find(session, register, entry_id, lock=True)
    if entry is None:
        raise NotVisible
    if entry.retired_at is not None:
        raise Refused(Refusal(RegisterReason.RETIRED))
    return entry


def _store(session: Session, entry: Entry, given: Description, by: By) -> None:
    """Store what is said of an entry; of two with one title the database takes the first."""
    try:
        with session.begin_nested():
            entry.title, entry.code, entry.note = given.title, given.code, given.note
            if isinstance(entry, queries.BusinessItem):
                entry.update_cycle = given.update_cycle
            entry.changed_by, entry.changed_at = by.user_id, by.now
            session.add(entry)
    except IntegrityError as error:
        raise Refused(Refusal(RegisterReason.TITLE_TAKEN, "title")) from error


def _said(entry: Entry) -> dict[str, Any]:
    said = {"title": entry.title, "code": entry.code, "note": entry.note}
    if isinstance(entry, queries.BusinessItem):
        said["update_cycle"] = entry.update_cycle
    return said


def _record(
    session: Session, register: Register, verb: str, entry: Entry, by: By, **more: Any
) -> None:
    kind = OBJECTS[register]
    said = {"organization_id": entry.organization_id, **_said(entry), **more}
    by.record(session, f"{kind}.{verb}", kind, entry.id, **said)
