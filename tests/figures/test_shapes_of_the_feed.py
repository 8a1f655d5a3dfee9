"""The demonstration catalogue and the ten portals, described as the feed does, hold to the official shapes.

The ordinary run takes each hundredth record of a portal and each tenth entry of the demonstration, ``--long`` all.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from corpus import harvested, reading, sources
from described import CONCEPTS, PORTAL
from thoroughly import every

from ckanext.scigov.dcat.domain import catalogue, checking, dataset, terms
from ckanext.scigov.dcat.domain.catalogue import About, Agent
from ckanext.scigov.dcat.domain.checking import Severity
from ckanext.scigov.dcat.domain.graphs import Graph
from ckanext.scigov.dcat.domain.shapes import Shapes, shapes_of
from ckanext.scigov.demo import files

OFFICIAL = ("shapes.ttl", "range.ttl")
"""Of DCAT-AP 3.0.1; those of ckanext-dcat are asked about a page in tests/domain."""
AT_ONCE = 100
MOMENT = "2026-01-01T00:00:00"
ABOUT = About("科技政务数据资源目录", "全省科技数据。", "省科学技术厅", "http://creativecommons.org/licenses/by/4.0/", "a@portal.example")  # fmt: skip


@pytest.fixture(scope="module")
def official() -> Shapes:
    given = os.environ.get(reading.DATA_VARIABLE)
    folder = Path(given) if given else reading.REPOSITORY.parent / "shared" / "data"
    found = [folder / "shacl" / name for name in OFFICIAL]
    if not all(path.is_file() for path in found):
        pytest.skip(f"NOT RUN: {folder} has no shacl/. Set {reading.DATA_VARIABLE}.")
    return shapes_of([(path.name, path.read_bytes()) for path in found])


def shown(number: int, given: Mapping[str, Any], provider: str) -> dict[str, Any]:
    """Return an entry as ``package_show`` answers it once it is in."""
    parts = [
        {**one, "id": f"e{number}r{place}"} for place, one in enumerate(given.get("resources", ()))
    ]
    words = str(given.get("tag_string") or "").split(",")
    return {
        **given, "id": f"e{number}", "name": f"e{number}", "owner_org": "p1",
        "organization": {"id": "p1", "title": provider}, "tags": [{"name": one} for one in words if one],
        "metadata_created": MOMENT, "metadata_modified": MOMENT, "resources": parts,
    }  # fmt: skip


def wrong(entries: Iterable[dict[str, Any]], shapes: Shapes) -> Iterator[str]:
    """Yield what the shapes find about entries, on pages as the feed has them."""
    coming = iter(entries)
    while few := list(itertools.islice(coming, AT_ONCE)):
        around = Graph()
        catalogue.catalogue(around, ABOUT, PORTAL, None)
        catalogue.agents(around, [Agent("p1", "省科学技术厅", "", "province")], PORTAL)
        said = [dataset.describe(one, PORTAL, CONCEPTS) for one in few]
        named = around.terms.union(*(one.terms for one in said))
        described = terms.describe(named, CONCEPTS)
        triples = [*around.triples, *(t for one in said for t in one.triples), *described]
        found = checking.check(triples, shapes)
        yield from (
            f"{one.severity.value} {one.focus} {one.path} {one.value} {one.en}" for one in found
        )


def error_lines(found: Iterable[str]) -> list[str]:
    return sorted({one for one in found if one.startswith(Severity.ERROR.value)})[:20]


@pytest.mark.parametrize("portal", sources.FILES)
def test_what_is_harvested_holds_to_the_official_shapes(portal: str, official: Shapes) -> None:
    kept = list(harvested.portals()[portal].kept.values())[:: every(1, else_=100)]
    assert kept
    entries = (shown(number, one.entry, one.provider) for number, one in enumerate(kept))
    assert error_lines(wrong(entries, official)) == []


def test_the_demonstration_holds_to_the_official_shapes(official: Shapes) -> None:
    entries = files.load_entries()[:: every(1, else_=10)]
    assert entries
    given = (shown(number, one.dataset, "省科学技术厅") for number, one in enumerate(entries))
    assert error_lines(wrong(given, official)) == []


def test_a_title_that_is_missing_is_found(official: Shapes) -> None:
    entry = {**shown(0, files.load_entries()[0].dataset, "省科学技术厅"), "title": "", "name": ""}
    assert any("title" in one for one in error_lines(wrong([entry], official)))
