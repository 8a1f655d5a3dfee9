"""Words that programs rely on: grounds of refusal are counted in public, kinds of identity are stored."""

from __future__ import annotations

from ckanext.scigov.application.domain.acting import ActReason, IdentityKind, RefusalGround


def test_grounds_of_refusal() -> None:
    assert [one.value for one in RefusalGround] == [
        "purpose_unclear", "more_than_needed", "law_forbids", "secrecy_or_privacy",
        "rights_of_others", "security_not_enough", "not_held", "other",
    ]  # fmt: skip


def test_kinds_of_identity() -> None:
    assert [one.value for one in IdentityKind] == ["person", "company"]


def test_reasons_are_told_apart() -> None:
    values = [one.value for one in ActReason]
    assert sorted(set(values)) == sorted(values)
