"""What is reported stands where the reporter can see it, and tells nobody of what he cannot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ckan import model

from ckanext.scigov.access.domain.subjects import ANONYMOUS
from ckanext.scigov.dispute import placing
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.placing import Placed, PlacingReason
from ckanext.scigov.dispute.sentences_placing import PLACING
from ckanext.scigov.shared.errors import Refusal

pytestmark = pytest.mark.usefixtures("clean_site")
ROWS = [
    {"no": "A1", "secret": "canary-1", "v": "x"},
    {"no": "A2", "secret": "canary-2", "v": "y"},
]
ITEM = {"title": "密项", "name": "secret", "data_type": "C", "description": "不公开的数据项"}
NUMBER = {"title": "编号", "name": "no", "data_type": "C", "description": "项目的编号"}
ABSENT = Refusal(PlacingReason.ABSENT, "dataset_id")
NO_ITEM = Refusal(PlacingReason.NO_SUCH_ITEM, "item")


def place(target: Target, who: Any = ANONYMOUS, number: int | None = None) -> Placed | Refusal:
    return placing.place(model.Session, target, who, number)


def placed(target: Target, who: Any = ANONYMOUS, number: int | None = None) -> Placed:
    found = place(target, who, number)
    assert isinstance(found, Placed), found
    return found


def record(where: Any, *key: tuple[str, str], **more: Any) -> Target:
    kind = TargetKind.CELL if more.get("item") else TargetKind.RECORD
    return Target(kind, where.dataset_id, where.resource_id, key=key, **more)


def test_a_dataset_is_named_by_its_name_and_known_by_its_id(disputed, provider) -> None:
    where = disputed(ROWS, name="plan")
    target = Target(TargetKind.DATASET, "plan")
    wanted = Target(TargetKind.DATASET, where.dataset_id)
    assert placed(target) == Placed(wanted, provider["id"])


def test_a_hidden_dataset_is_an_absent_one(disputed, owner, provider) -> None:
    where = disputed(ROWS, is_open=False, hide_entry="true")
    target = record(where, ("no", "A1"))
    assert placed(target, owner()).saw_more
    for kind in TargetKind:
        assert place(replace(target, kind=kind)) == ABSENT
        assert place(replace(target, kind=kind, dataset_id="nothing")) == ABSENT
    found = placing.target_of_row(model.Session, where.resource_id, 1, "", ANONYMOUS)
    assert found == placing.target_of_row(model.Session, "nothing", 1, "", ANONYMOUS)
    assert found == Refusal(PlacingReason.ABSENT, "resource_id")


def test_a_resource_belongs_to_its_dataset(disputed, owner) -> None:
    where, other = disputed(ROWS), disputed(ROWS, name="another")
    target = Target(TargetKind.RESOURCE, where.dataset_id, where.resource_id)
    assert placed(target).target == target
    refused = Refusal(PlacingReason.ABSENT, "resource_id")
    assert place(replace(target, dataset_id=other.dataset_id)) == refused
    assert place(replace(target, resource_id="nothing")) == refused


def test_an_item_has_one_name_whatever_it_is_called(disputed) -> None:
    where = disputed([{"密项": "a", "no": "1"}], items=[ITEM])
    for kind in (TargetKind.ITEM, TargetKind.DECISION):
        target = Target(kind, where.dataset_id, where.resource_id)
        names = [placed(replace(target, item=one)).target.item for one in ("secret", "密项", "no")]
        assert names == ["密项", "密项", "no"]
        assert place(replace(target, item="nothing")) == NO_ITEM


def test_an_item_of_a_hidden_dictionary_is_none_to_who_gets_no_data(disputed, owner) -> None:
    where = disputed(items=[ITEM], is_open=False, hide_dictionary="true")
    target = Target(TargetKind.ITEM, where.dataset_id, where.resource_id, item="secret")
    assert placed(target, owner()).target == target
    assert placed(target, owner()).saw_more
    assert place(target) == place(replace(target, item="nothing")) == NO_ITEM


def test_an_item_of_a_dictionary_that_is_shown_can_be_pointed_at_without_its_data(disputed) -> None:
    where = disputed(ROWS, items=[ITEM], is_open=False)
    target = Target(TargetKind.ITEM, where.dataset_id, where.resource_id, item="secret")
    found = placed(target)
    assert (found.target, found.seen, dict(found.row), found.saw_more) == (target, None, {}, False)
    assert place(replace(target, item="v")) == NO_ITEM


def test_a_cell_is_seen_and_its_row_is_pinned(disputed, owner, provider) -> None:
    where = disputed(ROWS, kinds={"v": "text"})
    found = placed(record(where, ("no", "A2"), item="v"))
    assert (found.seen, found.row, found.number) == ("y", ROWS[1], 2)
    assert (found.provider_id, found.saw_more) == (provider["id"], False)
    assert found.target.columns == ("no", "secret", "v")
    assert (found.target.key_is_unique, found.target.occurrence) == (True, 1)
    assert placed(found.target) == found
    assert not placed(record(where, ("no", "A2")), owner()).saw_more


def test_what_is_closed_in_a_row_is_no_part_of_it(disputed, owner) -> None:
    where = disputed(ROWS, closed="secret")
    target = record(where, ("no", "A1"))
    whole, part = placed(target, owner()), placed(target)
    assert whole.row == ROWS[0]
    assert whole.saw_more
    assert part.row == {"no": "A1", "v": "x"}
    assert part.target.columns == ("no", "v")
    assert part.target.fingerprint != whole.target.fingerprint
    assert not part.saw_more
    assert "secret" not in repr(part)
    assert "canary" not in repr(part)


def test_a_closed_column_is_one_that_is_not_there(disputed, owner) -> None:
    where = disputed(ROWS, closed="secret")
    cell = record(where, ("no", "A1"), item="secret")
    assert placed(cell, owner()).seen == "canary-1"
    assert place(cell) == place(replace(cell, item="nothing")) == NO_ITEM
    key = record(where, ("secret", "canary-1"))
    assert placed(key, owner()).number == 1
    wrong = [record(where, pair) for pair in (("secret", "wrong"), ("nothing", "canary-1"))]
    refused = Refusal(PlacingReason.NO_SUCH_ITEM, "key")
    assert [place(one) for one in (key, *wrong)] == [refused] * 3
    mark = placed(key, owner()).target.fingerprint
    no_row = Refusal(PlacingReason.NO_SUCH_ROW, "key")
    assert place(record(where, fingerprint=mark)) == no_row
    assert place(record(where, fingerprint="0" * 64)) == no_row


def test_a_closed_column_that_the_dictionary_tells_of_gives_no_values(disputed, owner) -> None:
    where = disputed(ROWS, items=[ITEM], closed="secret")
    cell = record(where, ("no", "A1"), item="secret")
    assert placed(cell, owner()).seen == "canary-1"
    assert place(cell) == Refusal(PlacingReason.NO_VALUES, "item")
    assert place(replace(cell, key=(("no", "nothing"),))) == place(cell)


def test_rows_of_a_closed_table_are_refused_whether_they_are_there_or_not(disputed, owner) -> None:
    where = disputed(ROWS, is_open=False)
    there, none = record(where, ("no", "A1")), record(where, ("no", "nothing"))
    assert placed(there, owner()).row == ROWS[0]
    assert place(none, owner()) == Refusal(PlacingReason.NO_SUCH_ROW, "key")
    refused = Refusal(PlacingReason.NO_DATA, "resource_id")
    assert place(there) == place(none) == place(record(where, ("nothing", "A1"))) == refused
    assert placing.target_of_row(model.Session, where.resource_id, 1, "v", ANONYMOUS) == refused
    assert placing.target_of_row(model.Session, where.resource_id, 9, "", ANONYMOUS) == refused


def test_several_rows_are_told_apart_by_what_they_hold_or_by_their_number(disputed) -> None:
    rows = [{"no": "A", "v": one} for one in ("x", "y", "y")]
    where = disputed(rows)
    several = record(where, ("no", "A"))
    values = {"rows": 3, "numbers": "1, 2, 3"}
    assert place(several) == Refusal(PlacingReason.SEVERAL_ROWS, "key", values)
    first, last = placed(several, number=1), placed(several, number=3)
    assert (first.number, last.number) == (1, 3)
    assert (first.target.key_is_unique, last.target.occurrence) == (False, 2)
    by_mark = replace(several, fingerprint=first.target.fingerprint)
    assert placed(by_mark) == first
    same = replace(several, fingerprint=last.target.fingerprint)
    values = {"rows": 2, "numbers": "2, 3"}
    assert place(same) == Refusal(PlacingReason.SEVERAL_ROWS, "key", values)
    assert place(same, number=1) == place(same)
    assert placed(same, number=3) == last


def test_a_row_that_has_changed_since_it_was_seen_is_looked_at_again(disputed) -> None:
    where = disputed(ROWS)
    seen = replace(record(where, ("no", "A1")), fingerprint="0" * 64)
    assert place(seen) == Refusal(PlacingReason.ROW_HAS_CHANGED, "key")


def test_without_a_table_there_are_no_rows(disputed) -> None:
    refused = Refusal(PlacingReason.NO_TABLE, "resource_id")
    assert place(record(disputed(), ("no", "A1"))) == Refusal(PlacingReason.NO_SUCH_ITEM, "key")
    assert place(record(disputed(name="other"), fingerprint="0" * 64)) == refused


def test_a_field_is_what_a_reader_is_shown_of_it(disputed, entry) -> None:
    where = disputed(ROWS)
    target = Target(TargetKind.FIELD, where.dataset_id, field="title")
    wanted = {"title": entry["title"], "open_type": "无条件开放", "retired_at": None}
    assert {name: placed(replace(target, field=name)).seen for name in wanted} == wanted
    for name in ("nothing", "private", "missing_fields"):
        assert place(replace(target, field=name)) == Refusal(PlacingReason.NO_SUCH_FIELD, "field")


def test_where_a_resource_lies_is_not_kept(disputed, owner) -> None:
    where = disputed(ROWS)
    target = Target(TargetKind.FIELD, where.dataset_id, where.resource_id, field="name")
    assert placed(target, owner()).seen == "表"
    assert placed(replace(target, field="url"), owner()).seen is None


def test_a_row_of_the_preview_becomes_a_target(disputed) -> None:
    where = disputed(ROWS, items=[{**NUMBER, "primary_key": "true"}])
    found = placing.target_of_row(model.Session, where.resource_id, 2, "v", ANONYMOUS)
    assert found == placed(record(where, ("no", "A2"), item="v")).target
    for number, item, refused in (
        (3, "v", Refusal(PlacingReason.NO_SUCH_ROW, "row")),
        (1, "nothing", NO_ITEM),
    ):
        wrong = placing.target_of_row(model.Session, where.resource_id, number, item, ANONYMOUS)
        assert wrong == refused


def test_a_key_that_is_closed_is_left_out(disputed, owner) -> None:
    where = disputed(ROWS, items=[{**ITEM, "primary_key": "true"}], closed="secret")
    for who, key in ((owner(), (("secret", "canary-1"),)), (ANONYMOUS, ())):
        found = placing.target_of_row(model.Session, where.resource_id, 1, "", who)
        assert isinstance(found, Target)
        assert found.key == key


def test_every_reason_has_its_sentence() -> None:
    assert set(PLACING) == set(PlacingReason)
    values = {"rows": 2, "numbers": "1, 2"}
    said = {reason: sentence() % values for reason, sentence in PLACING.items()}
    assert said[PlacingReason.SEVERAL_ROWS] == (
        "2 rows fit (their numbers begin with 1, 2). Choose the one that you mean in the table."
    )
    assert len(set(said.values())) == len(PlacingReason)
