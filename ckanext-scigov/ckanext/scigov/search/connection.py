"""The object that stands in for ``pysolr.Solr``: the part of its interface that CKAN uses.

Reads and writes go through the Session's own connection, so a dataset is found in the
transaction that saves it and vanishes with its rollback. The Session is never committed here.
"""

from __future__ import annotations

import contextlib
import contextvars
import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pysolr
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.search.common import SearchQueryError, solr_datetime_decoder

from ckanext.scigov.search import answers, engine, synonym_file
from ckanext.scigov.search.alone import connection_alone
from ckanext.scigov.search.domain import syntax
from ckanext.scigov.search.domain.documents import InvalidDocumentError, row_of
from ckanext.scigov.search.domain.refusals import InvalidSortError, UnsupportedQueryError
from ckanext.scigov.search.domain.request import SearchRequest, understand
from ckanext.scigov.search.domain.settling import settled
from ckanext.scigov.search.guarded import Guarded, NeedsTransactionError, Unguarded, guarded
from ckanext.scigov.search.look_ups import is_one_look_up
from ckanext.scigov.search.model import SearchDocument
from ckanext.scigov.search.moment import now
from ckanext.scigov.search.queries import Compiler
from ckanext.scigov.search.storing import remove, store

log = logging.getLogger(__name__)

_collected: contextvars.ContextVar[list[dict[str, Any]] | None] = contextvars.ContextVar(
    "scigov_search_collected", default=None
)

_only_in_sql: contextvars.ContextVar[bool] = contextvars.ContextVar(
    "scigov_search_only_in_sql", default=False
)

QUERY_CANCELED = "57014"
NO_TABLE = "42P01"
NO_COLUMN = "42703"


class PostgresConnection:
    """Answers what ``pysolr.Solr`` answers, out of CKAN's database."""

    url = "postgresql"

    def __init__(self, *, decode_dates: bool = True) -> None:
        self.decode_dates = decode_dates

    def search(
        self, q: str, _search_handler: str | None = None, **parameters: Any
    ) -> pysolr.Results:
        """Answer a search; what is not understood raises ``SearchQueryError`` and says so."""
        try:
            request = understand(q, parameters, synonym_file.configured())
            decoded = _answered(request, now())
        except InvalidSortError as error:
            # CKAN's query.py knows this text and answers 'Invalid "sort" parameter'.
            raise pysolr.SolrError(str(error)) from error
        except UnsupportedQueryError as error:
            raise _refused(error) from error
        if self.decode_dates:
            for document in decoded["response"]["docs"]:
                solr_datetime_decoder(document)
        return pysolr.Results(decoded)

    def add(self, docs: Iterable[Mapping[str, Any]], **_: Any) -> None:
        """Write documents, each in place of the one with its index_id."""
        try:
            rows = [row_of(document, now()) for document in docs]
        except InvalidDocumentError as error:
            raise pysolr.SolrError(str(error)) from error
        collecting = _collected.get()
        if collecting is not None:
            collecting.extend(rows)
            return
        with _writing() as connection:
            store(connection, rows)

    def delete(
        self,
        id: str | Iterable[str] | None = None,  # noqa: A002 (pysolr's name)
        q: str | None = None,
        **_: Any,
    ) -> None:
        """Delete by unique key or by query, as pysolr does."""
        if (id is None) == (q is None):
            raise ValueError('You must specify either "id" or "q".')
        if q is None:
            ids = [id] if isinstance(id, str) else list(id or [])
            condition = SearchDocument.index_id.in_(ids)
        else:
            try:
                condition = Compiler().whole(settled(syntax.parse(q, all_terms=False), now()))
            except UnsupportedQueryError as error:
                raise _refused(error) from error
        with _writing() as connection:
            # `ckan db clean` drops all tables and clears the index afterwards.
            if sa.inspect(connection).has_table(SearchDocument.__tablename__):
                remove(connection, condition)

    def commit(self, **_: Any) -> None:
        """Do nothing: what was written belongs to the transaction it was written in."""

    def optimize(self, **_: Any) -> None:
        """Do nothing: PostgreSQL's autovacuum looks after the index."""

    def ping(self, **_: Any) -> str:
        """Ask the database for real."""
        self.search("*:*", rows=0)
        return "OK"


def _answered(request: SearchRequest, moment: dt.datetime) -> answers.Answer:
    found = None if _only_in_sql.get() else _answered_alone(request, moment)
    if found is not None:
        return found
    with _reading() as search:
        found = None if _only_in_sql.get() else engine.answer(search, request, moment)
        return answers.answer(search.connection, request, moment) if found is None else found


def _answered_alone(request: SearchRequest, moment: dt.datetime) -> answers.Answer | None:
    """Answer through a connection without a transaction, where there is one and that will do."""
    connection = connection_alone()
    if connection is None:
        return None
    with _translating(), contextlib.suppress(NeedsTransactionError):
        if is_one_look_up(request):
            # One statement that reads a few rows by their keys: no setting makes it faster.
            return answers.answer(connection, request, moment)
        return engine.answer(Unguarded(connection), request, moment)
    return None


@contextlib.contextmanager
def only_in_sql() -> Iterator[None]:
    """Answer by SQL alone inside the block: the reference for all other ways."""
    token = _only_in_sql.set(True)
    try:
        yield
    finally:
        _only_in_sql.reset(token)


@contextlib.contextmanager
def collected() -> Iterator[list[dict[str, Any]]]:
    """Collect what is added inside the block instead of writing it."""
    rows: list[dict[str, Any]] = []
    token = _collected.set(rows)
    try:
        yield rows
    finally:
        _collected.reset(token)


@contextlib.contextmanager
def _reading() -> Iterator[Guarded]:
    """Read through the Session's connection, within the time allowed."""
    with _translating(), guarded(model.Session.connection()) as search:
        yield search


@contextlib.contextmanager
def _translating() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise _translated(error) from error


@contextlib.contextmanager
def _writing() -> Iterator[sa.Connection]:
    """Write in the caller's transaction; where there is none, in one of its own.

    A transaction that has not changed anything is nobody's to commit (a reindexing command, a
    view): what is written there would be lost, so it commits by itself. What the document says
    is committed already, else the transaction would have changed something.
    """
    with _translating():
        if _changes_something():
            with model.Session.connection().begin_nested():
                yield model.Session.connection()
        else:
            with model.ensure_engine().begin() as connection:
                yield connection


def _changes_something() -> bool:
    session = model.Session()
    if session.new or session.dirty or session.deleted:
        return True
    if not session.in_transaction():
        return False
    transaction_id = sa.func.pg_current_xact_id_if_assigned()
    return session.connection().execute(sa.select(transaction_id)).scalar() is not None


def _refused(error: UnsupportedQueryError) -> SearchQueryError:
    """Return the refusal in the user's language; CKAN shows its text on the page."""
    return SearchQueryError(tk._(error.message).format(**error.values))


def _translated(error: DBAPIError) -> Exception:
    """Return the error CKAN's search code expects for a failure of the database."""
    if getattr(error.orig, "pgcode", None) == QUERY_CANCELED:
        return SearchQueryError(tk._("The search took too long. Ask for something more specific."))
    if getattr(error.orig, "pgcode", None) in (NO_TABLE, NO_COLUMN):
        return pysolr.SolrError("The search's tables are not up to date. Run: ckan db upgrade")
    if error.connection_invalidated:
        return pysolr.SolrError(f"Failed to connect to server: {error.orig}")
    return pysolr.SolrError(str(error.orig))
