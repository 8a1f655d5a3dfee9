"""Each enforcement point is needed: switched off, the rows of the matrix that it is tagged with fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from access_matrix import expected, grid, points, recipes
from access_matrix.making import made
from access_matrix.points import Point
from access_matrix.recipes import Form
from access_matrix.site import Entry, Site, no_trace

from ckanext.scigov.access import surfaces
from ckanext.scigov.access.domain.surfaces import Closed

ASKING = ("anon", "plain", "agency_member", "sysadmin")
ABOUT = {"2-unconditional-conditional", "4-none-none", "unclassified"}
POINTS = points.load()
REFUSALS = (400, 404, 405)
LINK = "kqzyxwvutsrqponmlk"


@pytest.fixture(scope="module")
def site(reset_db: Callable[[], None]) -> Iterator[Site]:
    with made(reset_db) as site:
        yield site


def ways_of(site: Site, point: Point) -> list[recipes.Way]:
    return [way for way in recipes.ways(site) if way.name in point.rows]


def failing(site: Site, point: Point) -> set[str]:
    """Return the rows of a point that fail now."""
    entries = [entry for entry in site.entries if entry.grade in ABOUT]
    cells = [
        grid.one(site, way, who, entry, recipes.ask(site, way, entry, who, Form(kind)))
        for way in ways_of(site, point)
        for entry in entries
        for kind in ("", "link")
        for who in ASKING
    ]
    if point.shows == "answer":
        return {cell.way.name for cell in cells if is_closed(cell) and cell.status not in REFUSALS}
    return {leak.surface.split()[0] for leak in grid.leaks(site, cells)}


def is_closed(cell: grid.Cell) -> bool:
    """Say whether the surface is closed, or the entry is hidden from who asks."""
    surface = cell.way.surface
    is_hidden = not expected.may_see(cell.persona, "title", cell.grade)
    return surface is not None and (surface.closed is not Closed.NO or is_hidden)


def failing_after_saving(site: Site, point: Point) -> set[str]:
    """As ``failing``, of the address of an entry that is saved at this moment."""
    with no_trace():
        entry = saved(site)
        found = set()
        for way in ways_of(site, point):
            asked = recipes.ask(site, way, entry, "plain")
            answer = grid.send_here(site.client, asked, site.people["plain"]["token"])
            if re.search(LINK, answer.get_data(as_text=True)):
                found.add(way.name)
        return found


def saved(site: Site) -> Entry:
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access.testkit import entries, people

    grade = entries.GRADES[5]
    wish = entries.wish_of("saved-meanwhile", grade)
    wish["resources"] = [{"name": "link", "url": f"http://127.0.0.1:9/{LINK}", "format": "CSV"}]
    with site.app.flask_app.test_request_context():
        found = tk.get_action("package_create")(people.as_persona("owner_editor"), wish)
    ids = dict.fromkeys(("link", "upload", "datastore"), found["resources"][0]["id"])
    return Entry("saved-meanwhile", entries.key_of(grade), found["id"], found["name"], ids, {})


def rows_failing(site: Site, point: Point) -> set[str]:
    return failing_after_saving(site, point) if point.written else failing(site, point)


@pytest.mark.parametrize("point", POINTS, ids=[point.name for point in POINTS])
def test_its_rows_fail_without_it(site: Site, point: Point):
    assert rows_failing(site, point) == set()
    with points.off(point):
        without = rows_failing(site, point)
    assert without == set(point.rows)
    assert rows_failing(site, point) == set()


def test_rows_are_surfaces():
    known: Any = surfaces.known()
    rows = {row for point in POINTS for row in point.rows}
    assert rows - set(known.actions) - set(known.endpoints) == set()
