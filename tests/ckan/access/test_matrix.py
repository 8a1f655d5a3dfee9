"""Every way in, asked by everybody about every grade: nobody sees what the golden tables deny him."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from access_matrix import applications, combined, expected, grid, stores, telling
from access_matrix.making import made
from access_matrix.site import Application, Dispute, Entry, Site, logged

from ckanext.scigov.access import surfaces

GIVING = [
    "dataset_resource.download", "dataset_resource.read", "datastore.dump", "datastore_search",
    "scigov_access_gateway.access", "scigov_tables.export", "scigov_tables_row_show",
    "scigov_tables_rows_show",
]  # fmt: skip
"""What shows the cells of a data item to whom it alone is granted."""
OF_APPLICATIONS = {
    ("scigov_access_grant", "reason"), ("scigov_application_event", "after"),
    ("scigov_application_event", "before"), ("scigov_application_event", "reason"),
    ("scigov_application_evidence", "file_name"), ("scigov_application_filing", "fields"),
    ("scigov_application_identity", "name"), ("scigov_application_part", "consultation"),
    ("scigov_application_part", "proposal"), ("scigov_application_part", "reply"),
    ("scigov_application_part", "said"), ("scigov_application_report", "problems"),
    ("scigov_application_report", "results"), ("scigov_audit_event", "detail"),
}  # fmt: skip
OF_DISPUTES = {
    ("scigov_dispute_dispute", "answer"), ("scigov_dispute_dispute", "explanation"),
    ("scigov_dispute_dispute", "links"), ("scigov_dispute_event", "after"),
    ("scigov_dispute_event", "before"), ("scigov_dispute_event", "reason"),
    ("scigov_dispute_evidence", "file_name"), ("scigov_dispute_seen", "proposal"),
    ("scigov_dispute_template", "text"), ("scigov_dispute_template", "title"),
    ("scigov_dispute_visitor", "email"), ("user", "fullname"), ("scigov_access_agency", "title"),
}  # fmt: skip
OF_DATA = {
    ("scigov_dispute_dispute", "item"), ("scigov_dispute_finding", "examples"),
    ("scigov_dispute_seen", "cells"),
    ("scigov_dispute_seen", "target"), ("scigov_dispute_seen", "value"),
}  # fmt: skip
"""What disputes hold of the data that they are about."""
WRITTEN = {Application: OF_APPLICATIONS, Dispute: OF_DISPUTES, Entry: OF_DATA}
"""Where what people write in applications and disputes is kept: nowhere else."""
UNGRADED = ("title", "name", "id", expected.REPORTER)
"""What entries and people are called stands where entries and people are kept."""


@pytest.fixture(scope="module")
def site(reset_db: Callable[[], None]) -> Iterator[Site]:
    with made(reset_db, combined.PAST, applied=True) as site, logged(site):
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


@pytest.fixture(scope="module")
def of_applications(site: Site) -> list[grid.Cell]:
    """What was seen of applications, by their parties and by all others."""
    started = time.monotonic()
    found = applications.run(site)
    grid.say(f"{grid.summary(found)}, {time.monotonic() - started:.0f} s", grid.slowest(found))
    grid.report(found)
    return found


@pytest.fixture(scope="module")
def of_one_item(site: Site) -> list[grid.Cell]:
    """What was seen of a table by whom one of its data items is granted."""
    started = time.monotonic()
    found = applications.run_items(site)
    grid.say(f"{grid.summary(found)}, {time.monotonic() - started:.0f} s")
    return found


def test_every_way_in_was_asked(cells: list[grid.Cell], of_applications: list[grid.Cell]):
    known = surfaces.known()
    asked = {(cell.way.section, cell.way.name) for cell in [*cells, *of_applications]}
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


def test_nobody_reads_an_application_that_does_not_concern_him(
    site: Site, of_applications: list[grid.Cell]
):
    found = grid.leaks(site, of_applications)
    assert not found, grid.listed(found)
    everybody = {persona for members in applications.CLASSES.values() for persona in members}
    assert {cell.persona for cell in of_applications} == everybody


def test_each_step_of_an_application_was_taken_by_somebody(of_applications: list[grid.Cell]):
    """So each was asked of an application that stands where it can be taken."""
    taken = {cell.way.name for cell in of_applications if cell.status == 200}
    steps = {f"scigov_application_{name}" for name in applications.STEPS}
    assert sorted(steps - taken) == []


@pytest.mark.parametrize("persona", applications.OUTSIDERS)
def test_an_application_is_absent_for_whom_it_does_not_concern(site: Site, persona: str):
    assert "\n".join(applications.different(site, persona)) == ""


def test_a_grant_for_one_data_item_shows_no_other(site: Site, of_one_item: list[grid.Cell]):
    found = grid.leaks(site, of_one_item)
    assert not found, grid.listed(found)
    given = {
        cell.way.name
        for cell in of_one_item
        if cell.persona == "citizen" and expected.GIVEN in {site.words[w][1] for w in cell.words}
    }
    assert sorted(given) == GIVING


def test_what_leaves_the_portal_tells_of_applications_by_number_and_title(site: Site):
    told = set(telling.words(site))
    assert {channel for channel, _, _ in told} == {telling.MAIL, telling.WEBHOOK}
    kinds = {(site.words[word][1], who, word) for _, who, word in told}
    # Letters begin with the name of who gets them, a reporter's among them.
    assert {kind for kind, _, _ in kinds} == {"id", "title", expected.REPORTER}
    found = {
        f"{who} is told the {kind} of {site.words[word][0].key}"
        for kind, who, word in kinds
        if not expected.permits(who, site.words[word][0], kind)
    }
    assert sorted(found) == []


def test_nothing_breaks(
    cells: list[grid.Cell], of_applications: list[grid.Cell], of_one_item: list[grid.Cell]
):
    """A surface that fails on the way tells nothing, and may fail before it asks the policy."""
    all_cells = [*cells, *of_applications, *of_one_item]
    broken = {f"{cell.way} [{cell.status}]" for cell in all_cells if cell.status >= 500}
    assert "\n".join(sorted(broken - set(grid.known_to_break()))) == ""


def test_every_denial_has_a_twin(
    site: Site,
    cells: list[grid.Cell],
    pairwise: list[grid.Cell],
    of_applications: list[grid.Cell],
):
    """Somebody entitled gets the canary of the same surface; else the list says why nobody does."""
    asked = [*cells, *of_applications]
    nothing = grid.twinless(site, [*asked, *pairwise], asked)
    reasons = grid.reasons(of_disputes=False)
    assert "\n".join(sorted(nothing - reasons)) == ""
    assert sorted(reasons - nothing) == [], "They give something, and need no reason any more."


def test_no_store_keeps_what_is_graded(site: Site):
    known = surfaces.load_stores()
    found = set()
    for find in stores.in_databases(site):
        if find.owner.grade.startswith("1-") or find.kind in UNGRADED:
            continue
        store = known.get((find.table, find.column))
        if (find.table, find.column) in WRITTEN.get(type(find.owner), ()):
            continue
        is_table_of_rows = (
            store is None and find.table in getattr(find.owner, "resources", {}).values()
        )
        if not is_table_of_rows and not (store and store.keeping.value == "gateway"):
            found.add(f"{find.table}.{find.column}: the {find.kind} of {find.owner.key}")
    assert sorted(found) == []


def test_nothing_graded_is_logged_or_queued(
    site: Site,
    cells: list[grid.Cell],
    pairwise: list[grid.Cell],
    of_applications: list[grid.Cell],
):
    found = {
        f"{where[:160]}: the {kind} of {entry.key}"
        for where, entry, kind in (*stores.in_log(site), *stores.in_queues(site))
        if not entry.grade.startswith("1-") and kind not in ("title", "name", "id")
    }
    assert sorted(found) == []
