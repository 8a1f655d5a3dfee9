"""Records as rows and objects of a file, and back again: what was written is read as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from ckanext.scigov.reporting.domain import elements, words
from ckanext.scigov.reporting.domain.elements import Item, Record
from ckanext.scigov.reporting.domain.judging import Lack, Why
from ckanext.scigov.reporting.domain.receipts import Line, Problem, Wrong

CATALOGUE, ITEMS, LACKING, WITHDRAWN = "信息资源", "信息项", "未报送", "撤销"
"""Sheets, and lists of the JSON."""
CHANGE = "变更类型"
CHANGES = {"new": "新增", "changed": "变更", "withdrawn": "撤销"}
LACKS = "未报送原因"
LACKING_COLUMNS = (elements.TITLE, elements.CODE, elements.PROVIDER, LACKS)
WITHDRAWN_COLUMNS = (elements.CODE, elements.TITLE, elements.PROVIDER)
WHY = {Why.EMPTY: "未填写", Why.UNFIT: "不符合填写要求", Why.TWICE: "与其他资源重复"}
_BETWEEN = "；"


def row(record: Record) -> list[str]:
    """Return the cells of the sheet of resources."""
    return [_cell(record, name) for name in elements.NAMES]


def item_rows(record: Record) -> list[list[str]]:
    """Return the cells of the sheet of items, each row after the code of its resource."""
    code = record.get(elements.CODE)
    return [[code, *_item_cells(one)] for one in record.items]


def as_object(record: Record) -> dict[str, Any]:
    """Return a record for JSON, under the same names."""
    cells = dict(zip(elements.NAMES, row(record), strict=True))
    category = {name: cells.pop(name) for name in elements.CLASS_NAMES}
    several: dict[str, Any] = {
        one.name: [words.word(one.name, code) for code in record.all(one.name)]
        for one in elements.COLUMNS
        if one.several
    }
    items = [dict(zip(elements.ITEM_NAMES, _item_cells(one), strict=True)) for one in record.items]
    return {elements.CATEGORY: category, **cells, **several, elements.ITEMS: items}


def reasons(lacks: Iterable[Lack]) -> str:
    """Return in the guide's language what keeps an entry out of the file."""
    return _BETWEEN.join(f"{one.column}：{WHY[one.why]}" for one in lacks)


def lines_of_objects(found: Iterable[Mapping[str, Any]]) -> tuple[list[Line], list[Line]]:
    """Return JSON objects as the lines of both sheets, numbered from 1."""
    rows: list[Line] = []
    items: list[Line] = []
    for number, one in enumerate(found, start=1):
        cells = {**_object(one.get(elements.CATEGORY)), **one}
        rows.append((number, {name: _text(cells.get(name)) for name in elements.NAMES}))
        listed = one.get(elements.ITEMS)
        for item in cast("Sequence[Any]", listed) if isinstance(listed, list) else ():
            texts = {name: _text(_object(item).get(name)) for name in elements.ITEM_NAMES}
            items.append((number, {elements.CODE: rows[-1][1][elements.CODE], **texts}))
    return rows, items


def records_of(
    rows: Sequence[Line], items: Sequence[Line]
) -> tuple[list[tuple[int, Record]], list[Problem]]:
    """Read both sheets; a problem stands at its cell."""
    problems: list[Problem] = []
    by_code, counts = _items_by_code(items, problems), dict[str, int]()
    found: list[tuple[int, Record]] = []
    for number, cells in rows:
        values = {one.name: _read(number, cells, one, problems) for one in elements.COLUMNS}
        values[elements.OPEN] = _opened(number, cells, problems)
        code = next(iter(values[elements.CODE]), "")
        empty = [name for name in (elements.TITLE, elements.CODE) if not values[name]]
        problems += [Problem(number, name, Wrong.EMPTY, sheet=CATALOGUE) for name in empty]
        if code and counts.setdefault(code, number) != number:
            problems.append(Problem(number, elements.CODE, Wrong.CODE_TWICE, code, CATALOGUE))
        found.append((number, elements.record(values, tuple(by_code.pop(code, ())))))
    for number, cells in items:
        if cells.get(elements.CODE, "") not in counts:
            code = cells.get(elements.CODE, "")
            problems.append(Problem(number, elements.CODE, Wrong.CODE_UNKNOWN, code, ITEMS))
    return found, problems


def _cell(record: Record, name: str) -> str:
    if name == elements.OPEN:
        kind = record.get(name)
        return kind and (words.NO if kind == "none" else words.YES)
    return _BETWEEN.join(words.word(name, code) for code in record.all(name))


def _item_cells(item: Item) -> list[str]:
    return [item.title, words.word(elements.ITEM_TYPE, item.kind), item.length]


def _read(
    number: int, cells: Mapping[str, str], column: elements.Column, problems: list[Problem]
) -> tuple[str, ...]:
    text = cells.get(column.name, "").strip()
    parts = text.replace(";", _BETWEEN).split(_BETWEEN) if column.several else [text]
    codes: list[str] = []
    for part in (one.strip() for one in parts):
        code = words.code(column.name, part) if part else ""
        if code is None:
            problems.append(Problem(number, column.name, Wrong.WORD_UNKNOWN, part, CATALOGUE))
        elif code:
            codes.append(code)
    return tuple(codes)


def _opened(number: int, cells: Mapping[str, str], problems: list[Problem]) -> tuple[str, ...]:
    """Return the open type: the guide has but yes and no, the condition says the rest."""
    given = cells.get(elements.OPEN, "").strip()
    if not given:
        return ()
    if given in (words.NO, "0"):
        return ("none",)
    if given not in (words.YES, "1"):
        problems.append(Problem(number, elements.OPEN, Wrong.WORD_UNKNOWN, given, CATALOGUE))
        return ()
    terms = cells.get(elements.OPEN_TERMS, "").strip()
    return ("unconditional",) if terms in ("", words.FREE) else ("conditional",)


def _items_by_code(items: Sequence[Line], problems: list[Problem]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for number, cells in items:
        title, kind, length = (cells.get(name, "").strip() for name in elements.ITEM_NAMES)
        code = words.code(elements.ITEM_TYPE, kind) if kind else ""
        if code is None:
            problems.append(Problem(number, elements.ITEM_TYPE, Wrong.WORD_UNKNOWN, kind, ITEMS))
        if not title:
            problems.append(Problem(number, elements.ITEM_NAME, Wrong.EMPTY, sheet=ITEMS))
        found.setdefault(cells.get(elements.CODE, ""), []).append(Item(title, code or "", length))
    return found


def _object(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    if isinstance(value, list):
        return _BETWEEN.join(str(one) for one in cast("Sequence[Any]", value))
    return "" if value is None else str(value)
