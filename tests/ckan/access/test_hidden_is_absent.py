"""What somebody may not find answers as what does not exist: everywhere, in every part of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from access_matrix import absence, recipes
from access_matrix.making import made
from access_matrix.recipes import Form
from access_matrix.site import Entry, Site

HIDDEN = {
    "unclassified": ("anon", "agency_member"),
    "3-conditional-conditional-private-always": ("approved",),
    "1-unconditional-unconditional-deleted-always": ("plain",),
}
"""Entries, and people who may not find them."""
KNOWN_OTHERWISE = {("approved", "scigov_access_grant_list")}
"""Whoever holds a grant has it in his list, whatever has become of the entry since."""
PAST = (
    ("3-conditional-conditional", "private", "always"),
    ("1-unconditional-unconditional", "deleted", "always"),
)
FORMS = (Form(by="id"), Form(by="name"), Form(by="alias"))


@pytest.fixture(scope="module")
def site(reset_db: Callable[[], None]) -> Iterator[Site]:
    with made(reset_db, PAST) as site:
        yield site


@pytest.fixture(scope="module")
def entries(site: Site) -> dict[str, Entry]:
    return {entry.key: entry for entry in site.entries}


def forms_of(way: recipes.Way, site: Site, entry: Entry) -> list[Form]:
    """Return the forms that make a difference to what names the object."""
    if "resource_id" in getattr(way.rule, "arguments", ()) and "datastore" not in way.name:
        return [FORMS[0]]
    texts = {recipes.ask(site, way, entry, "plain", form).text: form for form in reversed(FORMS)}
    return list(texts.values())


def differences(site: Site, entry: Entry, persona: str) -> dict[str, list[str]]:
    twin, found, addresses = absence.absent_twin(entry), {}, set()
    for way in recipes.ways(site):
        address = (way.address, way.method)
        is_known = (persona, way.name) in KNOWN_OTHERWISE
        if not way.depends_on_object or is_known or address in addresses:
            continue  # CKAN registers some addresses twice.
        addresses.add(address)
        for form in forms_of(way, site, entry):
            absence.answer(site, way, twin, persona, form)
            hidden = absence.answer(site, way, entry, persona, form)
            absent = absence.answer(site, way, twin, persona, form)
            if different := hidden.differences(absent):
                statuses = f"[{hidden.status}, absent: {absent.status}]"
                found[f"{way} by {form.by} {statuses}"] = different
    return found


@pytest.mark.parametrize(
    ("key", "persona"), [(key, who) for key, people in HIDDEN.items() for who in people]
)
def test_hidden_is_absent(site: Site, entries: dict[str, Entry], key: str, persona: str):
    found = differences(site, entries[key], persona)
    lines = [f"{surface}: {', '.join(parts)}" for surface, parts in sorted(found.items())]
    assert not lines, "\n" + "\n".join(lines)


def test_there_is_a_difference_for_whoever_may_find_it(site: Site, entries: dict[str, Entry]):
    """The comparison sees one where there is one."""
    found = differences(site, entries["unclassified"], "owner_editor")
    assert len(found) > 60
    assert {part for parts in found.values() for part in parts} == {
        "status", "headers", "body", "statements",
    }  # fmt: skip


def test_everything_that_names_an_entry_is_compared(site: Site):
    names = {way.name for way in recipes.ways(site) if way.depends_on_object}
    assert {"package_show", "datastore_search", "dataset_resource.download"} <= names
    assert len(names) > 90
