"""Labels say of whole lists what the policy says of one entry."""

from __future__ import annotations

import itertools

import pytest

from ckanext.scigov.access.domain import labels
from ckanext.scigov.access.domain.labels import labels_for, labels_of
from ckanext.scigov.access.domain.policy import Audience, Operation, decide
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import (
    ANONYMOUS,
    Axis,
    Capacity,
    GrantHeld,
    Object,
    Principal,
    State,
    system,
)
from ckanext.scigov.catalogue.domain.grades import ACCESS_RIGHTS

SCOPES = [
    Scope(ScopeKind.PLATFORM),
    *(Scope(kind, one) for kind in ScopeKind if kind is not ScopeKind.PLATFORM for one in "pqu"),
]
PEOPLE = [
    ANONYMOUS,
    *(Principal("u", capacities=frozenset({(p, c)})) for p in "pq" for c in Capacity),
    *(
        Principal("u", roles=frozenset({RoleHeld(role, scope)}))
        for role, scope in itertools.product(Role, SCOPES)
    ),
    Principal("u", agency_ids=frozenset({"a"})),
    Principal("u", collaborations=frozenset({"d"})),
    Principal("u", collaborations=frozenset({"e"})),
    *(Principal("u", grants=frozenset({GrantHeld("G", d, a)})) for d in "de" for a in Axis),
]
STATES = [state for state in State if state is not State.DELETED]


OBJECTS = [
    Object("d", "p", grade, units_above=units, state=state, is_hidden=hidden)
    for grade, units, state, hidden in itertools.product(
        [None, *ACCESS_RIGHTS], [frozenset[str](), frozenset({"u"})], STATES, [False, True]
    )
]


@pytest.mark.parametrize("principal", PEOPLE, ids=range(len(PEOPLE)))
def test_a_label_in_common_means_that_it_may_be_found(principal):
    labels = labels_for(principal)
    assert labels is not None
    found = [bool(labels & labels_of(obj)) for obj in OBJECTS]
    assert found == [decide(principal, Operation.DISCOVER, obj).allowed for obj in OBJECTS]


@pytest.mark.parametrize("principal", [system("index"), Principal("u", is_sysadmin=True)])
def test_who_may_find_everything_needs_no_labels(principal):
    assert labels_for(principal) is None


def test_labels_are_these():
    obj = Object("d", "p", None, units_above=frozenset({"u"}), is_hidden=True)
    assert labels_of(obj) == {
        "role-platform",
        "member-p",
        "role-provider-p",
        "role-unit_tree-p",
        "role-unit_tree-u",
        "collaborator-d",
    }
    assert labels_for(ANONYMOUS) == {"public"}


def test_what_is_listed_is_what_labels_say():
    """The form for lists holds for each audience exactly what bears its label."""
    for audience, label in ((Audience.PUBLIC, "public"), (Audience.AGENCY, "agency")):
        listed = labels.listed_for(audience)
        for state in State:
            for is_hidden in (False, True):
                for grade in ACCESS_RIGHTS:
                    obj = Object("d", "p", grade, state=state, is_hidden=is_hidden)
                    key = (state, is_hidden, grade.share, grade.open)
                    is_published = state in labels.LISTED
                    assert (key in listed) == (is_published and label in labels.labels_of(obj))


def test_a_source_is_found_by_its_editors():
    wanted = labels.labels_of_source("p")
    assert wanted == {"editor-p"}
    for capacity, finds in ((Capacity.MEMBER, 0), (Capacity.EDITOR, 1), (Capacity.ADMIN, 1)):
        person = Principal(user_id="u", capacities=frozenset({("p", capacity)}))
        assert len(wanted & (labels.labels_for(person) or frozenset())) == finds
