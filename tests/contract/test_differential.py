"""Thousands of generated searches over 5,000 real records, told to four engines.

Plain Python (``differential``), PostgreSQL's SQL, PostgreSQL's columns and a real Solr must find
the same documents in the same order, the same totals and the same counts.
"""

from __future__ import annotations

import collections
import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysolr
import pytest
from corpus import portals
from differential import corpora
from differential.accepted import REFUSED, Refused
from differential.comparing import compare, generated, present
from differential.for_solr import NotSayable, document_for_solr, parameters_for_solr
from differential.oracle import Index
from differential.postgresql import Engines, fill
from differential.searches import Search, answer_of, expected
from differential.strategies import any_texts, searches_over

from ckan.lib.search.common import SearchQueryError

from contract import solr

EXAMPLES = int(os.environ.get("SCIGOV_DIFFERENTIAL_EXAMPLES", "3000"))
OTHER = int(os.environ.get("SCIGOV_DIFFERENTIAL_SEED", "0"))
RECORDS = 5_000
BATCH = 500


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    """5,000 records spread over all portals; without them there is nothing to compare."""
    try:
        chosen = portals.multiplied(RECORDS)
    except portals.CorpusMissingError as reason:
        pytest.skip(f"NOT RUN: {reason}")
    return corpora.documents_of(chosen, site_id="test.scigov")


@pytest.fixture(scope="module")
def solr_core(records: list[dict[str, Any]]) -> Iterator[pysolr.Solr]:
    """A real Solr that holds the records in our tokens."""
    with tempfile.TemporaryDirectory(prefix="scigov-solr-") as folder:
        try:
            server = solr.SolrServer().__enter__()
        except solr.SolrMissing as reason:
            pytest.skip(f"NOT RUN: {reason}")
        try:
            configset = solr.write_configset("tokens", Path(folder) / "configset")
            core = pysolr.Solr(server.create_core("tokens", configset), timeout=180)
            fill_solr(core, records)
            yield core
        finally:
            server.__exit__(None, None, None)


def fill_solr(core: pysolr.Solr, records: list[dict[str, Any]]) -> None:
    for start in range(0, len(records), BATCH):
        core.add([document_for_solr(record) for record in records[start : start + BATCH]])
    core.commit()


@pytest.fixture(scope="module")
def index(connection: Any, records: list[dict[str, Any]]) -> Index:
    """The records in PostgreSQL, and as plain Python knows them."""
    fill(connection, records)
    return Index(records)


def test_all_engines_agree(connection: Any, index: Index, solr_core: pysolr.Solr) -> None:
    engines = Engines(connection)
    seen: collections.Counter[str] = collections.Counter()
    began = time.monotonic()

    @generated(searches_over(index, for_solr=True), EXAMPLES, other=OTHER)
    def agree(search: Search) -> None:
        now = present()
        sent = {"postgresql": search.parameters()}
        answers = {"python": expected(index, search, now), **engines.answers(search.parameters())}
        try:
            sent["solr"] = parameters_for_solr(search, now)
            answers["solr"] = answer_of(solr_core.search(**sent["solr"]))
        except NotSayable as reason:
            seen[f"not asked of Solr: {reason}"] += 1
        compare(search, answers, sent)
        seen["searches"] += 1
        seen["found some but not all"] += 0 < answers["python"].total < RECORDS

    agree()
    seconds = time.monotonic() - began
    print(f"\n{RECORDS} records, {seconds:.0f} s: {dict(seen)}; left to SQL: {engines.left_to_sql}")
    assert seen["found some but not all"] > seen["searches"] // 4
    assert engines.left_to_sql < engines.asked // 4


def test_any_text_means_the_same_or_is_refused(
    connection: Any, index: Index, solr_core: pysolr.Solr
) -> None:
    """What is no search at all must not be taken for another one."""
    seen: collections.Counter[str] = collections.Counter()

    @generated(any_texts(), EXAMPLES, other=OTHER)
    def agree(given: tuple[str, str]) -> None:
        query, operator = given
        parameters = {"q": query, "df": "text", "q.op": operator, "rows": 0}
        totals: dict[str, int] = {}
        with contextlib.suppress(SearchQueryError):
            totals["postgresql"] = connection.search(**parameters).hits
        with contextlib.suppress(pysolr.SolrError):
            totals["solr"] = solr_core.search(**parameters).hits
        assert len(set(totals.values())) <= 1, f"{parameters}: {totals}"
        seen[" and ".join(totals) or "nobody"] += 1

    agree()
    print(f"\nAnswered by: {dict(seen)}")
    assert seen["postgresql and solr"] > sum(seen.values()) // 6
    # Who answers alone: PostgreSQL two boosts behind one another, Solr a range over texts.
    assert seen["postgresql"] < sum(seen.values()) // 50


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.named)
def test_solr_answers_what_is_refused(solr_core: pysolr.Solr, refused: Refused) -> None:
    """The list of refusals holds nothing that Solr refuses too."""
    solr_core.search(**{"df": "text", **refused.parameters})
