"""The rule for finding an entry in its other form: labels of entries and labels of people.

Somebody may discover an entry exactly when the two have a label in common; so a search can filter
by them what ``policy.decide`` says of one entry. The tests compare both over the whole matrix.
"""

from __future__ import annotations

from collections.abc import Iterator

from ckanext.scigov.access.domain.policy import ROLES, Audience, Operation, denial_of, permits
from ckanext.scigov.access.domain.roles import ScopeKind
from ckanext.scigov.access.domain.subjects import Capacity, Object, Principal, State
from ckanext.scigov.catalogue.domain.grades import ACCESS_RIGHTS, OpenType, ShareType

PUBLIC = "public"
AGENCY = "agency"
PLATFORM = "role-platform"
LISTED = frozenset({State.ACTIVE, State.SUSPENDED, State.RETIRED, State.DESTROYED})
"""Published, and still there: what a list of entries may have in it."""


def labels_of(obj: Object) -> frozenset[str]:
    """Return who may find an entry; it must not be one that is deleted."""
    return frozenset(_labels_of(obj))


def labels_of_source(provider_id: str) -> frozenset[str]:
    """Return who may find a harvest source: its settings hold addresses and keys."""
    return frozenset({_editor(provider_id)})


def listed_for(audience: Audience) -> frozenset[tuple[State, bool, ShareType, OpenType]]:
    """Return what an entry in a list has to be like, to be found by an audience as such.

    The third form of the rule, for statements that list: state, whether it is hidden, and the two
    types in force.
    """
    return frozenset(
        (state, is_hidden, grade.share, grade.open)
        for state in LISTED
        for is_hidden in (False, True)
        for grade in ACCESS_RIGHTS
        if _is_found_by(audience, Object("", "", grade, state=state, is_hidden=is_hidden))
    )


def labels_for(principal: Principal) -> frozenset[str] | None:
    """Return what somebody may find; None is everything."""
    if principal.is_sysadmin or principal.purpose:
        return None
    return frozenset(_labels_for(principal))


def _labels_of(obj: Object) -> Iterator[str]:
    if _is_found_by(Audience.PUBLIC, obj):
        yield PUBLIC
    if _is_found_by(Audience.AGENCY, obj):
        yield AGENCY
    if _is_found_by(Audience.GRANTEE, obj):
        yield _grant(obj.dataset_id)
    # Who works with an entry finds it in every state but a deleted one.
    yield PLATFORM
    yield _member(obj.provider_id)
    yield _role(ScopeKind.PROVIDER, obj.provider_id)
    for unit in (obj.provider_id, *sorted(obj.units_above)):
        yield _role(ScopeKind.UNIT_TREE, unit)
    yield _collaborator(obj.dataset_id)


def _labels_for(principal: Principal) -> Iterator[str]:
    yield PUBLIC
    if principal.agency_ids:
        yield AGENCY
    for provider_id, capacity in principal.capacities:
        yield _member(provider_id)
        if capacity is not Capacity.MEMBER:
            yield _editor(provider_id)
    for held in principal.roles:
        if held.role in ROLES:
            is_everywhere = held.scope.kind is ScopeKind.PLATFORM
            yield PLATFORM if is_everywhere else _role(held.scope.kind, held.scope.provider_id)
    for dataset_id in principal.collaborations:
        yield _collaborator(dataset_id)
    for grant in principal.grants:
        yield _grant(grant.dataset_id)


def _is_found_by(audience: Audience, obj: Object) -> bool:
    is_denied = denial_of(audience, Operation.DISCOVER, obj) is not None
    return not is_denied and permits(audience, Operation.DISCOVER, obj.grade)


def _member(provider_id: str) -> str:
    return f"member-{provider_id}"


def _editor(provider_id: str) -> str:
    return f"editor-{provider_id}"


def _collaborator(dataset_id: str) -> str:
    return f"collaborator-{dataset_id}"


def _grant(dataset_id: str) -> str:
    return f"grant-{dataset_id}"


def _role(kind: ScopeKind, provider_id: str) -> str:
    return f"role-{kind.value}-{provider_id}"
