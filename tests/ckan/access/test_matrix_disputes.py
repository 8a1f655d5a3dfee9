"""Disputes in the matrix: their reporters, officials and the public see what the golden tables say, no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from access_matrix import disputes, expected, grid, recipes, telling
from access_matrix.making import made
from access_matrix.site import Site, logged

from ckanext.scigov.access import surfaces


@pytest.fixture(scope="module")
def site(reset_db: Callable[[], None]) -> Iterator[Site]:
    with made(reset_db, applied=True) as site, logged(site):
        yield site


@pytest.fixture(scope="module")
def of_disputes(site: Site) -> list[grid.Cell]:
    """What was seen of disputes, by their parties and by all others."""
    started = time.monotonic()
    found = disputes.run(site)
    grid.say(f"{grid.summary(found)}, {time.monotonic() - started:.0f} s", grid.slowest(found))
    grid.report(found)
    return found


def test_nobody_reads_of_a_dispute_what_is_not_for_him(site: Site, of_disputes: list[grid.Cell]):
    found = grid.leaks(site, of_disputes)
    assert not found, grid.listed(found)
    everybody = {persona for members in disputes.CLASSES.values() for persona in members}
    assert {cell.persona for cell in of_disputes} == everybody


def test_each_step_of_a_dispute_was_taken_by_somebody(of_disputes: list[grid.Cell]):
    """So each was asked of a dispute that stands where it can be taken."""
    taken = {cell.way.name for cell in of_disputes if cell.status == 200}
    steps = {f"scigov_dispute_{name}" for name in (*disputes.STEPS, "create")}
    assert sorted(steps - taken) == []


def test_whom_the_table_permits_something_of_a_dispute_gets_it(
    site: Site, of_disputes: list[grid.Cell]
):
    """Else there is no telling that it is denied to others. An id alone stands in the question, too."""
    words = {word for cell in of_disputes for word in cell.words}
    given = {(site.words[word][0].key, site.words[word][1]) for word in words}
    wanted = {
        (key, kind)
        for key, one in site.disputes.items()
        for kind, _part in one.canaries.values()
        if (kind != "id" or one.number)
        and any(expected.may_know(persona, kind, key) for persona in site.people)
    }
    assert sorted(wanted - given) == []


def test_what_leaves_the_portal_tells_of_disputes_by_number_and_title(site: Site):
    told = set(telling.words(site))
    # Letters begin with the name of who gets them.
    assert {site.words[word][1] for _, _, word in told} == {"id", "title", "reporter"}
    found = {
        f"{who} is told the {site.words[word][1]} of {site.words[word][0].key}"
        for _, who, word in told
        if not expected.permits(who, *site.words[word][:2])
    }
    assert sorted(found) == []


@pytest.mark.parametrize("persona", disputes.OUTSIDERS)
def test_a_dispute_is_absent_for_whom_it_does_not_concern(site: Site, persona: str):
    assert "\n".join(disputes.different(site, persona)) == ""


def test_every_way_in_to_disputes_was_asked(of_disputes: list[grid.Cell]):
    known = surfaces.known()
    named = {*known.actions, *known.endpoints}
    wanted = {name for name in named if name.startswith(recipes.OF_DISPUTES)}
    assert sorted(wanted - {cell.way.name for cell in of_disputes}) == []


def test_every_denial_has_a_twin(site: Site, of_disputes: list[grid.Cell]):
    """Somebody gets a canary of the same surface; else the list says why nobody does."""
    nothing, reasons = grid.twinless(site, of_disputes, of_disputes), grid.reasons(of_disputes=True)
    assert "\n".join(sorted(nothing - reasons)) == ""
    assert sorted(reasons - nothing) == [], "They give something, and need no reason any more."


def test_nothing_breaks(of_disputes: list[grid.Cell]):
    broken = {f"{cell.way} [{cell.status}]" for cell in of_disputes if cell.status >= 500}
    assert sorted(broken) == []
