"""The rules of reporting: elements, words, what lacks, what goes out, what has changed."""

from __future__ import annotations

import csv
import dataclasses
import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml

from ckanext.scigov.reporting.domain import elements, forms, judging, returning, scope, words
from ckanext.scigov.reporting.domain.changes import (
    Change,
    PackageState,
    change_of,
    state_after_receipt,
)
from ckanext.scigov.reporting.domain.elements import Item
from ckanext.scigov.reporting.domain.judging import Lack, Why
from ckanext.scigov.reporting.domain.scope import Channel, Kept

ROOT = Path(__file__).parents[3]
GOLDEN = ROOT / "tests" / "domain" / "golden" / "reporting_changes.csv"
CODE = "91350000000000001A"
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
ENTRY: dict[str, Any] = {
    "title": "立项清单", "notes": "立项项目的\r\n编号与经费", "resource_code": "307001/1",
    "category_class": "3", "category_item": "07", "category_subitem": "001",
    "organization": {"title": "省科学技术厅"}, "data_form": "database", "share_channel": ["file"],
    "update_cycle": "annual", "issued": "2026-03-01", "lifecycle_status": "published", **OPEN,
    "resources": [{"data_items": [{"title": "编号", "data_type": "C", "length": "8"}]}],
}  # fmt: skip
CHANNEL = Channel()


def judged(**fields: Any) -> judging.Judged:
    return judging.judged({**ENTRY, **fields}, CODE, CHANNEL)


def lacks(**fields: Any) -> list[tuple[str, str]]:
    return [(one.column, one.why.value) for one in judged(**fields).lacks]


def test_words_are_the_labels_of_the_vocabularies() -> None:
    for column, found in words.WORDS.items():
        name = {elements.ITEM_TYPE: "item_data_type"}.get(column) or elements.column(column).field
        path = ROOT / "schemas" / "vocabularies" / f"{name}.yaml"
        values = yaml.safe_load(path.read_text(encoding="utf-8"))["values"]
        assert dict(found) == {one["value"]: one["label"]["zh_Hans_CN"] for one in values}


def test_every_column_is_a_field_of_the_schema() -> None:
    text = (ROOT / "schemas" / "dataset.yaml").read_text(encoding="utf-8")
    known = {line.split(": ")[1] for line in text.splitlines() if "- field_name: " in line}
    own = {"provider_code"}
    assert {one.field.rpartition(".")[2] for one in _columns()} - known == own
    assert {one.number for one in _columns()} == set(range(1, 14))


def _columns() -> tuple[elements.Column, ...]:
    return (*elements.COLUMNS, *elements.ITEM_COLUMNS)


@pytest.mark.parametrize("column", list(words.WORDS))
def test_every_word_comes_back_as_its_code(column: str) -> None:
    for code in words.WORDS[column]:
        assert words.code(column, words.word(column, code)) == code


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        (elements.SHARE, "1", "unconditional"),
        (elements.SHARE, " 不予 共享", "none"),
        (elements.SHARE, "也许", None),
        (elements.SHARE_WAY, "拷盘", "media"),
        (elements.ITEM_TYPE, "字符型", "C"),
        (elements.ITEM_TYPE, "C", "C"),
        (elements.CLASS, "3", "3"),
        (elements.TITLE, " 1 ", " 1 "),
    ],
)
def test_words_are_read_as_people_write_them(column: str, text: str, code: str | None) -> None:
    assert words.code(column, text) == code


def test_an_entry_that_has_all_lacks_nothing() -> None:
    assert judged().lacks == ()
    assert judged().record.get(elements.ABSTRACT) == "立项项目的\n编号与经费"
    assert words.word(elements.CYCLE, "other-one") == "other-one"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"resource_code": None}, [(elements.CODE, "empty")]),
        ({"resource_code": "7/1"}, [(elements.CODE, "unfit")]),
        ({"category_class": ""}, [(elements.CLASS, "empty")]),
        ({"category_item": "7"}, [(elements.ITEM, "unfit")]),
        ({"organization": None}, [(elements.PROVIDER, "empty")]),
        ({"notes": ""}, [(elements.ABSTRACT, "empty")]),
        ({"data_form": ""}, [(elements.FORM, "empty")]),
        ({"update_cycle": "sometimes"}, [(elements.CYCLE, "unfit")]),
        ({"issued": "2026"}, [(elements.ISSUED, "unfit")]),
        ({"share_channel": []}, [(elements.SHARE_WAY, "empty")]),
        ({"share_type": ""}, [(elements.SHARE, "empty"), (elements.SHARE_TERMS, "empty")]),
        ({"share_type": "conditional"}, [(elements.SHARE_TERMS, "empty")]),
        ({"share_type": "none", "non_share_basis": "法"}, []),
        ({"open_type": "conditional"}, [(elements.OPEN_TERMS, "empty")]),
        (
            {"open_type": "conditional", "open_condition": "无条件"},
            [(elements.OPEN_TERMS, "unfit")],
        ),
        ({"open_type": "conditional", "open_condition": "协议"}, []),
        ({"open_type": "none", "non_open_basis": "法"}, []),
        ({"resources": None}, [(elements.ITEM_NAME, "empty")]),
        ({"resources": [{}]}, [(elements.ITEM_NAME, "empty")]),
        ({"resources": [{}], "data_form": "document"}, []),
        ({"resources": [{}], "hide_dictionary": "true"}, []),
        ({"resources": [{"data_items": [{"name": "a"}]}]}, [(elements.ITEM_TYPE, "empty")]),
    ],
)
def test_what_the_template_demands_is_told(
    fields: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert lacks(**fields) == expected


def test_a_record_by_itself_lacks_what_its_items_lack() -> None:
    assert judging.lacking(judged().record) == ()
    bare = dataclasses.replace(judged().record, items=())
    assert judging.lacking(bare) == (Lack(elements.ITEM_NAME, Why.EMPTY),)


def test_items_of_several_resources_come_once_and_in_an_order_that_lasts() -> None:
    first = [{"title": "编号", "data_type": "C"}]
    second = [{"title": "编号", "data_type": "C"}, {"title": "编号", "data_type": "N"},
              {"title": "金额", "data_type": "N", "precision": "10,2", "length": "12"},
              {"title": "秘密", "data_type": "C", "security_level": "4"}, {"data_type": "C"}]  # fmt: skip
    found = judged(resources=[{"data_items": first}, {"data_items": second}]).record.items
    assert found == (Item("编号", "C"), Item("金额", "N", "12/10,2"), Item("编号", "N"))
    assert [item for table in judging.tables_of(found) for item in table] == list(found)


def test_the_fingerprint_follows_every_element() -> None:
    prints = {judging.fingerprint(judged(**fields).record) for fields in (
        {}, {"notes": "另"}, {"share_channel": ["api"]}, {"resources": []}, {"contact": "x"},
    )}  # fmt: skip
    assert len(prints) == 4


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ({}, None),
        ({"state": "deleted"}, Kept.NOT_CURRENT),
        ({"lifecycle_status": "draft"}, Kept.NOT_CURRENT),
        ({"lifecycle_status": "retired"}, Kept.NOT_CURRENT),
        ({"lifecycle_status": "suspended"}, None),
        ({"lifecycle_status": None}, None),
        ({"security_level": "4"}, Kept.LEVEL_FOUR),
        ({"hide_entry": "true"}, Kept.HIDDEN),
        ({"private": True}, Kept.HIDDEN),
        ({"private": True, "security_level": ""}, None),
        ({"hide_entry": "true", "security_level": ""}, Kept.HIDDEN),
    ],
)
def test_what_stays_here_is_told(fields: dict[str, Any], kept: Kept | None) -> None:
    assert scope.kept({**ENTRY, **fields}, CHANNEL) is kept


def test_options_let_out_what_stays_otherwise() -> None:
    wide = Channel(takes_level_four=True, takes_hidden=True)
    for fields in ({"security_level": "4"}, {"hide_entry": "true"}, {"private": "true"}):
        assert scope.kept({**ENTRY, **fields}, wide) is None
    assert scope.shows_items({"hide_dictionary": "true"}, wide)
    assert scope.shows_item({"security_level": "4"}, wide)


def test_changes_are_as_in_the_table() -> None:
    with GOLDEN.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    prints = {"none": "", "a": "a", "b": "b"}
    for row in rows:
        now, before = prints[row["now"]], prints[row["confirmed"]]
        found = change_of(before, now, may_hold_more=row["may_hold_more"] == "yes")
        assert (found.value if found else "") == row["change"], row
    pairs = [("none", "none"), ("none", "a"), ("a", "none"), ("a", "a"), ("a", "b")]
    told = {(row["confirmed"], row["now"], row["may_hold_more"]) for row in rows}
    every = {(*pair, more) for pair, more in itertools.product(pairs, ("no", "yes"))}
    assert told == every
    assert len(rows) == len(told)


def test_a_package_is_answered_when_nothing_waits() -> None:
    assert state_after_receipt(0) is PackageState.ANSWERED
    assert state_after_receipt(1) is PackageState.WAITING
    assert {one.value for one in Change} == set(forms.CHANGES)


def test_levels_follow_from_the_two_types() -> None:
    assert returning.level_of("", "") == ""
    assert returning.level_of("none", "none") == "4"
    assert returning.level_of("conditional", "unconditional") is None
