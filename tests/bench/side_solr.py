"""A real Solr with our configset, asked as CKAN asks it: by pysolr over HTTP on this machine."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pysolr
from contract.solr import SolrMissing, SolrServer, write_configset

from bench.questions import Question
from bench.side_ours import page
from bench.sides import Answer, SideMissingError

BATCH = 1000
SECONDS_TO_ANSWER = 60


class Solr:
    """Solr 9 with the configset ``ours``."""

    name = "Solr"

    def __init__(self, scratch: Path) -> None:
        self._server = SolrServer(heap="2g")
        try:
            self._server.__enter__()
        except SolrMissing as reason:
            raise SideMissingError(str(reason)) from reason
        self._configset = write_configset("ours", scratch / "configset")
        self._core: pysolr.Solr | None = None
        self.version = "9"

    def fill(self, documents: Iterable[Mapping[str, Any]], count: int) -> None:
        url = self._server.create_core(f"bench{count}", self._configset)
        self._core = pysolr.Solr(url, timeout=SECONDS_TO_ANSWER, always_commit=False)
        waiting = iter(documents)
        while batch := list(itertools.islice(waiting, BATCH)):
            self._core.add(batch, commit=False)
        self._core.commit()
        self._core.optimize(maxSegments=1)

    def answer(self, question: Question, *, facet_limit: int) -> Answer:
        assert self._core
        asked = question.as_ckan(facet_limit=facet_limit)
        started = time.perf_counter()
        found = self._core.search(**asked)
        return page(
            time.perf_counter() - started, found.hits, found.facets["facet_fields"], found.docs
        )

    def processes(self) -> list[int]:
        """Solr's alone: what pysolr costs here is left out."""
        return [self._server.pid]

    def close(self) -> None:
        self._server.__exit__(None, None, None)
