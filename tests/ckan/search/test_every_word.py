"""Two-character words from inside titles find their datasets; all portals' titles: the contract."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from differential import corpora
from differential.title_words import search_all, words_in_titles

from ckan.common import config

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins"),
]


def in_sql() -> AbstractContextManager[None]:
    from ckanext.scigov.search.connection import only_in_sql

    return only_in_sql()


@pytest.mark.parametrize(
    ("engine", "beginning"), [(contextlib.nullcontext, 0), (in_sql, 1)], ids=["columns", "sql"]
)
def test_words_from_inside_titles_find_their_datasets(
    connection: Any, engine: Callable[[], AbstractContextManager[None]], beginning: int
) -> None:
    documents = corpora.documents_of(corpora.demo_records(), site_id=config["ckan.site_id"])
    connection.add(documents)
    words = sorted(words_in_titles(documents).items())
    # Each engine gets every fourth word.
    chosen = dict(words[beginning::4])
    with engine():
        tally = search_all(chosen, sort="score desc, metadata_modified desc")
    assert tally.words == len(chosen) > 200
    assert tally.missed == {}
