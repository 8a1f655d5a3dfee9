"""Tables for comparisons, real projects with planted differences, and a comparison in plain Python."""

from __future__ import annotations

import csv
import gzip
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from ckanext.scigov.dispute.domain.compared import Kind
from ckanext.scigov.dispute.domain.comparing import (
    Comparison,
    Match,
    Norm,
    Rule,
    Table,
    folded,
)
from ckanext.scigov.dispute.domain.sources import Source

Row = dict[str, str]
Difference = tuple[str, str, str]
"""Kind, key, item; the item is empty where the whole row is concerned."""

# The demonstration catalogue ships the real table; provenance: docs/demo.md.
NSFC = (
    Path(__file__).parents[1]
    / "ckanext-scigov/ckanext/scigov/demo/data/nsfc-management-science-projects-2017.csv.gz"
)
HERE, THERE = "11111111-aaaa-4aaa-8aaa-111111111111", "22222222-bbbb-4bbb-8bbb-222222222222"
SOURCE_UNIT, OTHER_UNIT = "funder", "institution"
TEXTS = ("项目名称", "依托单位", "项目类别", "总评")
NUMBERS = {"金额": Decimal("0.005")}


def nsfc() -> list[Row]:
    with gzip.open(NSFC, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put(resource_id: str, rows: Sequence[Mapping[str, str]], kinds: Mapping[str, str]) -> None:
    """Make a table of the DataStore as a load does; an empty cell is NULL, ``kinds`` gives types."""
    from ckanext.scigov.tables import datastore
    from ckanext.scigov.tables.domain.columns import Column
    from ckanext.scigov.tables.domain.kinds import Kind as ColumnKind

    columns = [
        Column(place, name, name, ColumnKind(kind))
        for place, (name, kind) in enumerate(kinds.items())
    ]
    marker = datastore.Marker("key", "", len(rows))
    lines = ("\t".join(_escaped(row[name]) for name in kinds) + "\n" for row in rows)
    datastore.replace_table(resource_id, columns, lines, lambda _rows: marker, lambda: None)


def _escaped(cell: str) -> str:
    for plain, written in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        cell = cell.replace(plain, written)
    return cell


def declared(
    key: str | tuple[str, str] = "项目批准号",
    texts: Iterable[str] = TEXTS,
    numbers: Mapping[str, Decimal] = NUMBERS,
) -> tuple[Comparison, dict[str, Source]]:
    """Return a comparison of two tables whose columns have the same names, and the register for it."""
    here, there = (key, key) if isinstance(key, str) else key
    keys = [Match("key", {HERE: here, THERE: there}, Rule(Norm.FOLDED))]
    rules = {name: Rule(Norm.FOLDED) for name in texts}
    rules |= {name: Rule(Norm.NUMBER, tolerance) for name, tolerance in numbers.items()}
    items = [Match(name, {HERE: name, THERE: name}, rule) for name, rule in rules.items()]
    tables = [Table(HERE, SOURCE_UNIT), Table(THERE, OTHER_UNIT)]
    register = {name: Source(name, SOURCE_UNIT, HERE) for name in rules}
    return Comparison(tables, keys, items), register


@dataclass
class Planted:
    rows: list[Row]
    differences: set[Difference]


def planted(rows: Sequence[Row], seed: int, key: str = "项目批准号") -> Planted:
    """Return another unit's copy of the rows: 50 differences, and 200 rows that look otherwise.

    Twenty other titles, ten amounts in 元, five evaluations left out, five rows left out, five of its
    own, five twice. Full-width digits, blanks and 18.00 for 18 are no differences.
    """
    copy = _Copy(rows, key, random.Random(seed))
    copy.plant(20, Kind.VALUE, "项目名称", lambda row: row.update(项目名称="另" + row["项目名称"]))
    copy.plant(10, Kind.POWER_OF_TEN, "金额", _in_yuan)
    copy.plant(5, Kind.EMPTY_THERE, "总评", lambda row: row.update(总评=""))
    gone = copy.plant(5, Kind.MISSING_THERE)
    twice = copy.plant(5, Kind.DUPLICATE_THERE)
    own = [{**copy.next_row(), key: f"自立{number:03}"} for number in range(5)]
    copy.differences |= {(Kind.MISSING_HERE.value, row[key], "") for row in own}
    for _ in range(200):
        _write_otherwise(copy.next_row(), key)
    kept = [row for row in copy.rows if not any(row is one for one in gone)]
    others = [*kept, *own, *map(dict, twice)]
    copy.chance.shuffle(others)
    return Planted(others, copy.differences)


class _Copy:
    """Rows of which each is changed at most once."""

    def __init__(self, rows: Sequence[Row], key: str, chance: random.Random) -> None:
        self.rows, self.chance = [dict(row) for row in rows], chance
        self.differences: set[Difference] = set()
        self._key = key
        filled = [row for row in self.rows if row["总评"] and row["金额"] != "0"]
        self._chosen = iter(chance.sample(filled, 250))

    def next_row(self) -> Row:
        return next(self._chosen)

    def plant(
        self, count: int, kind: Kind, item: str = "", change: Callable[[Row], Any] | None = None
    ) -> list[Row]:
        rows = [self.next_row() for _ in range(count)]
        for row in rows:
            self.differences.add((kind.value, row[self._key], item))
            if change:
                change(row)
        return rows


def _in_yuan(row: Row) -> None:
    row["金额"] = f"{Decimal(row['金额']) * 10000:f}"


def _write_otherwise(row: Row, key: str) -> None:
    """Write a row as another unit would, with nothing changed."""
    wide = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"}
    row[key] = f" {row[key].translate(wide)}"
    row["依托单位"] = f"{row['依托单位'][:2]}　{row['依托单位'][2:]}"
    row["金额"] = f"{Decimal(row['金额']):.2f}"


def in_python(
    comparison: Comparison, first: Iterable[Mapping[str, Any]], second: Iterable[Mapping[str, Any]]
) -> set[Difference]:
    """Compare two tables as a program does that has fetched all rows: texts folded, and numbers."""
    here, there = (
        _grouped(rows, comparison.keys[0].columns[table])
        for rows, table in ((first, HERE), (second, THERE))
    )
    found: set[Difference] = set()
    for kind, rows in ((Kind.NO_KEY_HERE, here), (Kind.NO_KEY_THERE, there)):
        found |= {(kind.value, f"row {place}", "") for place, _row in enumerate(rows.pop("", []))}
    for key in here.keys() | there.keys():
        ours, theirs = here.get(key, []), there.get(key, [])
        pairs = (
            (len(ours) > 1, Kind.DUPLICATE_HERE),
            (len(theirs) > 1, Kind.DUPLICATE_THERE),
            (not ours, Kind.MISSING_HERE),
            (not theirs, Kind.MISSING_THERE),
        )
        found |= {(kind.value, key, "") for is_so, kind in pairs if is_so}
        if len(ours) == len(theirs) == 1:
            for item in comparison.items:
                kind = _kind(item.rule, ours[0][item.columns[HERE]], theirs[0][item.columns[THERE]])
                if kind is not None:
                    found.add((kind.value, key, item.name))
    return found


def _grouped(rows: Iterable[Mapping[str, Any]], column: str) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        found[folded(row[column] or "")].append(row)
    return found


def _kind(rule: Rule, first: Any, second: Any) -> Kind | None:
    here, there = folded(str(first or "")), folded(str(second or ""))
    if here == there:
        return None
    if not here or not there:
        return Kind.EMPTY_THERE if here else Kind.EMPTY_HERE
    if rule.norm is Norm.NUMBER:
        return _kind_of_numbers(rule.tolerance, here, there)
    if here.startswith(there):
        return Kind.CUT_THERE
    return Kind.CUT_HERE if there.startswith(here) else Kind.VALUE


def _kind_of_numbers(tolerance: Decimal, here: str, there: str) -> Kind | None:
    try:
        first = Decimal(here.replace(",", ""))
    except InvalidOperation:
        return Kind.UNREADABLE_HERE
    try:
        second = Decimal(there.replace(",", ""))
    except InvalidOperation:
        return Kind.UNREADABLE_THERE
    if abs(first - second) <= tolerance:
        return None
    factors = (Decimal(10) ** power for power in range(-8, 9) if power)
    if first and second and any(abs(first * f - second) <= tolerance * max(f, 1) for f in factors):
        return Kind.POWER_OF_TEN
    return Kind.VALUE
