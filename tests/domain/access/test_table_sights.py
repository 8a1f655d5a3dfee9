"""What somebody sees of a table: columns, items he is told of, names that are closed to him."""

from __future__ import annotations

import dataclasses
from typing import Any

from ckanext.scigov.access.domain.items import TableColumn
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Axis, GrantHeld, Object, Principal
from ckanext.scigov.access.domain.table_sights import Part, TableSight, sight_of
from ckanext.scigov.catalogue.domain.grades import Grade, Level, OpenType, ShareType

OPEN = Grade(Level.ONE, ShareType.UNCONDITIONAL, OpenType.UNCONDITIONAL)
CONDITIONAL = Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.CONDITIONAL)
CLOSED = Grade(Level.FOUR, ShareType.NONE, OpenType.NONE)
DICTIONARY = ({"name": "no", "title": "编号"}, {"name": "phone", "title": "电话"})
COLUMNS = (TableColumn("no"), TableColumn("phone"))


def part(grade: Grade, *, closed: str = "", **more: Any) -> Part:
    obj = Object("d", "p", grade, "r")
    graded = {closed: dataclasses.replace(obj, grade=CLOSED, item=closed)} if closed else {}
    given = {"dictionary": DICTIONARY, "is_told": True, "columns": COLUMNS, **more}
    return Part(obj, graded, **given)


def seen(one: TableSight) -> tuple[bool, bool, tuple[str, ...], set[str], set[str]]:
    return one.reads, one.is_whole, one.columns, set(one.items), set(one.closed)


def test_an_open_table_is_read_as_a_whole() -> None:
    sight = sight_of(ANONYMOUS, part(OPEN))
    assert seen(sight) == (True, True, ("no", "phone"), {"no", "phone"}, set())
    assert sight.closed_among(["no", "phone", "gone"]) == frozenset()


def test_an_item_that_is_stricter_is_told_and_not_read() -> None:
    sight = sight_of(ANONYMOUS, part(OPEN, closed="phone"))
    assert seen(sight) == (True, False, ("no",), {"no", "phone"}, {"phone"})
    assert sight.closed_among(["NO", "phone", "gone"]) == {"phone", "gone"}


def test_a_closed_table_has_a_dictionary_and_no_columns() -> None:
    sight = sight_of(ANONYMOUS, part(CONDITIONAL, closed="phone"))
    assert seen(sight) == (False, False, (), {"no", "phone"}, {"phone"})
    assert sight.closed_among(["no", "phone"]) == {"phone"}


def test_a_dictionary_that_is_not_told_names_nothing() -> None:
    sight = sight_of(ANONYMOUS, part(CONDITIONAL, is_told=False))
    assert seen(sight) == (False, False, (), set(), {"no", "phone"})
    assert sight.closed_among(["no", "编号"]) == {"no", "编号"}


def test_a_grant_for_one_item_gives_its_column_alone() -> None:
    grant = GrantHeld("G1", "d", Axis.OPENING, items=frozenset({"no"}))
    sight = sight_of(Principal("u", grants=frozenset({grant})), part(CONDITIONAL))
    assert seen(sight) == (True, False, ("no",), {"no", "phone"}, {"phone"})
    both = sight_of(Principal("u", grants=frozenset({grant})), part(CONDITIONAL, closed="no"))
    assert seen(both) == (True, False, (), {"no", "phone"}, {"no", "phone"})


def test_a_resource_without_a_table_has_no_columns() -> None:
    sight = sight_of(ANONYMOUS, part(OPEN, columns=(), dictionary=()))
    assert seen(sight) == (True, True, (), set(), set())
