"""Columns that somebody may not see are no columns: to CKAN's backend his table is narrower.

CKAN reads the columns of a table off ``SELECT *``, and everything else (which filters and sorts are
allowed, what is selected, what an error says) follows from that list. So its engines get a proxy
which shortens the list; a name that is not on it is answered as one that never was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import item_queries
from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.row_terms import RowTerms, terms_of
from ckanext.scigov.access.table_reading import Reading

_hidden: ContextVar[frozenset[str]] = ContextVar("scigov_access_hidden", default=frozenset())


@dataclass(frozen=True, slots=True)
class View:
    """What somebody sees of a table, and on what terms."""

    hidden: frozenset[str]
    terms: RowTerms
    is_partial: bool = False
    """Some data items are closed to him, be they columns of a table or only in the file."""


def view_of(reading: Reading) -> View:
    """Ask the policy about every data item that has a grade of its own."""
    session, table = model.Session, reading.table
    decisions = {
        name: decide(reading.principal, Operation.DATA, item)
        for name, item in item_queries.item_objects(session, table).items()
    }
    permits = [decision for decision in decisions.values() if decision.allowed]
    closed = [name for name, decision in decisions.items() if not decision.allowed]
    hidden = _columns_of(table.resource_id, closed) if closed else frozenset[str]()
    return View(hidden, terms_of([reading.decision, *permits]), bool(closed))


def _columns_of(resource_id: str, closed: Collection[str]) -> frozenset[str]:
    columns = item_queries.columns(resource_id)
    dictionary = item_queries.dictionary(model.Session, resource_id)
    return items.hidden_columns(columns, dictionary, closed)


def hidden_columns(reading: Reading) -> frozenset[str]:
    return view_of(reading).hidden


@contextmanager
def to_what_is_visible(hidden: frozenset[str]) -> Iterator[None]:
    """Let CKAN's backend see no other columns inside."""
    token = _hidden.set(hidden)
    try:
        yield
    finally:
        _hidden.reset(token)


def leave_out(fields_types: dict[str, Any]) -> None:
    for name in _hidden.get():
        fields_types.pop(name, None)


def narrowed(engine: Any) -> Any:
    hidden = _hidden.get()
    return _Engine(engine, hidden) if hidden else engine


class _Proxy:
    """Stands before something of SQLAlchemy's and is otherwise the same."""

    def __init__(self, real: Any, hidden: frozenset[str]) -> None:
        self._real, self._hidden = real, hidden

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class _Engine(_Proxy):
    def connect(self) -> _Connection:
        return _Connection(self._real.connect(), self._hidden)

    @contextmanager
    def begin(self) -> Iterator[_Connection]:
        with self._real.begin() as connection:
            yield _Connection(connection, self._hidden)


class _Connection(_Proxy):
    def execute(self, statement: Any, *args: Any, **kwargs: Any) -> Any:
        result = self._real.execute(statement, *args, **kwargs)
        # CKAN writes its other statements as text.
        return _Columns(result, self._hidden) if isinstance(statement, sa.Select) else result

    def __enter__(self) -> _Connection:  # noqa: PYI034 (nothing is made of it)
        self._real.__enter__()
        return self

    def __exit__(self, *error: object) -> Any:
        return self._real.__exit__(*error)


class _Columns(_Proxy):
    @property
    def cursor(self) -> Any:
        described = self._real.cursor.description
        return SimpleNamespace(description=[d for d in described if d[0] not in self._hidden])
