"""Checks the public's feed by the shapes of this site: what reads differently since it was checked, a hundred at once."""

from __future__ import annotations

import datetime as dt
import functools
import gzip
import time
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from ckan import model

from ckanext.scigov.dcat import config, entries, feed, queries, service
from ckanext.scigov.dcat.domain import advising, checking, dataset, terms, verdicts, writing
from ckanext.scigov.dcat.domain.advising import Advice
from ckanext.scigov.dcat.domain.graphs import Graph
from ckanext.scigov.dcat.domain.scoring import Score
from ckanext.scigov.dcat.domain.shapes import Shapes, shapes_of
from ckanext.scigov.dcat.domain.verdicts import Verdict

AT_ONCE = 100
CATALOGUE = ""
"""In the place of a dataset's id."""
_OWN = resources.files("ckanext.scigov_schemas") / "shapes" / "dcat_ap.ttl"


def shapes() -> Shapes:
    """Return the shapes of this site: the administrator's files, else our own.

    Raises:
        OSError: a file that is named cannot be read.
        Unreadable: it holds no RDF.
    """
    return _shapes(tuple((one, one.stat().st_mtime_ns) for one in shape_files()))


def shape_files() -> tuple[Path, ...]:
    return config.shape_files() or (Path(str(_OWN)),)


@functools.lru_cache(maxsize=2)
def _shapes(files: tuple[tuple[Path, int], ...]) -> Shapes:
    return shapes_of([(path.name, path.read_bytes()) for path, _changed in files])


def judge_feed(now: dt.datetime, seconds: float) -> int:
    """Check what is to be checked, as long as the time lasts, and the catalogue itself; return how many were."""
    session, labels, given = model.Session(), feed.labels_of(), shapes()
    made_for, started, judged = config.made_for(), time.monotonic(), 0
    while time.monotonic() - started < seconds:
        found = queries.unchecked(session, labels, made_for, given.digest, AT_ONCE)
        if not found:
            break
        service.store_verdicts(
            session, _judged(found, given), {one.id: one.read_at for one in found}, given.digest, now
        )  # fmt: skip
        session.commit()
        judged += len(found)
    catalogue = Verdict(
        CATALOGUE, _of_catalogue(labels, given), Score(frozenset(), has_distribution=False)
    )
    service.store_verdicts(session, [catalogue], {CATALOGUE: now}, given.digest, now)
    session.commit()
    return judged


def _judged(found: list[queries.Unchecked], given: Shapes) -> list[Verdict]:
    documents = {
        one.id: writing.read(gzip.decompress(one.text), writing.FORMS["nt"]) for one in found
    }
    named = {term for one in found for term in one.terms}
    around = _around(named, {one.provider for one in found})
    return verdicts.verdicts(documents, around.triples, config.portal(), given)


def _of_catalogue(labels: list[str], given: Shapes) -> tuple[checking.Finding, ...]:
    """Check what belongs to no dataset: the catalogue, who publishes in it, the terms it names."""
    return checking.check(_around(*queries.named(model.Session(), labels)).triples, given)


def _around(named: set[str], providers: set[str]) -> Graph:
    graph = feed.around(providers)
    graph.triples.extend(terms.describe({*named, *graph.terms}, config.concepts()))
    return graph


def advice(entry: Mapping[str, Any]) -> tuple[Advice, ...]:
    """Return what is wrong with one entry as it stands, whoever may see it."""
    portal = config.portal()
    said = dataset.describe(entries.with_notes(entry), portal, config.concepts())
    around = _around(set(said.terms), {said.provider})
    address = portal.dataset(str(entry["id"]))
    found = checking.check([*around.triples, *said.triples], shapes())
    return advising.advise((one for one in found if one.focus.startswith(address)), portal)
