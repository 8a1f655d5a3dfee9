"""What a report may point at, and what is wrong with it otherwise."""

from __future__ import annotations

import json

import pytest

from ckanext.scigov.dispute.domain import target
from ckanext.scigov.dispute.domain.target import Target, TargetKind, TargetReason, WrongTarget

MARK = "0" * 64
RESOURCE = {"dataset_id": "d", "resource_id": "r"}
RIGHT: dict[str, tuple[dict[str, object], Target]] = {
    "dataset": ({"dataset_id": "d"}, Target(TargetKind.DATASET, "d")),
    "resource": (RESOURCE, Target(TargetKind.RESOURCE, "d", "r")),
    "item": ({**RESOURCE, "item": " 金额 "}, Target(TargetKind.ITEM, "d", "r", "金额")),
    "record": (
        {**RESOURCE, "key": {"b": "2", "a": "1"}},
        Target(TargetKind.RECORD, "d", "r", key=(("a", "1"), ("b", "2")))),
    "cell": (
        {**RESOURCE, "item": "金额", "key": '{"a": "1"}', "fingerprint": MARK},
        Target(TargetKind.CELL, "d", "r", "金额", key=(("a", "1"),), fingerprint=MARK)),
    "field": ({"dataset_id": "d", "field": "title"}, Target(TargetKind.FIELD, "d", field="title")),
    "decision": ({**RESOURCE, "key": "  "}, Target(TargetKind.DECISION, "d", "r")),
}  # fmt: skip


@pytest.mark.parametrize("kind", RIGHT)
def test_target_of_each_kind(kind: str) -> None:
    values, expected = RIGHT[kind]
    assert target.parse({"kind": kind, **values}) == expected


def test_record_may_be_named_by_its_fingerprint_alone() -> None:
    parsed = target.parse({"kind": "record", **RESOURCE, "fingerprint": MARK})
    assert parsed == Target(TargetKind.RECORD, "d", "r", fingerprint=MARK)


CELL = {"kind": "cell", **RESOURCE, "item": "金额"}
WRONG: dict[str, tuple[dict[str, object], str, TargetReason]] = {
    "no kind": ({}, "kind", TargetReason.MISSING),
    "another kind": ({"kind": "table"}, "kind", TargetReason.UNKNOWN),
    "no dataset": ({"kind": "dataset"}, "dataset_id", TargetReason.MISSING),
    "no item": ({"kind": "item", **RESOURCE}, "item", TargetReason.MISSING),
    "an item too many": (
        {"kind": "resource", **RESOURCE, "item": "a"}, "item", TargetReason.NOT_FOR_THIS),
    "a long one": (
        {"kind": "item", **RESOURCE, "item": "a" * 201}, "item", TargetReason.TOO_LONG),
    "a number for a name": ({"kind": "item", **RESOURCE, "item": 1}, "item", TargetReason.MISSING),
    "no row": (CELL, "key", TargetReason.MISSING),
    "a row of a dataset": (
        {"kind": "dataset", "dataset_id": "d", "key": {"a": "1"}}, "key",
        TargetReason.NOT_FOR_THIS),
    "no JSON": ({**CELL, "key": "a=1"}, "key", TargetReason.MALFORMED),
    "a list": ({**CELL, "key": ["a"]}, "key", TargetReason.MALFORMED),
    "a number for a value": ({**CELL, "key": {"a": 1}}, "key", TargetReason.MALFORMED),
    "a value of no column": ({**CELL, "key": {"": "1"}}, "key", TargetReason.MALFORMED),
    "many columns": (
        {**CELL, "key": {f"c{n}": "1" for n in range(11)}}, "key", TargetReason.TOO_MANY),
    "a long value": ({**CELL, "key": {"a": "1" * 2001}}, "key", TargetReason.TOO_LONG),
    "no fingerprint": (
        {**CELL, "fingerprint": "abc"}, "fingerprint", TargetReason.MALFORMED),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named(name: str) -> None:
    values, field, reason = WRONG[name]
    assert target.parse(values) == (WrongTarget(field, reason),)


def test_all_that_is_wrong_is_named() -> None:
    assert target.parse({"kind": "cell", "field": "title"}) == (
        WrongTarget("dataset_id", TargetReason.MISSING),
        WrongTarget("resource_id", TargetReason.MISSING),
        WrongTarget("item", TargetReason.MISSING),
        WrongTarget("field", TargetReason.NOT_FOR_THIS),
        WrongTarget("key", TargetReason.MISSING),
    )


def test_what_only_the_portal_knows_is_not_taken_from_outside() -> None:
    parsed = target.parse({**CELL, "key": {"a": "1"}, "key_is_unique": True, "occurrence": 2})
    assert parsed == Target(TargetKind.CELL, "d", "r", "金额", key=(("a", "1"),))


def test_target_goes_through_json_and_back() -> None:
    one = Target(
        TargetKind.CELL, "d", "r", "金额", key=(("a", "1"),), key_is_unique=True, fingerprint=MARK,
        columns=("a", "金额"), occurrence=2, equal_rows=3,
    )  # fmt: skip
    assert target.of_values(json.loads(json.dumps(target.to_values(one)))) == one
