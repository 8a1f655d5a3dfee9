"""Each enforcement point is needed: switched off, the rows and tests that it is tagged with fail."""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from access_matrix import expected, grid, points, recipes, without
from access_matrix.making import made
from access_matrix.points import Point
from access_matrix.recipes import Form
from access_matrix.site import Entry, Site, no_trace

from ckanext.scigov.access import surfaces
from ckanext.scigov.access.domain.surfaces import Closed

ASKING = ("anon", "plain", "agency_member", "sysadmin")
ABOUT = {"2-unconditional-conditional", "4-none-none", "unclassified"}
POINTS = points.load()
WITH_ROWS = [point for point in POINTS if point.rows]
REFUSALS = (400, 404, 405)
LINK = "kqzyxwvutsrqponmlk"
LAST_LINES = 30


def test_its_tests_fail_without_it(request: pytest.FixtureRequest):
    """In a run of its own, on the same services, before the site of this file is made."""
    ran = subprocess.run(
        [
            sys.executable, "-m", "pytest", "-c", str(request.config.inipath), "-q", "-rfE",
            f"--rootdir={request.config.rootpath}", "-p", "no:warnings", "--tb=short",
            f"--ckan-ini={request.config.getoption('--ckan-ini')}", *without.paths(),
        ],
        env={**os.environ, without.VARIABLE: "1"}, cwd=request.config.rootpath,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    # Its last lines name what failed; a log that is cut in the middle would lose them among all others.
    assert ran.returncode == 0, "\n".join((ran.stderr + ran.stdout).splitlines()[-LAST_LINES:])


@pytest.fixture(scope="module")
def site(reset_db: Callable[[], None]) -> Iterator[Site]:
    with made(reset_db) as site:
        yield site


def ways_of(site: Site, point: Point) -> list[recipes.Way]:
    return [way for way in recipes.ways(site) if way.name in point.rows]


def failing(site: Site, point: Point) -> set[str]:
    """Return the rows of a point that fail now."""
    entries = [entry for entry in site.entries if entry.grade in ABOUT]
    cells, sent = [], set()
    for way, entry, kind, who in itertools.product(
        ways_of(site, point), entries, ("", "link"), ASKING
    ):
        asked = recipes.ask(site, way, entry, who, Form(kind))
        if (asked.text, who) not in sent:
            sent.add((asked.text, who))
            cells.append(grid.one(site, way, who, entry, asked))
    if point.shows == "answer":
        return {cell.way.name for cell in cells if is_closed(cell) and cell.status not in REFUSALS}
    return {leak.surface.split()[0] for leak in grid.leaks(site, cells)}


def is_closed(cell: grid.Cell) -> bool:
    """Say whether the surface is closed, or the entry is hidden from who asks."""
    surface = cell.way.surface
    is_hidden = not expected.may_see(cell.persona, "title", cell.grade)
    return surface is not None and (surface.closed is not Closed.NO or is_hidden)


def failing_after_saving(site: Site, point: Point) -> set[str]:
    """As ``failing``, of the address of an entry that is saved at this moment.

    Nothing is committed here, so what the database asks at the end is asked at once.
    """
    from ckan import model

    with no_trace(), contextlib.suppress(sa.exc.IntegrityError):
        entry = saved(site)
        model.Session.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
        found = set()
        for way in ways_of(site, point):
            asked = recipes.ask(site, way, entry, "plain")
            answer = grid.send_here(site.client, asked, site.people["plain"]["token"])
            if re.search(LINK, answer.get_data(as_text=True)):
                found.add(way.name)
        return found
    return set()


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


@pytest.mark.parametrize("point", WITH_ROWS, ids=[point.name for point in WITH_ROWS])
def test_its_rows_fail_without_it(site: Site, point: Point):
    """With others behind it only without them, too: then each of the two holds alone."""
    assert rows_failing(site, point) == set()
    all_of_them = points.with_what_is_behind(point)
    if point.behind:
        with points.off(point):
            assert rows_failing(site, point) == set()
    with points.off(*all_of_them):
        without_it = rows_failing(site, point)
    assert without_it == set(point.rows)
    assert rows_failing(site, point) == set()


def test_every_stand_in_is_one_of_a_point():
    code = {path.replace(".", "_").lower() for point in POINTS for path in point.code}
    stand_ins = {n for one in points.STAND_INS for n in vars(one) if n.startswith("access_")}
    assert stand_ins ^ code == set()


def test_stand_ins_are_called_as_what_they_replace():
    for path in {path for point in POINTS for path in point.code}:
        real, instead = points.function_of(path).__code__, points.stand_in(path).__code__
        arguments = real.co_argcount + real.co_kwonlyargcount
        assert instead.co_varnames[: real.co_argcount] == real.co_varnames[: real.co_argcount], path
        assert arguments == instead.co_argcount + instead.co_kwonlyargcount, path


def test_rows_are_surfaces():
    known: Any = surfaces.known()
    rows = {row for point in POINTS for row in point.rows}
    assert rows - set(known.actions) - set(known.endpoints) == set()
