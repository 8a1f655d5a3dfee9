"""What leaves the portal in RDF, for search engines, as citations and by the national template, asked by everybody.

The access matrix asks each of these surfaces in one form. Here each is asked in all of its forms, pages, files and
refusals, about an entry of each grade, private, deleted, hidden and closed ones among them: nobody sees a canary that the
golden tables deny him, data never leave by a description, level 4 never by a feed or a report, and what is hidden by
nothing at all. Each surface shows somebody something, or there would be no telling that it denies.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import reported
from access_matrix import expected, grid, oracle
from access_matrix.making import made
from access_matrix.site import Entry, Site, describe

import ckan.plugins.toolkit as tk
from ckan import model

FORMS = ("ttl", "rdf", "xml", "n3", "jsonld", "nt")
PAST = (
    ("1-unconditional-unconditional", "private", "always"), ("2-unconditional-conditional", "private", "always"),
    ("3-conditional-none", "deleted", "always"), ("4-none-none", "active", "raised"),
    ("4-none-none", "active", "lowered"),
)  # fmt: skip
HIDDEN = "hidden"
OUTSIDERS = (*grid.CLASSES["visitor"], *grid.CLASSES["stranger"])
DATA = {"row", "byte", "column"}
"""What stands in the data: no description says it of anything."""
GOVERNMENT = "/gov/"


@dataclass(frozen=True, slots=True)
class Seen:
    """The canaries in one answer to somebody."""

    surface: str
    address: str
    persona: str
    status: int
    words: frozenset[str] = field(default_factory=frozenset[str])


@dataclass(frozen=True, slots=True)
class Question:
    """``is_feed``: it leaves to other portals, and so without level 4; ``form`` is sent, where there is one."""

    surface: str
    path: str
    is_feed: bool = True
    form: tuple[tuple[str, str], ...] = ()


@pytest.fixture(autouse=True)
def _empty_site() -> None:
    """One site is enough for all of these tests: it is not emptied between them."""


@pytest.fixture(scope="module")
def site(reset_db: Callable[[], None]) -> Iterator[Site]:
    with made(reset_db, PAST) as site:
        with site.app.flask_app.test_request_context():
            hidden = _hidden(site)
        yield Site.of(site.app, site.people, (*site.entries, hidden), site.provider)


def _hidden(site: Site) -> Entry:
    """Make an entry that everybody could see, and hide it after the feed has held it."""
    from ckanext.scigov.access.testkit import entries

    grade = entries.GRADES[4]
    found = entries.ensure_entry(HIDDEN, grade)
    site.client.get("/catalog.ttl")
    site.client.get("/catalog/dump.nt.gz")
    _patch(found["dataset_id"], hide_entry="true")
    return describe(found | {"grade": entries.key_of(grade)})


def _patch(dataset_id: str, **fields: str) -> None:
    """Change an entry as its editor, who gives the conditions and reasons of every grade."""
    from ckanext.scigov.access.testkit import entries, people

    terms = {name: text for said in entries.TERMS.values() for name, text in said.items()}
    wish = {"id": dataset_id, **terms, **fields}
    tk.get_action("package_patch")(people.as_persona("owner_editor"), wish)
    model.Session.remove()


def questions(site: Site) -> Iterator[Question]:
    for form in FORMS:
        for more in ("", "?modified_since=2000-01-01", "?page=x"):
            yield Question("catalog", f"/catalog.{form}{more}")
        yield Question("government", f"{GOVERNMENT}catalog.{form}")
        yield Question("deleted", f"/catalog/deleted.{form}?since=2000-01-01")
        yield Question("vocabulary", f"/def/stgov.{form}")
    for path in ("", "?since=x", "?after=0"):
        yield Question("deleted", f"/catalog/deleted{path}")
    for name in ("dump.nt.gz", "dump.sha256", "dump.nt.gz.sha256", "unknown"):
        yield Question("dump", f"/catalog/{name}")
    for path in ("/sitemap.xml", "/sitemap-1.xml", "/sitemap-2.xml"):
        yield Question("sitemap", path, is_feed=False)
    yield Question("vocabulary", "/def/stgov")
    for form in ("json", "xlsx", "unknown"):
        yield Question("report", "/reporting/export", form=(("format", form),))
    for path in ("/reporting", "/reporting/lacking", "/reporting/refused"):
        yield Question("report pages", path, is_feed=False)
    for entry in site.entries:
        yield from _about(entry)


def _about(entry: Entry) -> Iterator[Question]:
    for form in (*FORMS, "unknown"):
        yield Question("dataset", f"/dataset/{entry.dataset_id}.{form}")
    yield Question("dataset", f"/dataset/{entry.name}.ttl")
    for ending in ("txt", "bib", "json", "unknown"):
        yield Question("citation", f"/dataset/{entry.name}/citation.{ending}", is_feed=False)
    yield Question("structured", f"/dataset/{entry.name}/schema.json", is_feed=False)


@pytest.fixture(scope="module")
def seen(site: Site) -> list[tuple[Question, Seen]]:
    """Everything, asked by every class of people, whose members take turns; packed answers are looked into."""
    return [
        (one, _asked(site, one, members[zlib.crc32(one.path.encode()) % len(members)]))
        for one in questions(site)
        for members in grid.CLASSES.values()
    ]


def _asked(site: Site, question: Question, persona: str) -> Seen:
    token = site.people[persona]["token"]
    headers = {"Authorization": token} if token else {}
    headers["Accept-Encoding"] = "gzip"
    method = "POST" if question.form else "GET"
    answer = site.client.open(
        question.path, method=method, headers=headers, data=dict(question.form) or None, follow_redirects=False,
        buffered=True,
    )  # fmt: skip
    model.Session.remove()
    words = oracle.seen(answer, site.words, question.path)
    return Seen(question.surface, question.path, persona, answer.status_code, frozenset(words))


def told(site: Site, found: list[tuple[Seen, str]]) -> str:
    """Return leaks so that a person can read them."""
    lines = {
        f"{one.address} [{one.status}]: {one.persona} sees the {site.words[word][1]} of {site.words[word][0].key}"
        for one, word in found
    }
    return "\n".join(sorted(lines)[:50])


def leaks(
    site: Site, seen: list[tuple[Question, Seen]], is_leak: Callable[[Question, str, Entry, str], bool]
) -> str:  # fmt: skip
    found: list[tuple[Seen, str]] = []
    for question, one in seen:
        for word in one.words:
            owner, kind, _part = site.words[word]
            assert isinstance(owner, Entry)
            if is_leak(question, one.persona, owner, kind):
                found.append((one, word))
    return told(site, found)


def test_nobody_sees_what_the_golden_tables_deny_him(site: Site, seen: Any) -> None:
    def is_denied(_question: Question, persona: str, owner: Entry, kind: str) -> bool:
        # What the feed has held is told of by its id, to who has it from before.
        is_listed = _question.surface == "deleted" and kind == "id"
        return not is_listed and not expected.permits(persona, owner, kind)

    assert leaks(site, seen, is_denied) == ""


def test_data_leave_by_no_description(site: Site, seen: Any) -> None:
    assert leaks(site, seen, lambda _one, _who, _owner, kind: kind in DATA) == ""


def test_level_four_leaves_by_no_feed_and_no_report(site: Site, seen: Any) -> None:
    def is_four(question: Question, _who: str, owner: Entry, kind: str) -> bool:
        is_listed = question.surface == "deleted" and kind == "id" and owner.history != "always"
        return question.is_feed and owner.grade.startswith("4-") and not is_listed

    assert leaks(site, seen, is_four) == ""
    # Its page shows it to everybody: there would be something to leak.
    four = next(one for one in site.entries if one.key == "4-none-none")
    assert four.name in site.client.get(f"/dataset/{four.name}").get_data(as_text=True)


def test_what_is_hidden_is_nowhere_for_who_may_not_see_it(site: Site, seen: Any) -> None:
    def is_hidden(question: Question, who: str, owner: Entry, kind: str) -> bool:
        is_listed = question.surface == "deleted" and kind == "id"
        return owner.key == HIDDEN and who in OUTSIDERS and not is_listed

    assert leaks(site, seen, is_hidden) == ""
    # The public's feed is the same for everybody: it shows its owner no more.
    for question, one in seen:
        if question.is_feed and question.surface in ("catalog", "dump"):
            assert not {site.words[word][0].key for word in one.words} & {HIDDEN, "unclassified"}
    owners = [one for question, one in seen if question.surface == "government" and one.persona in grid.CLASSES["owner"]]  # fmt: skip
    assert owners
    assert all(HIDDEN in {site.words[word][0].key for word in one.words} for one in owners)


def test_what_is_gone_is_told_by_its_id_alone(site: Site, seen: Any) -> None:
    """The feed has held it: who has harvested it is told that it is gone, and nothing else of it."""
    kinds = {
        (site.words[word][0].key, site.words[word][1])
        for question, one in seen
        if question.surface == "deleted"
        for word in one.words
    }
    assert kinds == {(HIDDEN, "id")}


SHOWN = {
    "catalog": "title", "government": "title", "dataset": "title", "dump": "title", "deleted": "id", "citation": "title",
    "structured": "title", "sitemap": "name", "report": "title",
}  # fmt: skip


@pytest.mark.parametrize("surface", SHOWN)
def test_each_surface_shows_what_may_be_seen(site: Site, seen: Any, surface: str) -> None:
    kinds = {site.words[word][1] for q, one in seen if q.surface == surface for word in one.words}
    assert SHOWN[surface] in kinds
    if surface == "deleted":
        return
    grades = {site.words[word][0].grade for q, one in seen if q.surface == surface for word in one.words}  # fmt: skip
    assert {"1-unconditional-unconditional", "2-unconditional-conditional"} <= grades


def test_a_page_describes_itself_to_search_engines_without_what_is_closed(site: Site) -> None:
    for entry in site.entries:
        answer = site.client.get(f"/dataset/{entry.name}")
        words = oracle.seen(answer, site.words, entry.name)
        denied = {site.words[w][1] for w in words if not expected.permits("anon", entry, site.words[w][1])}  # fmt: skip
        assert (entry.key, denied) == (entry.key, set())


def _give_codes(site: Site) -> None:
    """What has no code is told of to nobody."""
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    wish = {"id": site.provider, "provider_code": reported.PROVIDER_CODE}
    tk.get_action("organization_patch")({"ignore_auth": True, "user": user}, wish)
    for number, entry in enumerate(one for one in site.entries if one.state != "deleted"):
        _patch(entry.dataset_id, resource_code=f"307001/{number}")


def test_a_package_holds_neither_what_is_hidden_nor_level_four(site: Site) -> None:
    """Packages are for who answers for the whole register: they leave for the national platform."""
    with site.app.flask_app.test_request_context():
        _give_codes(site)
    token = site.people["steward"]["token"]
    headers = {"Authorization": token}
    answer = site.client.post("/reporting/packages", headers=headers)
    assert answer.status_code == 302
    file = site.client.get("/reporting/packages/1/file", headers=headers)
    assert file.status_code == 200
    owners = [site.words[word][0] for word in oracle.seen(file, site.words)]
    grades = {one.grade[0] for one in owners}
    assert {"1", "2", "3"} <= grades
    assert "4" not in grades
    assert HIDDEN not in {one.key for one in owners}
    kinds = {site.words[word][1] for word in oracle.seen(file, site.words)}
    assert kinds & (DATA | {"url", "hash"}) == set()
    for outsider in OUTSIDERS:
        other = site.people[outsider]["token"]
        shown = site.client.get("/reporting/packages/1/file", headers={"Authorization": other} if other else {})  # fmt: skip
        assert shown.status_code in (302, 403, 404)
        assert oracle.seen(shown, site.words) == set()
