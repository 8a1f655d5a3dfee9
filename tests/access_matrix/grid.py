"""Ask every way in as everybody, and keep what was seen."""

from __future__ import annotations

import csv
import dataclasses
import io
import os
import sys
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from werkzeug.datastructures import FileStorage

from access_matrix import expected, oracle, recipes
from access_matrix.recipes import Ask, Way
from access_matrix.site import Entry, Owner, Site, no_trace
from ckanext.scigov.access import surfaces
from ckanext.scigov.access.domain.surfaces import Closed, SurfaceClass

CLASSES: Mapping[str, tuple[str, ...]] = {
    "visitor": ("anon",),
    "stranger": (
        "plain", "foreign_editor", "unregistered_agency_member", "collaborator_editor", "expired",
        "revoked",
    ),
    "owner": ("owner_editor", "owner_admin", "steward"),
    "agency": ("agency_member", "agency_approver"),
    "grantee": ("approved",),
    "official": ("approver", "reviewer", "decider", "cdo", "auditor"),
    "administrator": ("sysadmin",),
}  # fmt: skip
"""Personas of whom the table of what is expected says the same; they take turns."""
EVERYBODY = tuple(persona for members in CLASSES.values() for persona in members)
GIVES_NOTHING = Path(__file__).with_name("gives_nothing.yaml")
"""Surfaces that give nobody a canary, and why."""
NEEDED = {
    SurfaceClass.EXISTENCE: "discover",
    SurfaceClass.META: "discover",
    SurfaceClass.LOCATE: "locate",
    SurfaceClass.DATA: "data",
}
"""What a surface of this class must give to somebody, or there is no telling that it denies."""
PEOPLE = frozenset(
    {"user_list", "user.index", "scigov_access_agency_list", "scigov_access_agencies.index"}
)
"""Surfaces that show accounts to those who see accounts: a name there tells nothing of a report."""
AUDIT = "scigov_audit_event_list"
"""An audit row says by its id what it is about, also of what is no party's yet."""
BREAKS = Path(__file__).with_name("breaks.txt")
"""Ways of CKAN and its plugins that fail for whatever they are asked."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One request, and the canaries in its answer: (word, kind, resource, grade, state)."""

    way: Way
    persona: str
    grade: str
    status: int
    words: tuple[str, ...]
    seconds: float = 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class Leak:
    surface: str
    persona: str
    of: str
    """Whose canary: the entry's or the application's key."""
    kind: str
    resource: str
    status: int

    def __str__(self) -> str:
        part = f" ({self.resource})" if self.resource else ""
        return f"{self.surface}: {self.persona} sees the {self.kind} of {self.of}{part} [{self.status}]"


def once_each(site: Site) -> Iterator[tuple[Way, str, Entry]]:
    """Yield every way in, every class of people, every grade, once each; applications
    and disputes have questions of their own."""
    published = [one for one in site.entries if one.state == "active" and one.history == "always"]
    for way in recipes.ways(site):
        if (way.is_of_applications or way.is_of_disputes) and not way.has_object:
            continue
        for entry in published if way.depends_on_object else published[-2:-1]:
            for members in CLASSES.values():
                turn = zlib.crc32(f"{way.address} {entry.grade}".encode()) % len(members)
                yield way, members[turn], entry


def run(site: Site, wanted: Iterable[tuple[Way, str, Entry]]) -> list[Cell]:
    """Ask. The same request under two names (CKAN registers some addresses twice) is sent once."""
    cells, sent = [], set()
    for way, persona, entry in wanted:
        asked = recipes.ask(site, way, entry, persona)
        key = (asked.text, persona)
        if key not in sent:
            sent.add(key)
            cells.append(one(site, way, persona, entry, asked))
    return cells


def one(
    site: Site,
    way: Way,
    persona: str,
    about: Owner,
    asked: Ask,
    *,
    token: str | None = None,
    cookie: bool = False,
) -> Cell:
    started = time.monotonic()
    used = site.people[persona]["token"] if token is None else token
    client = site.signed_in(persona) if cookie else site.client
    response = send(client, asked, "" if cookie else used)
    words = tuple(sorted(oracle.seen(response, site.words, asked.text)))
    seconds = time.monotonic() - started
    return Cell(way, persona, about.grade, response.status_code, words, seconds)


def send(client: Any, asked: Ask, token: str) -> Any:
    """Send a request that leaves no trace."""
    with no_trace():
        return send_here(client, asked, token)


def send_here(client: Any, asked: Ask, token: str) -> Any:
    content: dict[str, Any] = {"data": asked.body}
    if asked.method == "GET":
        content = {"query_string": asked.query or {}}
    elif asked.file:
        stream = FileStorage(io.BytesIO(asked.file), filename="letter.pdf")
        content = {"data": {**(asked.body or {}), "upload": stream}}
    elif asked.path.startswith("/api/action/"):
        content = {"json": asked.body}
    headers = {"Authorization": token} if token else {}
    return client.open(
        asked.path, method=asked.method, headers=headers, follow_redirects=False, buffered=True,
        **content,
    )  # fmt: skip


def leaks(site: Site, cells: Iterable[Cell]) -> list[Leak]:
    """Return what was seen by whom the golden table does not permit it."""
    known, found = site.words, set()
    for cell in cells:
        for word in cell.words:
            owner, kind, resource = known[word]
            is_of_people = kind == expected.REPORTER and cell.way.name in PEOPLE
            is_audit = kind == "id" and cell.way.name == AUDIT
            if is_of_people or is_audit:
                continue
            if not expected.permits(cell.persona, owner, kind):
                surface, of = f"{cell.way}", owner.key
                found.add(Leak(surface, cell.persona, of, kind, resource, cell.status))
    return sorted(found, key=str)


def given(site: Site, cells: Iterable[Cell]) -> dict[str, set[str]]:
    """Return for each surface the classes of canaries that it gave to anybody entitled."""
    known: dict[str, set[str]] = {}
    words = site.words
    for cell in cells:
        classes = known.setdefault(cell.way.name, set())
        seen = [words[word][:2] for word in cell.words]
        # His own name is on every page of whoever is signed in.
        classes |= {expected.class_of(*one) for one in seen if one[1] != expected.REPORTER}
    return known


def twinless(site: Site, cells: Iterable[Cell], asked: Iterable[Cell]) -> set[str]:
    """Return the surfaces that have given nobody what their class stands for.

    Args:
        site: the matrix's.
        cells: all that was seen.
        asked: of whose surfaces it is wanted.
    """
    found = given(site, cells)
    return {
        name
        for section, name in {(cell.way.section, cell.way.name) for cell in asked}
        if (one := getattr(surfaces.known(), section).get(name))
        and one.closed is Closed.NO
        and one.surface_class in NEEDED
        and NEEDED[one.surface_class] not in found[name]
    }


def reasons(*, of_disputes: bool) -> set[str]:
    """Return the surfaces of which it is said why they give nobody anything."""
    said = yaml.safe_load(GIVES_NOTHING.read_text(encoding="utf-8"))
    return {name for name in said if name.startswith(recipes.OF_DISPUTES) is of_disputes}


def summary(cells: Iterable[Cell]) -> str:
    cells = list(cells)
    surfaces = {(c.way.section, c.way.name) for c in cells}
    actions = sum(section == "actions" for section, _ in surfaces)
    return (
        f"{len(cells)} requests: {actions} actions, {len(surfaces) - actions} endpoints, "
        f"{len({c.persona for c in cells})} personas, {len({c.grade for c in cells})} grades"
    )


def slowest(cells: Iterable[Cell], most: int = 15) -> str:
    """Return where the time goes, by surface."""
    times: dict[str, float] = {}
    for cell in cells:
        times[cell.way.name] = times.get(cell.way.name, 0.0) + cell.seconds
    ordered = sorted(times.items(), key=lambda item: -item[1])[:most]
    return ", ".join(f"{name} {seconds:.1f} s" for name, seconds in ordered)


def listed(found: Iterable[Leak]) -> str:
    """Return leaks a person can read: by surface, then who sees what of which grade."""
    by_surface: dict[str, list[Leak]] = {}
    for leak in found:
        by_surface.setdefault(leak.surface, []).append(leak)
    lines = []
    for surface, leaks_of in sorted(by_surface.items()):
        lines.append(f"{surface} ({len(leaks_of)})")
        for persona in sorted({leak.persona for leak in leaks_of}):
            seen = sorted({f"{x.kind} of {x.of}" for x in leaks_of if x.persona == persona})
            lines.append(f"    {persona} sees {', '.join(seen)}")
    return "\n" + "\n".join(lines)


def say(*lines: str) -> None:
    """Print what was covered, for whoever runs the suite with -s."""
    sys.stdout.write("\n" + "\n".join(lines) + "\n")


def report(cells: Iterable[Cell]) -> None:
    """Write every request into the file that SCIGOV_MATRIX_REPORT names, for whoever looks closer."""
    if path := os.environ.get("SCIGOV_MATRIX_REPORT"):
        with Path(path).open("a", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            for one in cells:
                words = " ".join(one.words)
                rows.writerow([one.way, one.persona, one.grade, one.status, words, one.seconds])


def known_to_break() -> list[str]:
    return [line for line in BREAKS.read_text(encoding="utf-8").splitlines() if line]
