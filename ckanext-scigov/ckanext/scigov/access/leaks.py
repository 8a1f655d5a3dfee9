"""From a file that has turned up somewhere to the grants it was given out under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import config, leaked_files, name_queries
from ckanext.scigov.access.domain import marks
from ckanext.scigov.access.model import Agency, Grant


@dataclass(frozen=True, slots=True)
class GrantBehind:
    """A grant whose mark a file bears."""

    number: str
    holder: str
    dataset: str
    since: dt.datetime


@dataclass(frozen=True, slots=True)
class Traced:
    grants: tuple[GrantBehind, ...]
    """The surest first."""
    cells: int
    """Different cells that could bear a mark; some forty are needed."""


def trace(path: Path) -> Traced:
    """Look into a file for the marks of all grants there are or were.

    Raises:
        leaked_files.Unreadable: it cannot be looked into.
    """
    cells = leaked_files.texts_of(path)
    grants = tuple(map(_behind, _grants(_numbers(cells))))
    return Traced(grants, marks.bearing(cells))


def grants_behind(lines: Iterable[str], delimiter: str = ",") -> list[str]:
    """Return the numbers of the grants whose mark the lines of a table bear, the surest first."""
    return _numbers(leaked_files.cells(lines, delimiter))


def _numbers(cells: Iterable[str]) -> list[str]:
    numbers = list(model.Session.scalars(sa.select(Grant.number)))
    return marks.found(config.mark_key(), numbers, cells)


def _grants(numbers: list[str]) -> list[Grant]:
    rows = model.Session.scalars(sa.select(Grant).where(Grant.number.in_(numbers)))
    by_number = {grant.number: grant for grant in rows}
    return [by_number[number] for number in numbers]


def _behind(grant: Grant) -> GrantBehind:
    dataset = model.Session.get(model.Package, grant.dataset_id)
    title = (dataset.title or dataset.name) if dataset else ""
    return GrantBehind(grant.number, _holder(grant), title or grant.dataset_id, grant.from_at)


def _holder(grant: Grant) -> str:
    if grant.agency_id:
        agency = model.Session.get(Agency, grant.agency_id)
        return agency.title if agency else grant.agency_id
    user_id = grant.user_id or ""
    return name_queries.names_of_users(model.Session, [user_id]).get(user_id, user_id)
