"""Every two-character word from inside every title of the portals finds its dataset."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from corpus import portals
from differential.title_words import search_all, words_in_titles

from ckan.common import config

from ckanext.scigov.search.bases import build_base
from ckanext.scigov.search.connection import only_in_sql

BATCH = 500


@pytest.fixture(scope="module")
def words(connection: Any) -> dict[str, set[str]]:
    """Index all records; return the words of their titles."""
    try:
        records = portals.records()
    except portals.CorpusMissingError as reason:
        pytest.skip(f"NOT RUN: {reason}")
    documents = list(portals.documents(records, seed=1, site_id=config["ckan.site_id"]))
    for start in range(0, len(documents), BATCH):
        connection.add(documents[start : start + BATCH])
    build_base()
    found = words_in_titles(documents)
    print(f"\n{len(documents)} records, {len(found)} words in their titles")
    return found


@pytest.mark.parametrize(
    ("engine", "sort"),
    [
        pytest.param(contextlib.nullcontext, "score desc, metadata_modified desc", id="columns"),
        # Which documents are found does not depend on the order, and ts_rank takes its time.
        pytest.param(only_in_sql, "name asc", id="sql"),
    ],
)
def test_every_word_of_every_title_finds_its_dataset(
    words: dict[str, set[str]], engine: Callable[[], AbstractContextManager[None]], sort: str
) -> None:
    with engine():
        tally = search_all(words, sort=sort)
    print(
        f"\n{tally.words} searches for {tally.to_be_found} datasets in {tally.seconds:.0f} s, "
        f"{sum(map(len, tally.missed.values()))} not found"
    )
    assert tally.words == len(words) > 10_000
    assert tally.missed == {}
