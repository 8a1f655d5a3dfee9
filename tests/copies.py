"""What the tests of a process's copy of the index share: writing past it, and asking it alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckan import model

from ckanext.scigov.search import engine
from ckanext.scigov.search.domain.documents import row_of
from ckanext.scigov.search.domain.request import understand
from ckanext.scigov.search.guarded import guarded
from ckanext.scigov.search.storing import store

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.timezone.utc)


def document(number: int, **fields: Any) -> dict[str, Any]:
    return {"index_id": f"i{number}", "id": f"d{number}", "site_id": "test.scigov", **fields}


def write(*documents: dict[str, Any]) -> None:
    """Write as another process does: in a transaction of its own."""
    with model.ensure_engine().begin() as connection:
        store(connection, [row_of(one, NOW) for one in documents])


def by_columns(q: str, **parameters: Any) -> list[str] | None:
    """Return the ids that the columns find; None where they leave the answer to SQL."""
    request = understand(q, {"rows": 100, "fl": "id", **parameters})
    with guarded(model.Session.connection()) as search:
        answer = engine.answer(search, request, NOW)
    return None if answer is None else [found["id"] for found in answer["response"]["docs"]]
