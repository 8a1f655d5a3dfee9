"""The searches that are compared.

Ours and Solr are asked through CKAN's own ``PackageSearchQuery``; the plain ones need no index.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import os
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pysolr
from contract.solr import SolrMissing, SolrServer, write_configset
from corpus import portals
from corpus.documents import SITE_ID, name_of

SEED = 3
BATCH = 1000
SECONDS_TO_ANSWER = 60
SYNONYMS = "ckanext.scigov.search.synonyms"

System = Callable[[str, int], list[str]]
"""Takes what is typed and how many are wanted; returns the names of the documents found."""
OURS, NO_SYNONYMS, SQL, STOCK, CONFIGSET, SUBSTRING, ANY_PAIR = (
    "ours on PostgreSQL",
    "ours without synonyms",
    "ours, SQL alone",
    "Solr, CKAN's schema",
    "Solr, our configset",
    "title contains the words",
    "BM25 of any pair",
)


def _as_ckan(typed: str, rows: int) -> list[str]:
    """Ask as CKAN's search page does: dismax with CKAN's fields, weights and minimum."""
    from ckan.lib.search.query import PackageSearchQuery

    # package_search asks for relevance first; everybody may see everything here.
    parameters = {"q": typed, "rows": rows, "sort": "score desc, metadata_modified desc"}
    found = PackageSearchQuery().run({**parameters, "facet": "false"}, permission_labels=None)
    return found["results"][:rows]


@contextlib.contextmanager
def _connected_to(make: Callable[..., Any]) -> Iterator[None]:
    from ckan.lib.search import query

    ours = query.make_connection
    query.make_connection = make
    try:
        yield
    finally:
        query.make_connection = ours


def postgresql() -> dict[str, System]:
    """Fill our index, unless the same documents are there, and return its ways of answering."""
    from bench.side_ours import Ours

    from ckan import model
    from ckan.common import config

    config["ckan.site_id"] = SITE_ID
    Ours().fill(documents(), len(portals.records()))

    def engine(typed: str, rows: int) -> list[str]:
        try:
            return _as_ckan(typed, rows)
        finally:
            model.Session.remove()

    def sql(typed: str, rows: int) -> list[str]:
        from ckanext.scigov.search.connection import only_in_sql

        with only_in_sql():
            return engine(typed, rows)

    def without_synonyms(typed: str, rows: int) -> list[str]:
        before = config.get(SYNONYMS, "")
        config[SYNONYMS] = os.devnull
        try:
            return engine(typed, rows)
        finally:
            config[SYNONYMS] = before

    return {OURS: engine, NO_SYNONYMS: without_synonyms, SQL: sql}


def documents() -> Iterator[dict[str, Any]]:
    return portals.documents(portals.records(), seed=SEED)


@contextlib.contextmanager
def solr(scratch: Path) -> Iterator[tuple[dict[str, System], str]]:
    """Start a Solr with both schemas; without one, yield nothing and the reason."""
    try:
        with SolrServer() as server:
            yield (
                {
                    STOCK: _core(server, "stock", scratch),
                    CONFIGSET: _core(server, "ours", scratch),
                },
                "",
            )
    except SolrMissing as reason:
        yield {}, str(reason)


def _core(server: SolrServer, variant: str, scratch: Path) -> System:
    url = server.create_core(variant, write_configset(variant, scratch / variant))
    core = pysolr.Solr(url, timeout=SECONDS_TO_ANSWER, always_commit=False)
    waiting = documents()
    while batch := list(itertools.islice(waiting, BATCH)):
        core.add(batch, commit=False)
    core.commit()

    def ask(typed: str, rows: int) -> list[str]:
        with _connected_to(lambda **_: core):
            return _as_ckan(typed, rows)

    return ask


def plain() -> dict[str, System]:
    """Return the two simple searches."""
    return {SUBSTRING: substring(), ANY_PAIR: any_pair()}


def substring() -> System:
    """Return what a database without an index for words does: every word is part of the title."""
    titles: Mapping[str, str] = {name_of(r): r.title.casefold() for r in portals.records()}

    def ask(typed: str, rows: int) -> list[str]:
        words = typed.casefold().split()
        found = [name for name, title in titles.items() if all(word in title for word in words)]
        return sorted(found, key=lambda name: (len(titles[name]), name))[:rows]

    return ask


_PIECES = re.compile(r"[a-z]+|\d+|[\u4e00-\u9fff]+")


def _pairs(text: str) -> list[str]:
    pieces = _PIECES.findall(text.casefold())
    return [
        pair
        for piece in pieces
        for pair in ([piece] if piece.isascii() else map("".join, itertools.pairwise(piece)))
    ]


def any_pair() -> System:
    """Return BM25 as the textbook has it: title and notes are one text, any pair of characters counts."""
    texts = {name_of(r): Counter(_pairs(f"{r.title} {r.notes}")) for r in portals.records()}
    lengths = {name: text.total() for name, text in texts.items()}
    mean = statistics.fmean(lengths.values())
    holding: dict[str, list[str]] = {}
    for name, text in texts.items():
        for pair in text:
            holding.setdefault(pair, []).append(name)

    def ask(typed: str, rows: int) -> list[str]:
        scores: Counter[str] = Counter()
        for pair in set(_pairs(typed)):
            having = holding.get(pair, [])
            rarity = math.log(1 + (len(texts) - len(having) + 0.5) / (len(having) + 0.5))
            for name in having:
                often = texts[name][pair]
                pressure = 1.2 * (0.25 + 0.75 * lengths[name] / mean)
                scores[name] += rarity * often * 2.2 / (often + pressure)
        return sorted(scores, key=lambda name: (-scores[name], name))[:rows]

    return ask
