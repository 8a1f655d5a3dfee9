"""What other features ask about the versions of a resource's table: numbers, and what they refer to."""

from __future__ import annotations

from dataclasses import dataclass

from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import queries
from ckanext.scigov.tables.change_service import UNDER_WAY


@dataclass(frozen=True, slots=True)
class Known:
    """A version, or the file that is to be the next one."""

    number: int
    reference: str
    is_by_hand: bool
    """Rows were changed by hand; else a file was uploaded."""


@dataclass(frozen=True, slots=True)
class Now:
    """How a resource's table stands."""

    version: int | None = None
    """That is shown."""
    is_under_way: bool = False
    sha256: str = ""
    """Of the resource's file."""


def now(session: Session, resource_id: str) -> Now:
    """Return how a table stands; of what has no table nothing is under way."""
    load = queries.find_load(session, resource_id)
    location = queries.find_location(session, resource_id)
    sha256 = (location.sha256 or "") if location else ""
    if load is None:
        return Now(sha256=sha256)
    return Now(load.version, load.state in UNDER_WAY, sha256)


def next_number(session: Session, resource_id: str) -> int:
    """Return the number that the next version of a table will have."""
    newest = queries.newest_version(session, resource_id)
    return newest.number + 1 if newest else 1


def known(session: Session, resource_id: str) -> list[Known]:
    """Return the versions of a table, the newest first; before them what is to be the next one."""
    load = queries.find_load(session, resource_id)
    found = [
        Known(one.number, one.reference, one.difference_key is not None)
        for one in queries.versions(session, resource_id)
    ]
    if load is not None and load.reference:
        number = found[0].number + 1 if found else 1
        found.insert(0, Known(number, load.reference, load.difference_key is not None))
    return found
