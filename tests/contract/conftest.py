"""Fixtures of the comparisons: PostgreSQL's index by itself, without a CKAN site around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from differential import corpora


@pytest.fixture(scope="module")
def connection() -> Iterator[Any]:
    """What CKAN's search code gets: an empty index of its own, searched without synonyms."""
    from ckan import model
    from ckan.common import config
    from ckan.lib.search import make_connection

    from ckanext.scigov.search.model import TABLES

    engine = model.ensure_engine()
    name = engine.url.database or ""
    assert name.endswith(("_t", "_test")), f"The index is emptied, and {name} is no test database."
    for table in TABLES:
        # What an earlier run left may be of an earlier version.
        table.drop(engine, checkfirst=True)
        table.create(engine)
    before = config.get("ckanext.scigov.search.synonyms", "")
    config["ckanext.scigov.search.synonyms"] = corpora.NO_SYNONYMS
    yield make_connection(decode_dates=False)
    config["ckanext.scigov.search.synonyms"] = before
    model.Session.remove()
