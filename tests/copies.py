"""What tests of the index share: writing past a process's copy of it, and asking it alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.search import engine
from ckanext.scigov.search.domain.documents import row_of
from ckanext.scigov.search.domain.request import understand
from ckanext.scigov.search.guarded import guarded
from ckanext.scigov.search.model import SearchDocument
from ckanext.scigov.search.storing import store

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.timezone.utc)


def document(number: int, **fields: Any) -> dict[str, Any]:
    return {"index_id": f"i{number}", "id": f"d{number}", "site_id": "test.scigov", **fields}


def write(*documents: dict[str, Any]) -> None:
    """Write as another process does: in a transaction of its own."""
    with model.ensure_engine().begin() as connection:
        store(connection, [row_of(one, NOW) for one in documents])


def names() -> list[str]:
    """Return the names of all documents, sorted."""
    return sorted(str(name) for name in model.Session.scalars(sa.select(SearchDocument.name)))


def forget_all() -> None:
    """Empty the index by hand."""
    model.Session.execute(sa.delete(SearchDocument))
    model.Session.commit()


def by_columns(q: str, **parameters: Any) -> list[str] | None:
    """Return the ids that the columns find; None where they leave the answer to SQL."""
    request = understand(q, {"rows": 100, "fl": "id", **parameters})
    with guarded(model.Session.connection()) as search:
        answer = engine.answer(search, request, NOW)
    return None if answer is None else [found["id"] for found in answer["response"]["docs"]]
