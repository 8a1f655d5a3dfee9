"""Hundreds of generated searches: SQL, columns and plain Python answer them alike, to the id."""

from __future__ import annotations

import contextlib
from typing import Any

import pysolr
import pytest
from differential import corpora
from differential.accepted import REFUSED, Refused
from differential.comparing import compare, generated, present
from differential.oracle import Index
from differential.postgresql import Engines, fill, only_in_sql
from differential.searches import Search, expected
from differential.strategies import searches_over

from ckan.lib.search.common import SearchQueryError

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.ckan_config("ckanext.scigov.search.synonyms", corpora.NO_SYNONYMS),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins"),
]
EXAMPLES = 200


@pytest.mark.parametrize("refused", REFUSED, ids=lambda refused: refused.named)
def test_what_is_refused_is_named(connection: Any, refused: Refused) -> None:
    for engine in (contextlib.nullcontext, only_in_sql):
        with engine(), pytest.raises((SearchQueryError, pysolr.SolrError)) as error:
            connection.search(**refused.parameters)
        assert refused.named in str(error.value)


def test_sql_and_columns_find_what_plain_python_finds(connection: Any) -> None:
    records = corpora.documents_of(corpora.demo_records(), site_id="test.scigov")
    index = Index(records)
    fill(connection, records)
    engines = Engines(connection)
    totals: list[int] = []

    @generated(searches_over(index, for_solr=False), EXAMPLES)
    def agree(search: Search) -> None:
        wanted = expected(index, search, present())
        answers = {"python": wanted, **engines.answers(search.parameters())}
        compare(search, answers, {"postgresql": search.parameters()})
        totals.append(wanted.total)

    agree()
    # The searches are worth something: many find some documents and not all, and few had to be
    # answered in SQL because the columns do not hold what was asked for.
    assert sum(0 < total < len(records) for total in totals) > len(totals) // 3
    assert engines.left_to_sql < engines.asked // 4
