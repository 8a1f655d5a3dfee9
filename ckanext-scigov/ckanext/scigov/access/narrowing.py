"""Columns that somebody may not see are no columns: to CKAN's backend his table is narrower.

CKAN reads the columns of a table off ``SELECT *``, and everything else (which filters and sorts are
allowed, what is selected, what an error says) follows from that list. So its engines get a proxy
which shortens the list; a name that is not on it is answered as one that never was.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import item_queries, sentences_rows, table_reading
from ckanext.scigov.access.domain.row_terms import RowTerms, terms_of
from ckanext.scigov.access.domain.table_sights import ItemDecisions, decide_items
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
    """Ask the policy about every data item that has a grade of its own, or is granted by itself.

    Raises:
        tk.NotAuthorized: none of the columns is of an item that is granted.
    """
    graded = item_queries.item_objects(model.Session, reading.table)
    decided = decide_items(reading.principal, reading.table, reading.decision, graded)
    hidden = frozenset[str]() if decided.is_whole else _columns_of(reading.resource_id, decided)
    terms = terms_of([reading.decision, *decided.permits.values()])
    return View(hidden, terms, is_partial=not decided.is_whole)


def _columns_of(resource_id: str, decided: ItemDecisions) -> frozenset[str]:
    """Return the columns of closed items, and those of none of the granted where only these are."""
    columns = item_queries.columns(resource_id)
    hidden = decided.hidden(columns, item_queries.dictionary(model.Session, resource_id))
    if decided.is_limited and columns and len(hidden) == len(columns):
        table_reading.refuse(sentences_rows.no_granted_column())
    return hidden


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
