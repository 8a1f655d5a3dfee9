"""For ``./scigov test --contract``: graded access with a real Solr, on every way in that asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pysolr
import pytest
from access_matrix import grid, recipes
from access_matrix.making import made
from access_matrix.site import Entry, Site
from contract.solr import SolrMissing, SolrServer, write_configset

from ckanext.scigov.access.domain.surfaces import SurfaceClass

CHANGING = {SurfaceClass.WRITE, SurfaceClass.GRADE, SurfaceClass.ADMIN}


@pytest.fixture(scope="module")
def searches() -> list[str]:
    """What Solr was asked."""
    return []


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, reset_db: Callable[[], None], searches: list[str]
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("solr")
    patch = pytest.MonkeyPatch()
    asked = pysolr.Solr.search

    def search(solr: Any, q: str, *args: Any, **kwargs: Any) -> Any:
        searches.append(q)
        return asked(solr, q, *args, **kwargs)

    try:
        with SolrServer(in_memory=True) as server, patch.context() as patched:
            core = server.create_core("ckan", write_configset("ours", folder / "configset"))
            # Making the app reads the configuration again: what is only set there is lost.
            patched.setattr("ckanext.scigov.search.config.is_solr", lambda: True)
            patched.setenv("CKAN_SOLR_URL", core)
            patched.setattr(pysolr.Solr, "search", search)
            with made(reset_db) as site:
                yield site
    except SolrMissing as reason:
        pytest.skip(f"NOT RUN: {reason}")


@pytest.fixture(scope="module")
def cells(site: Site, searches: list[str]) -> list[grid.Cell]:
    """What was seen. All of it in one fixture: between two tests CKAN's settings are put back."""
    return grid.run(site, _asking_solr(site, searches))


def _asking_solr(site: Site, searches: list[str]) -> Iterator[tuple[recipes.Way, str, Entry]]:
    """Yield the ways that ask Solr, each for everybody about every grade."""
    first = site.entries[0]
    for way in recipes.ways(site):
        # What is rolled back in the database would stay in Solr.
        if way.surface is None or way.surface.surface_class in CHANGING:
            continue
        before = len(searches)
        grid.one(site, way, "anon", first, recipes.ask(site, way, first, "anon"))
        if len(searches) == before:
            continue
        for entry in site.entries if way.depends_on_object else (first,):
            for persona in grid.EVERYBODY:
                yield way, persona, entry


def test_nobody_sees_what_is_not_for_him(site: Site, cells: list[grid.Cell]):
    grid.say(grid.summary(cells))
    asked = {cell.way.name for cell in cells}
    assert {"package_search", "package_show", "dataset.search", "home.index"} <= asked
    found = grid.leaks(site, cells)
    assert not found, grid.listed(found)


def test_a_search_gives_everybody_what_is_for_him(cells: list[grid.Cell]):
    found: dict[str, set[str]] = {}
    for cell in cells:
        if cell.way.name == "package_search":
            found.setdefault(cell.persona, set()).update(cell.words)
    assert 0 < len(found["anon"]) < len(found["owner_editor"])
