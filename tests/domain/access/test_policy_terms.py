"""What a grant gives whose terms are not accepted yet: its entry, and no data."""

from __future__ import annotations

import pytest

from ckanext.scigov.access.domain.grant_tokens import bearer
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.policy import Operation, Reason, decide
from ckanext.scigov.access.domain.subjects import (
    Axis,
    Capacity,
    GrantHeld,
    Object,
    Principal,
    TermsState,
)
from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, ShareType

CONDITIONAL = Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.CONDITIONAL)
HIDDEN = Object("d", "p", CONDITIONAL, is_hidden=True)
HEAVY = Obligations(watermark=True, most_rows=9)


def grant(number: str = "G1", terms: TermsState = TermsState.WAITING, **more: object) -> GrantHeld:
    return GrantHeld(number, "d", Axis.OPENING, terms=terms, **more)  # type: ignore[arg-type]


def held(*grants: GrantHeld, **more: object) -> Principal:
    return Principal("u", grants=frozenset(grants), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("terms", TermsState)
@pytest.mark.parametrize("operation", Operation)
def test_data_wait_and_the_entry_does_not(operation: Operation, terms: TermsState) -> None:
    decision = decide(held(grant(terms=terms)), operation, HIDDEN)
    if operation in (Operation.WRITE, Operation.SET_GRADE):
        expected = (False, Reason.NOT_YOURS_TO_CHANGE, "")
    elif operation in (Operation.DATA, Operation.LOCATE) and terms is not TermsState.ACCEPTED:
        expected = (False, Reason.TERMS_FIRST, "G1")
    else:
        expected = (True, Reason.PERMITTED, "G1")
    assert (decision.allowed, decision.reason, decision.grant_number) == expected


def test_a_grant_whose_terms_are_accepted_counts_before_a_lighter_one() -> None:
    accepted = grant("G2", TermsState.ACCEPTED, obligations=HEAVY)
    decision = decide(held(grant("G1"), accepted), "data", HIDDEN)
    assert (decision.allowed, decision.grant_number, decision.obligations) == (True, "G2", HEAVY)


def test_who_gets_the_data_anyway_accepts_nothing() -> None:
    editor = held(grant(), capacities=frozenset({("p", Capacity.EDITOR)}))
    assert decide(editor, "data", HIDDEN).allowed is True


def test_a_grant_on_the_other_axis_asks_for_no_terms() -> None:
    shared = Object("d", "p", Grade(Level.THREE, ShareType.NONE, OpenType.CONDITIONAL))
    sharing = GrantHeld("G1", "d", Axis.SHARING, terms=TermsState.WAITING)
    assert decide(held(sharing), "data", shared).reason is Reason.NEEDS_APPLICATION


def test_the_place_of_what_is_granted_in_part_waits_for_terms_first() -> None:
    items = frozenset({"name"})
    waiting = decide(held(grant(items=items)), "locate", HIDDEN)
    accepted = decide(held(grant(terms=TermsState.ACCEPTED, items=items)), "locate", HIDDEN)
    assert (waiting.reason, accepted.reason) == (Reason.TERMS_FIRST, Reason.ONLY_ITEMS)


@pytest.mark.parametrize(
    ("terms", "allowed"),
    [
        (TermsState.ACCEPTED, True),
        (TermsState.ANSWERED_FOR, True),
        (TermsState.WAITING, False),
    ],
)
def test_a_token_carries_what_its_agency_answers_for(terms: TermsState, allowed: bool) -> None:
    principal = held(grant(terms=terms))
    assert decide(bearer(principal, "G1"), "data", HIDDEN).allowed is allowed
