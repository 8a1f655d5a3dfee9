"""Grants that are limited to data items, as the policy takes them."""

from __future__ import annotations

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.policy import Reason, decide
from ckanext.scigov.access.domain.subjects import Axis, GrantHeld, Object, Principal
from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, ShareType

OPEN = Grade(Level.ONE, ShareType.UNCONDITIONAL, OpenType.UNCONDITIONAL)
CONDITIONAL = Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.CONDITIONAL)
CLOSED = Grade(Level.FOUR, ShareType.NONE, OpenType.NONE)


def obj(grade: Grade, **more: str) -> Object:
    return Object("d", "p", grade, **more)


def items_of(*grants: GrantHeld, grade: Grade = CONDITIONAL, resource: str = "r1") -> list[str]:
    """Return to which items a table is limited for the holder of some grants."""
    decision = decide(
        Principal("u", grants=frozenset(grants)), "data", obj(grade, resource_id=resource)
    )
    assert decision.allowed
    return sorted(decision.items)


def limited(number: str, *items: str, **more: object) -> GrantHeld:
    return GrantHeld(number, "d", Axis.OPENING, items=frozenset(items), **more)  # type: ignore[arg-type]


def test_a_grant_for_some_items_reaches_no_others():
    principal = Principal("u", grants=frozenset({limited("G1", "Name", "amount")}))
    asked = [
        obj(CONDITIONAL, resource_id="r1", item=one) for one in ("ＮＡＭＥ", "amount", "phone")
    ]
    assert [decide(principal, "data", one).allowed for one in asked] == [True, True, False]
    assert [decide(principal, "data", one).items for one in asked[:2]] == [frozenset()] * 2
    stricter = obj(CLOSED, resource_id="r1", item="amount")
    assert decide(principal, "data", stricter).reason is Reason.NOT_OPEN
    assert decide(principal, "meta", obj(CONDITIONAL)).items == frozenset()
    assert decide(principal, "locate", asked[0]).allowed is False


def test_grants_for_items_come_together_and_one_for_all_counts_before_them():
    one, other = limited("G1", "name"), limited("G2", "amount")
    elsewhere = limited("G3", "phone", resource_ids=frozenset({"r2"}))
    assert items_of(one) == ["name"]
    assert items_of(one, other, elsewhere) == ["amount", "name"]
    assert items_of(one, other, elsewhere, resource="r2") == ["amount", "name", "phone"]
    heavy = GrantHeld("G4", "d", Axis.OPENING, obligations=Obligations(watermark=True, most_rows=9))
    assert items_of(one, heavy) == []
    both = Principal("u", grants=frozenset({one, heavy}))
    assert decide(both, "data", obj(CONDITIONAL)).grant_number == "G4"
    assert decide(both, "locate", obj(CONDITIONAL)).grant_number == "G4"
    assert items_of(one, grade=OPEN) == []
