"""The dimensions that are not asked for each with each: every two values of them meet."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from access_matrix import grid, pairs, recipes
from access_matrix.making import HISTORIES, STATES
from access_matrix.recipes import Ask, Form, Way
from access_matrix.site import Entry, Site
from ckanext.scigov.access.domain.surfaces import SurfaceClass

GRADES = (
    "1-unconditional-unconditional", "2-unconditional-conditional", "2-unconditional-none",
    "3-conditional-conditional", "3-conditional-none", "4-none-none", "unclassified",
)  # fmt: skip
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "grade": GRADES,
    "persona class": tuple(grid.CLASSES),
    "state": STATES,
    "resource": ("link", "upload", "datastore"),
    "history": HISTORIES,
    "way of signing in": ("token", "cookie", "jsonp"),
    "named by": ("id", "name", "alias"),
}
READING = {SurfaceClass.META, SurfaceClass.LOCATE, SurfaceClass.DATA, SurfaceClass.EXISTENCE}


@dataclass(frozen=True, slots=True)
class Row:
    grade: str
    members: str
    state: str
    kind: str
    history: str
    sign_in: str
    by: str


ROWS = tuple(Row(*row) for row in pairs.covering(tuple(COLUMNS.values())))
PAST = tuple(dict.fromkeys((row.grade, row.state, row.history) for row in ROWS))
"""The entries that these rows need."""


def coverage() -> str:
    wanted = {
        pair for row in pairs.covering(tuple(COLUMNS.values())) for pair in pairs.pairs_of(row)
    }
    values = " x ".join(f"{len(values)} {name}" for name, values in COLUMNS.items())
    return f"{len(ROWS)} rows meet {len(wanted)} pairs of {values}; {len(PAST)} entries"


def run(site: Site) -> list[grid.Cell]:
    cells = []
    known = {(one.grade, one.state, one.history): one for one in site.entries}
    reading = [way for way in recipes.ways(site) if way.depends_on_object and _gives(way)]
    for number, row in enumerate(ROWS):
        members = grid.CLASSES[row.members]
        persona, entry = members[number % len(members)], known[row.grade, row.state, row.history]
        cells += [_one(site, way, entry, persona, row) for way in reading]
    return cells


def sampled(site: Site, chance: random.Random, count: int) -> list[grid.Cell]:
    """Ask at random: any way in, as anybody, about any entry, in any form."""
    ways = [way for way in recipes.ways(site) if way.has_object]
    cells = []
    for _ in range(count):
        way, entry = chance.choice(ways), chance.choice(site.entries)
        kinds, forms = COLUMNS["resource"], COLUMNS["named by"]
        sign_in = chance.choice(COLUMNS["way of signing in"]) if _is_read(way) else "token"
        row = Row(
            entry.grade, "", entry.state, chance.choice(kinds), entry.history, sign_in,
            chance.choice(forms),
        )  # fmt: skip
        cells.append(_one(site, way, entry, chance.choice(grid.EVERYBODY), row))
    return cells


def _is_read(way: Way) -> bool:
    """Say whether GET asks it."""
    from ckan import logic

    if way.section != "actions":
        return way.method == "GET"
    return bool(getattr(logic._actions.get(way.name), "side_effect_free", False))


def _one(site: Site, way: Way, entry: Entry, persona: str, row: Row) -> grid.Cell:
    asked = recipes.ask(site, way, entry, persona, Form(row.kind, row.by))
    if way.section == "actions" and _is_read(way):
        asked = Ask("GET", asked.path, query=_as_query(asked.body or {}))
    if row.sign_in == "cookie" and persona != "anon":
        return grid.one(site, way, persona, entry, asked, cookie=True)
    if row.sign_in == "jsonp" and way.section == "actions":
        asked = Ask("GET", asked.path, query={**(asked.query or {}), "callback": "f"})
        token = site.people[persona]["token"]
        # Scripts of another site ask so: whoever is signed in is nobody then.
        return grid.one(site, way, "anon", entry, asked, token=token)
    return grid.one(site, way, persona, entry, asked)


def _gives(way: Way) -> bool:
    surface = way.surface
    return surface is not None and surface.surface_class in READING and _is_read(way)


def _as_query(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in body.items()
        if not (isinstance(value, dict) and not value)
    }
