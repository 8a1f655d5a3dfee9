"""Every way in, asked by everybody about every grade: nobody sees what the golden tables deny him."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
import yaml
from access_matrix import combined, grid, stores
from access_matrix.making import made
from access_matrix.site import Site, logged

from ckanext.scigov.access import surfaces
from ckanext.scigov.access.domain.surfaces import Closed, SurfaceClass

NEEDED = {
    SurfaceClass.EXISTENCE: "discover",
    SurfaceClass.META: "discover",
    SurfaceClass.LOCATE: "locate",
    SurfaceClass.DATA: "data",
}
"""What a surface of this class must give to somebody, or there is no telling that it denies."""


@pytest.fixture(scope="module")
def site(reset_db: Callable[[], None]) -> Iterator[Site]:
    with made(reset_db, combined.PAST) as site, logged(site):
        yield site


@pytest.fixture(scope="module")
def cells(site: Site) -> list[grid.Cell]:
    """What was seen of every surface, by every class of people, of every grade."""
    started = time.monotonic()
    found = grid.run(site, grid.once_each(site))
    grid.say(f"{grid.summary(found)}, {time.monotonic() - started:.0f} s", grid.slowest(found))
    grid.report(found)
    return found


@pytest.fixture(scope="module")
def pairwise(site: Site) -> list[grid.Cell]:
    """What was seen where every two values of the other dimensions meet."""
    started = time.monotonic()
    found = combined.run(site)
    grid.say(combined.coverage(), f"{grid.summary(found)}, {time.monotonic() - started:.0f} s")
    return found


def test_every_way_in_was_asked(cells: list[grid.Cell]):
    known = surfaces.known()
    asked = {(cell.way.section, cell.way.name) for cell in cells}
    assert len([name for section, name in asked if section == "actions"]) > 200
    assert len([name for section, name in asked if section == "endpoints"]) > 120
    assert {cell.persona for cell in cells} == set(grid.EVERYBODY)
    unknown = {name for section, name in asked if name not in getattr(known, section)}
    assert unknown == set()


def test_nobody_sees_what_is_not_for_him(site: Site, cells: list[grid.Cell]):
    found = grid.leaks(site, cells)
    assert not found, grid.listed(found)


def test_nor_where_the_other_dimensions_meet(site: Site, pairwise: list[grid.Cell]):
    found = grid.leaks(site, pairwise)
    assert not found, grid.listed(found)


def test_nothing_breaks(cells: list[grid.Cell]):
    """A surface that fails on the way tells nothing, and may fail before it asks the policy."""
    broken = {f"{cell.way} [{cell.status}]" for cell in cells if cell.status >= 500}
    assert "\n".join(sorted(broken - set(grid.known_to_break()))) == ""


def test_every_denial_has_a_twin(site: Site, cells: list[grid.Cell], pairwise: list[grid.Cell]):
    """Somebody entitled gets the canary of the same surface; else the list says why nobody does."""
    given = grid.given(site, [*cells, *pairwise])
    asked = {(cell.way.section, cell.way.name) for cell in cells}
    nothing = {
        name
        for section, name in asked
        if (one := getattr(surfaces.known(), section).get(name))
        and one.closed is Closed.NO
        and NEEDED.get(one.surface_class, "discover") not in given[name]
        and one.surface_class in NEEDED
    }
    reasons = yaml.safe_load(grid.GIVES_NOTHING.read_text(encoding="utf-8"))
    assert "\n".join(sorted(nothing - set(reasons))) == ""
    assert sorted(set(reasons) - nothing) == [], "They give something, and need no reason any more."


def test_no_store_keeps_what_is_graded(site: Site):
    known = surfaces.load_stores()
    found = set()
    for find in stores.in_databases(site):
        if find.entry.grade.startswith("1-") or find.kind in ("title", "name", "id"):
            continue
        store = known.get((find.table, find.column))
        is_table_of_rows = store is None and find.table in find.entry.resources.values()
        if not is_table_of_rows and not (store and store.keeping.value == "gateway"):
            found.add(f"{find.table}.{find.column}: the {find.kind} of {find.entry.key}")
    assert sorted(found) == []


def test_nothing_graded_is_logged_or_queued(
    site: Site, cells: list[grid.Cell], pairwise: list[grid.Cell]
):
    found = {
        f"{where[:160]}: the {kind} of {entry.key}"
        for where, entry, kind in (*stores.in_log(site), *stores.in_queues(site))
        if not entry.grade.startswith("1-") and kind not in ("title", "name", "id")
    }
    assert sorted(found) == []
