"""A row as it was seen, and found again after the table has changed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.dispute.domain import fingerprint
from ckanext.scigov.dispute.domain.fingerprint import NOTHING, Found, Numbered, Outcome
from ckanext.scigov.dispute.domain.target import Target, TargetKind

NUMBER = "15WSH004"
FIRST = Numbered(1, {"_id": 1, "项目编号": NUMBER, "项目名称": "甲", "金额": 10})
SECOND = Numbered(2, {"_id": 2, "项目编号": NUMBER, "项目名称": "乙", "金额": 20})
THIRD = Numbered(3, {"_id": 3, "项目编号": "15WSH005", "项目名称": "丙", "金额": 30})
TABLE = [FIRST, SECOND, THIRD]


def named(number: str) -> Target:
    return Target(TargetKind.RECORD, "d", "r", key=(("项目编号", number),))


def pinned(number: int, key: str, rows: list[Numbered] = TABLE) -> Target:
    return fingerprint.pinned(named(key), number, rows)


def changed(one: Numbered, number: int | None = None, **cells: object) -> Numbered:
    return Numbered(number or one.number, {**one.row, **cells})


def test_row_is_pinned_as_it_is_seen() -> None:
    one = pinned(3, "15WSH005")
    assert one.columns == ("金额", "项目名称", "项目编号")
    assert (one.key_is_unique, one.occurrence, one.equal_rows) == (True, 1, 1)
    assert one.fingerprint == fingerprint.fingerprint(THIRD.row, one.columns)
    assert pinned(1, NUMBER).key_is_unique is False


def test_fingerprint_is_the_same_tomorrow() -> None:
    row = {"b": None, "a": "项目", "_id": 7}
    # printf '{"a":"项目","b":null}' | sha256sum
    assert fingerprint.fingerprint(row, ("a", "b")) == (
        "127424470c85977bacc734379474698dec77f48be40ea19a48eb9b574d909d92"
    )


def test_of_two_rows_with_one_number_the_right_one_is_found() -> None:
    for meant in (FIRST, SECOND):
        target = pinned(meant.number, NUMBER)
        assert fingerprint.found(target, TABLE) == Found(Outcome.ONE, (meant.number,))
        reloaded = [changed(one, number=one.number + 100) for one in reversed(TABLE)]
        found = fingerprint.found(target, reloaded)
        assert found.number == meant.number + 100


def test_row_with_a_repeated_key_is_not_taken_for_the_other_one() -> None:
    target = pinned(1, NUMBER)
    edited = [changed(FIRST, 金额=11), SECOND, THIRD]
    assert fingerprint.found(target, edited) == Found(Outcome.SEVERAL, (1, 2))
    deleted = [SECOND, THIRD]
    assert fingerprint.found(target, deleted) == Found(Outcome.SEVERAL, (2,))
    assert fingerprint.found(target, deleted).number is None


def test_row_with_a_unique_key_is_found_when_it_has_changed() -> None:
    target = pinned(3, "15WSH005")
    edited = [FIRST, SECOND, changed(THIRD, number=9, 金额=31)]
    assert fingerprint.found(target, edited) == Found(Outcome.ONE, (9,), has_changed=True)
    assert fingerprint.found(target, [FIRST, SECOND]) == NOTHING
    repeated = [*edited, changed(THIRD, number=10, 金额=32)]
    assert fingerprint.found(target, repeated) == Found(Outcome.SEVERAL, (9, 10))


EQUAL = [Numbered(number, {"a": "x"}) for number in (4, 5, 6)]
WITHOUT_KEY = Target(TargetKind.RECORD, "d", "r")


def test_of_equal_rows_the_one_at_the_same_place_is_meant() -> None:
    target = fingerprint.pinned(WITHOUT_KEY, 5, EQUAL)
    assert (target.occurrence, target.equal_rows) == (2, 3)
    assert fingerprint.found(target, EQUAL) == Found(Outcome.ONE, (5,))


def test_of_equal_rows_that_are_fewer_now_none_is_guessed() -> None:
    target = fingerprint.pinned(WITHOUT_KEY, 5, EQUAL)
    assert fingerprint.found(target, EQUAL[1:]) == Found(Outcome.SEVERAL, (5, 6))
    assert fingerprint.found(target, EQUAL[2:]) == Found(Outcome.SEVERAL, (6,))
    assert fingerprint.found(target, []) == NOTHING


def test_row_that_is_not_there_cannot_be_pinned() -> None:
    with pytest.raises(StopIteration):
        fingerprint.pinned(WITHOUT_KEY, 7, EQUAL)


def test_row_that_was_never_seen_is_looked_for_as_the_table_is() -> None:
    assert fingerprint.found(named("15WSH005"), TABLE) == Found(Outcome.ONE, (3,))
    assert fingerprint.found(named(NUMBER), TABLE) == Found(Outcome.SEVERAL, (1, 2))
    mark = fingerprint.fingerprint(SECOND.row, fingerprint.seen_columns(SECOND.row))
    by_mark = Target(TargetKind.RECORD, "d", "r", fingerprint=mark)
    assert fingerprint.found(by_mark, TABLE) == Found(Outcome.ONE, (2,))


def test_columns_that_the_reporter_did_not_see_do_not_count() -> None:
    seen = Numbered(1, {"a": "1", "b": "2"})
    target = fingerprint.pinned(WITHOUT_KEY, 1, [seen])
    whole = Numbered(8, {"a": "1", "b": "2", "secret": "3"})
    assert fingerprint.found(target, [whole]) == Found(Outcome.ONE, (8,))


def test_row_may_be_the_one_that_looks_like_it_or_bears_its_key() -> None:
    row = {"no": "1", "v": "x"}
    target = Target(TargetKind.RECORD, "d", "r", key=(("no", "1"),))
    seen = fingerprint.pinned(target, 7, [Numbered(7, row)])
    rows = [row, {"no": "1", "v": "y"}, {"no": "2", "v": "x"}]
    assert [fingerprint.may_be(seen, one) for one in rows] == [True, True, False]
    assert [fingerprint.is_as_seen(one, seen) for one in rows] == [True, False, False]


def test_column_that_is_gone_is_not_an_empty_one() -> None:
    target = fingerprint.pinned(WITHOUT_KEY, 1, [Numbered(1, {"a": "1", "b": None})])
    assert fingerprint.found(target, [Numbered(1, {"a": "1"})]) == NOTHING


TEXTS = [
    (None, None), ("", ""), (" x", " x"), (True, "true"), (False, "false"), (7, "7"), (7.0, "7"),
    (Decimal("7.50"), "7.5"), (Decimal("1E+3"), "1000"), (-0.0, "0"), (100, "100"),
    (Decimal("NaN"), "NaN"), (Decimal("12345678901234567890123456789012.10"),
                              "12345678901234567890123456789012.1"),
    (dt.date(2026, 9, 24), "2026-09-24"),
    (dt.datetime.fromisoformat("2026-09-24 08:00:00"), "2026-09-24T08:00:00"),
    (dt.time(8, 30), "08:30:00"), ({"b": 1, "a": "项"}, '{"a": "项", "b": 1}'), (["a"], '["a"]'),
]  # fmt: skip


@pytest.mark.parametrize(("value", "text"), TEXTS)
def test_text_of_a_cell(value: object, text: str | None) -> None:
    assert fingerprint.as_text(value) == text


def test_number_that_was_text_before_is_the_same() -> None:
    assert fingerprint.fingerprint({"a": 7}, ("a",)) == fingerprint.fingerprint({"a": "7"}, ("a",))


ROWS = st.lists(
    st.dictionaries(st.sampled_from("ab"), st.none() | st.sampled_from("xy"), min_size=2),
    min_size=1,
    max_size=6,
)


@given(ROWS, st.data())
def test_in_a_table_that_has_not_changed_the_very_row_is_found(
    rows: list[dict[str, str | None]], data: st.DataObject
) -> None:
    table = [Numbered(number, row) for number, row in enumerate(rows, 1)]
    meant = data.draw(st.integers(1, len(table)))
    target = fingerprint.pinned(WITHOUT_KEY, meant, table)
    assert fingerprint.found(target, data.draw(st.permutations(table))).number == meant
