"""Disputes about the same become one."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.dispute.domain import merging
from ckanext.scigov.dispute.domain.case import Case
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.merging import Known, MergeReason, Merging
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.domain.target import Target, TargetKind

ITEM = Target(TargetKind.ITEM, "d", "r", "金额")
CELL = Target(
    TargetKind.CELL, "d", "r", "金额", key=(("a", "1"),), key_is_unique=True, fingerprint="f" * 64
)
HEADS = {"b": "a", "c": "a", "y": "x"}


def known(number: str, state: State = State.FORWARDED, target: Target = ITEM) -> Known:
    case = Case(state=state, is_accepted=state is State.VERIFYING)
    return Known(number, target, Kind.INACCURATE, case)


@pytest.mark.parametrize(
    "state",
    [State.FILED, State.FORWARDED, State.ACCEPTED, State.VERIFYING, State.ESCALATED],
)
def test_one_is_merged_into_another_that_is_open(state: State) -> None:
    assert merging.judge(known("new"), known("a", state), HEADS) == Merging("a")


@pytest.mark.parametrize("state", [State.CORRECTED, State.CLOSED, State.MERGED, State.DROPPED])
def test_one_is_not_merged_into_another_that_is_decided(state: State) -> None:
    decided = merging.judge(known("new"), known("a", state), HEADS)
    assert decided is MergeReason.HEAD_IS_DECIDED


def test_nothing_is_merged_into_itself_nor_elsewhere() -> None:
    assert merging.judge(known("a"), known("a"), HEADS) is MergeReason.ITSELF
    other = known("new", target=dataclasses.replace(ITEM, item="名称"))
    assert merging.judge(other, known("a"), HEADS) is MergeReason.OTHER_TARGET


def test_what_should_not_be_public_is_kept_apart() -> None:
    leak = dataclasses.replace(known("new"), kind=Kind.NOT_PUBLIC)
    assert merging.judge(leak, known("a"), HEADS) is MergeReason.OTHER_SECRECY
    assert merging.judge(known("a"), leak, HEADS) is MergeReason.OTHER_SECRECY
    outdated = dataclasses.replace(known("new"), kind=Kind.OUTDATED)
    assert merging.judge(outdated, known("a"), HEADS) == Merging("a")


def test_accepted_one_is_merged_into_an_accepted_one() -> None:
    accepted = known("new", State.VERIFYING)
    judged = merging.judge(accepted, known("a"), HEADS)
    assert judged is MergeReason.HEAD_IS_NOT_ACCEPTED
    assert merging.judge(accepted, known("a", State.VERIFYING), HEADS) == Merging("a")


def test_what_was_merged_before_goes_along() -> None:
    assert merging.judge(known("a"), known("x"), HEADS) == Merging("x", ("b", "c"))


def test_merging_into_a_merged_one_is_merging_into_its_head() -> None:
    chain = {"b": "a", "a": "x"}
    assert [merging.head_of(one, chain) for one in ("b", "a", "x", "new")] == ["x", "x", "x", "new"]


def test_reporters_of_all_that_were_merged_are_told() -> None:
    assert merging.merged_into("a", HEADS) == ("b", "c")
    assert merging.merged_into("b", HEADS) == ()


def test_circle_is_an_error() -> None:
    with pytest.raises(ValueError, match="merged into itself"):
        merging.head_of("a", {"a": "b", "b": "a"})


PAIRS = st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=20)


@given(PAIRS)
def test_no_merging_leaves_a_chain(pairs: list[tuple[str, str]]) -> None:
    heads: dict[str, str] = {}
    for one, chosen in pairs:
        judged = merging.judge(known(one), known(merging.head_of(chosen, heads)), heads)
        if one not in heads and isinstance(judged, Merging):
            heads |= dict.fromkeys((one, *judged.moved_ids), judged.head_id)
    assert not set(heads) & set(heads.values())


SAME: dict[str, tuple[Target, dict[str, object], bool]] = {
    "the same item": (ITEM, {}, True),
    "another resource": (ITEM, {"resource_id": "s"}, False),
    "the item and a cell of it": (ITEM, {"kind": TargetKind.CELL}, False),
    "the same cell": (CELL, {}, True),
    "by its key, though it has changed": (CELL, {"fingerprint": "0" * 64}, True),
    "by its looks, though named otherwise": (CELL, {"key": (), "key_is_unique": False}, True),
    "a key that is repeated": (CELL, {"fingerprint": "0" * 64, "key_is_unique": False}, False),
    "another key": (CELL, {"fingerprint": "0" * 64, "key": (("a", "2"),)}, False),
    "an equal row": (CELL, {"occurrence": 2, "key": (), "key_is_unique": False}, False),
    "nothing to tell them by": (
        dataclasses.replace(CELL, fingerprint="", key_is_unique=False), {}, False),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_what_is_the_same_for_certain(name: str) -> None:
    one, changes, same = SAME[name]
    other = dataclasses.replace(one, **changes)  # type: ignore[arg-type]
    assert merging.is_same(one, other) is same
    assert merging.is_same(other, one) is same
