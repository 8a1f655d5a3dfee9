"""Everything that can be wrong with a mapping file, each at its line; a file is mended in one go."""

from __future__ import annotations

from typing import Any

import mapping_texts as given
import pytest

from ckanext.scigov.intake.domain.mapping import Reason, tree

# What is put at the end of the small mapping, or replaced in it; line, path and reason of the errors.
CASES: list[tuple[str, str, list[tuple[int, str, str]]]] = [
    ("title: name", "title: {from: name", [(9, "", "broken")]),
    ("title: name", "title: name\n  modified: {from: a, date: %Y}", [(9, "", "broken")]),
    ("title: name", "title: name\n---\na: 1", [(0, "", "broken")]),
    ("title: name", "title: a\x07", [(0, "", "broken")]),
    ("title: name", 'title: "a\\a"', [(8, "", "control_character")]),
    ("title: name", "title: &x name\n  notes: *x", [(8, "", "alias")]),
    ("title: name", "title: !!python/name:os.system", [(8, "", "tag")]),
    ("title: name", "title: " + "[" * 30 + "]" * 30, [(8, "", "too_deep")]),
    ("title: name", "title: name\n  title: name", [(9, "fields.title", "duplicate_key")]),
    ("title: name", "title: name\n  [a]: name", [(9, "fields", "not_a_text")]),
    ("mapping: 1", "mapping: 2", [(2, "mapping", "wrong_version")]),
    ("name: small", "name: 小", [(3, "name", "bad_name")]),
    ("name: small", "", [(1, "", "missing_key")]),
    ("{kind: files}", "{}", []),
    ("{kind: files}", "{path: x}", [(4, "connector", "missing_key")]),
    ("{kind: files}", "files", [(4, "connector", "not_a_mapping")]),
    ("identity: [id]", "identity: []", [(5, "identity", "empty")]),
    ("identity: [id]", "identity: [[id]]", [(5, "identity[1]", "not_a_text"), (5, "identity", "bad_path"), (5, "identity", "empty")]),
    ("identity: [id]", "identity: [$each]", [(5, "identity", "each_outside")]),
    ("identity: [id]", "identity: [a..b]", [(5, "identity", "bad_path"), (5, "identity", "empty")]),
    ("identity: [id]", "identity: [id]\nfeilds: {}", [(6, "feilds", "unknown_key")]),
    ("provider: {constant: bureau}", "provider: {}", [(6, "provider", "no_origin")]),
    ("provider: {constant: bureau}", "provider: {from: a, table: t}", [(6, "provider.table", "unknown_table")]),
    ("title: name", "notes: name", [(7, "fields", "missing_key")]),
    ("title: name", "title: name\n  note: a", [(9, "fields.note", "unknown_field")]),
    ("title: name", "title: name\n  owner_org: a", [(9, "fields.owner_org", "automatic_field")]),
    ("title: name", "title: name\n  source_id: a", [(9, "fields.source_id", "automatic_field")]),
    ("title: name", "title: name\n  contact: a", [(9, "fields.contact", "group")]),
    ("title: name", "title: name\n  contact: {mail: a}", [(9, "fields.contact.mail", "unknown_field")]),
    ("title: name", "title: [name]", [(8, "fields.title", "not_a_mapping")]),
    ("title: name", "title: {}", [(8, "fields.title", "no_origin")]),
    ("title: name", "title: {from: a, constant: b}", [(8, "fields.title", "several_origins")]),
    ("title: name", "title: {from: []}", [(8, "fields.title", "empty")]),
    ("title: name", 'title: {constant: ""}', [(8, "fields.title", "empty")]),
    ("title: name", "title: {from: a, with: b}", [(8, "fields.title.with", "needs_join")]),
    ("title: name", "title: {from: a, tabel: b}", [(8, "fields.title.tabel", "unknown_key")]),
    ("title: name", "title: {from: a, replace: b}", [(8, "fields.title.replace", "not_a_mapping")]),
    ("title: name", "title: {from: $other}", [(8, "fields.title.from", "bad_path"), (8, "fields.title", "empty")]),
    ("title: name", "title: {template: 'a'}", [(8, "fields.title.template", "bad_template")]),
    ("title: name", "title: {template: '{a}}'}", [(8, "fields.title.template", "bad_template")]),
    ("title: name", "title: {template: '{}'}", [(8, "fields.title.template", "bad_path"), (8, "fields.title", "empty")]),
    ("title: name", "title: {template: '{each}'}", [(8, "fields.title.template", "each_outside")]),
    ("title: name", "title: {from: a, pattern: '(?=a)'}", [(8, "fields.title.pattern", "bad_pattern")]),
    ("title: name", "title: {from: a, pattern: '(a+)+'}", [(8, "fields.title.pattern", "slow_pattern")]),
    ("title: name", "title: {from: a, date: '%m-%d'}", [(8, "fields.title.date", "bad_date_form")]),
    ("title: name", "title: {from: a, list: xml}", [(8, "fields.title.list", "unknown_list_form")]),
    ("title: name", "title: {from: a, table: t}\ntables: {t: {a: b, Ａ: c}}", [(9, "tables.t.Ａ", "same_value_twice")]),
    ("title: name", "title: name\n  update_cycle: {constant: dayly}", [(9, "fields.update_cycle.constant", "not_a_code")]),
    ("title: name", "title: name\n  update_cycle: {from: a, default: dayly}", [(9, "fields.update_cycle.default", "not_a_code")]),
    ("title: name", "title: name\n  update_cycle: {from: a, table: t}\ntables:\n  t:\n    每日: dayly", [(12, "tables.t.每日", "not_a_code")]),
    ("title: name", "title: name\nresources: a", [(9, "resources", "not_a_mapping")]),
    ("title: name", "title: name\nresources: {link: a}", [(9, "resources.link", "unknown_field")]),
    ("title: name", "title: name\nresources: {format: $each}", [(9, "resources.format", "each_outside")]),
    ("title: name", "title: name\nresources: [{each: a, format: $each}, {format: $each}]", [(9, "resources[2].format", "each_outside")]),
    ("title: name", "title: name\nresources: {data_items: {title: a}}", [(9, "resources.data_items", "missing_key")]),
    ("title: name", "title: name\nresources: {data_items: a}", [(9, "resources.data_items", "not_a_mapping")]),
    ("title: name", "title: name\ngrade: {by_open_type: {open: {}}}", [(9, "grade.by_open_type.open", "not_a_code")]),
    ("title: name", "title: name\ngrade: {otherwise: {security_level: 5}}", [(9, "grade.otherwise.security_level", "not_a_code"), (9, "grade.otherwise", "grade_not_allowed")]),
    ("title: name", "title: name\ngrade: {by_open_type: {conditional: {security_level: 1, share_type: unconditional}}}", [(9, "grade.by_open_type.conditional", "grade_not_allowed")]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_what_is_wrong_is_told_at_its_line(
    old: str, new: str, expected: list[Any], loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The parsers in C and in Python judge alike."""
    monkeypatch.setattr(tree, "_LOADER", getattr(tree.yaml, loader))
    assert old in given.SMALL
    found = given.errors(given.SMALL.replace(old, new))
    assert [error[:3] for error in found] == expected


def test_every_reason_has_a_case() -> None:
    whole_file = {"too_large", "empty"}
    told = {reason for _, _, errors in CASES for _, _, reason in errors}
    assert told | whole_file == {one.value for one in Reason}


def test_the_whole_file() -> None:
    assert given.errors("") == [(0, "", "empty", {})]
    assert given.errors("# nothing\n") == [(0, "", "empty", {})]
    assert given.errors("x" * 1_000_001) == [(0, "", "too_large", {"most": "1,000,000"})]
    assert given.errors("- a\n") == [(1, "", "not_a_mapping", {})]


def test_an_error_names_what_may_have_been_meant() -> None:
    found = given.errors(given.SMALL + "  update_cycel: a\n  open_type: {constant: opne}\n")
    assert found == [
        (9, "fields.update_cycel", "unknown_field", {"value": "update_cycel", "close": "update_cycle"}),
        (10, "fields.open_type.constant", "not_a_code",
         {"value": "opne", "close": "none"}),
    ]  # fmt: skip


def test_everything_is_told_at_once() -> None:
    text = given.WHOLE.replace("每日: daily", "每日: dayly").replace("  notes:", "  note:")
    assert [error[:3] for error in given.errors(text)] == [
        (14, "fields.note", "unknown_field"),
        (38, "tables.update_cycle.每日", "not_a_code"),
    ]


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
def test_a_mark_of_byte_order_is_no_text(loader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "_LOADER", getattr(tree.yaml, loader))
    assert given.errors("\ufeff" + given.WHOLE) == []
    assert given.read(given.WHOLE).connector == {"page_size": 50, "key": {"secret": "river-key"}}


def test_scalars_are_texts_and_numbers_for_connectors() -> None:
    words = "{a: 1, b: '1', c: 0x1, d: true, e: no, f: ~, g: 1.5, h: , i: -3, j: [1, x], k: 007}"
    found = given.read(given.SMALL.replace("{kind: files}", "{kind: files, x: " + words + "}"))
    assert found.connector["x"] == {
        "a": 1, "b": "1", "c": "0x1", "d": True, "e": "no", "f": None, "g": 1.5, "h": None, "i": -3,
        "j": [1, "x"], "k": "007",
    }  # fmt: skip


def test_the_same_is_told_once() -> None:
    rules = "  update_cycle: {from: a, table: t}\nresources: {data_items: {each: a, title: b, update_frequency: {from: c, table: t}}}\n"
    found = given.errors(given.SMALL + rules + "tables: {t: {每日: dayly}}\n")
    assert [error[:3] for error in found] == [(11, "tables.t.每日", "not_a_code")]
