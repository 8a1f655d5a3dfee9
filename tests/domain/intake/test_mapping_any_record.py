"""Whatever a source sends: never an exception, and nothing that a database or a feed cannot bear."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import mapping_texts as texts
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.scigov.intake import mapping_files, proposals
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import Field, Kind

CATALOGUE = mapping_files.catalogue()
MAPPABLE = [field for field in CATALOGUE.fields.values() if not field.is_automatic]
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.just(10**400)
    | st.text(st.characters(codec=None), max_size=30)
    | st.sampled_from(["每日", "无条件开放", "2023-01-01", "http://x.org", "a@b.cn", "['x']", "[[", "\ud83d", "水" * 3000])
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)
UNBEARABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff]")


def every_field() -> str:
    """Return a mapping that names every field there is, each from a field of its own name."""
    lines: list[str] = []
    for field in MAPPABLE:
        if field.kind is Kind.GROUP:
            inner = ", ".join(f"{name}: {field.name}_{name}" for name in field.fields)
            lines.append(f"  {field.name}: {{{inner}}}")
        elif field.name != "title":
            lines.append(f"  {field.name}: {field.name}")
    return (
        texts.SMALL + "\n".join(lines) + "\nresources: {each: files, url: $each, format: $each}\n"
    )


WHOLE, EVERY = texts.read(texts.WHOLE), texts.read(every_field())
NAMES = sorted(
    {*texts.RECORD, "id", "name", "files", *(field.name for field in MAPPABLE)}
    | {f"{field.name}_{name}" for field in MAPPABLE for name in field.fields}
)
RECORDS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=25)


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from texts_of(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts_of(member)
    elif isinstance(value, str):
        yield value


def fits(field: Field, value: Any) -> bool:
    """Say whether a value is of the form that the field's validators accept."""
    if field.kind is Kind.CHOICE:
        return value in field.codes
    if field.kind is Kind.CHOICES:
        return set(value) <= set(field.codes)
    if field.kind is Kind.GROUP:
        return all(fits(field.fields[name], one) for part in value for name, one in part.items())
    if field.kind is Kind.FLAG:
        return isinstance(value, bool)
    if field.kind is Kind.TEXTS:
        return all(isinstance(one, str) and one for one in value)
    return isinstance(value, str) and 0 < len(value) <= field.longest


def judge(found: Any) -> None:
    codes = {cause.value for cause in Cause}
    assert found.rejection in {"", *codes}
    assert {bad.reason for bad in found.bad} <= codes
    shown = json.dumps([found.key, found.title, found.entry, found.version], ensure_ascii=False)
    assert shown.encode("utf-8")
    dirty = [text for text in texts_of(found.entry) if UNBEARABLE.search(text)]
    assert dirty == []
    for name, value in found.entry.items():
        if name in CATALOGUE.fields and not CATALOGUE.fields[name].is_automatic:
            assert fits(CATALOGUE.fields[name], value), (name, value)
    assert all(1 <= len(tag["name"]) <= 100 for tag in found.entry.get("tags", []))
    assert not any(
        re.search(r'[,"\x00-\x1f\x7f]', tag["name"]) for tag in found.entry.get("tags", [])
    )


@settings(max_examples=150, deadline=None)
@given(RECORDS)
def test_any_record(record: dict[str, Any]) -> None:
    judge(WHOLE.apply({**texts.RECORD, **record}))
    judge(EVERY.apply({"id": 1, "name": "甲", **record}))


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_anything_in_the_place_of_a_record(value: Any) -> None:
    judge(WHOLE.apply(value))


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_deep_values(opening: str) -> None:
    deep: Any = "x"
    for _ in range(10_000):
        deep = [deep] if opening == "[" else {"a": deep}
    record = dict.fromkeys(NAMES, deep)
    judge(EVERY.apply({**record, "id": 1, "name": "甲"}))
    judge(WHOLE.apply({**texts.RECORD, "格式": deep, "数据项": deep, "标签": deep}))


def test_a_huge_text() -> None:
    huge = "水" * 10_000_000
    found = EVERY.apply(
        {"id": huge, "name": "甲", "notes": huge, "tag_string": huge, "source_url": huge}
    )
    judge(found)
    assert len(found.key) == 265
    assert {(bad.field, bad.reason) for bad in found.bad} == {
        ("notes", "cut"), ("tag_string", "too_long"), ("source_url", "too_long"),
    }  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(RECORDS | VALUES, max_size=6), st.text(max_size=20))
def test_a_proposal_can_always_be_read(records: list[Any], name: str) -> None:
    mapping_files.read(proposals.propose(records, name))


ODD = st.text(st.characters(codec=None), min_size=1, max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.dictionaries(ODD, SCALARS, min_size=1, max_size=6), min_size=1, max_size=4))
def test_odd_names_are_written_so_that_they_are_found(records: list[dict[str, Any]]) -> None:
    mapping = mapping_files.read(proposals.propose(records, "odd"))
    paths = [path.text for rule in mapping.fields for path in rule.rule.sources]
    assert [path for path in paths if path not in {name for one in records for name in one}] in (
        [],
        ["title"],
    )


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60) | st.sampled_from(["fields: {a: b}", "[]", "mapping: [1]", "? a\n: b"]))
def test_any_text_in_the_place_of_a_mapping(text: str) -> None:
    assert texts.errors(text)
    texts.errors(texts.WHOLE + text)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, len(texts.WHOLE) - 1),
    st.sampled_from(["", " ", ":", "{", "]", "\n", "'", "#", "$"]),
)
def test_a_slip_of_the_pen_is_told_or_harmless(place: int, slip: str) -> None:
    changed = texts.WHOLE[:place] + slip + texts.WHOLE[place + 1 :]
    for line, path, reason, _values in texts.errors(changed):
        assert 0 <= line <= changed.count("\n") + 1
        assert (bool(path), bool(reason)) in ((True, True), (False, True))
