"""The page with figures of columns: numbers as they are read, values that lead to their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.domain.asking import MOMENTS, NUMBERS, Asked
from ckanext.scigov.tables.domain.figures import plain, rounded, share
from ckanext.scigov.tables.preview import PreviewFilter, grouped, shown_filters
from ckanext.scigov.tables.question import Question, address
from ckanext.scigov.tables.statistics import LONGEST_VALUE

FLAGS = {"true": "t", "false": "f"}


@dataclass(frozen=True, slots=True)
class Value:
    """A value that occurs often; its address shows its rows."""

    text: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class ColumnCard:
    label: str
    unit: str
    type_name: str
    facts: tuple[tuple[str, str], ...]
    frequent: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Page:
    q: str
    filters: tuple[PreviewFilter, ...]
    table_url: str
    clear_url: str
    cards: tuple[ColumnCard, ...]
    number: int
    pages: int
    previous_url: str
    next_url: str


def page_of(found: Mapping[str, Any], asked: Question, dataset: str) -> Page:
    """Return what the template shows of an answer of ``scigov_tables_column_statistics``."""
    place = {"id": dataset, "resource_id": found["resource_id"]}
    path = tk.url_for("dataset_resource.read", **place)
    pages = max(1, -(-found["count"] // found["limit"]))
    at = asked.page
    return Page(
        q=asked.q,
        filters=shown_filters(asked, {one["id"]: one for one in found["columns"]}),
        table_url=f"{address(path, asked.narrowing)}#table",
        clear_url=asked.but(q="", conditions=()).url(),
        cards=tuple(_card(one, found["rows"], asked, path) for one in found["columns"]),
        number=at,
        pages=pages,
        previous_url=asked.at(at - 1).url() if at > 1 else "",
        next_url=asked.at(at + 1).url() if at < pages else "",
    )


def _card(column: Mapping[str, Any], rows: int, asked: Question, path: str) -> ColumnCard:
    frequent = [_value(one, column, asked, path) for one in column["frequent"]]
    return ColumnCard(
        column["label"],
        column["unit"],
        sentences.type_name(column["type"]),
        tuple(_facts(column, rows)),
        tuple(frequent),
    )


def _facts(column: Mapping[str, Any], rows: int) -> Sequence[tuple[str, str]]:
    filled, empty = column["filled"], column["empty"]
    facts = [
        (tk._("Filled"), f"{filled:,} ({share(filled, rows)} %)"),
        (tk._("Empty"), f"{empty:,} ({share(empty, rows)} %)"),
        (tk._("Different values"), _distinct(column)),
    ]
    kind = column["type"]
    if kind in NUMBERS:
        names = {"min": tk._("Lowest"), "max": tk._("Highest"), "sum": tk._("Sum")}
        facts += [(names[one], grouped(plain_or_same(column[one]))) for one in names if column[one]]
        if column["mean"]:
            facts.append((tk._("Mean (rounded)"), grouped(rounded(column["mean"]))))
    elif column["min"] and (kind == "date" or kind in MOMENTS):
        facts += [(tk._("Earliest"), column["min"]), (tk._("Latest"), column["max"])]
    return facts


def plain_or_same(text: str) -> str:
    """Return a number without an exponent; one without stays as it is written, 12.60 too."""
    return plain(text) if "e" in text.lower() else text


def _distinct(column: Mapping[str, Any]) -> str:
    number = f"{column['distinct']:,}"
    if column["distinct_is_exact"]:
        return number
    return tk._("at least {number}").format(number=number)


def _value(one: Mapping[str, Any], column: Mapping[str, Any], asked: Question, path: str) -> Value:
    text = str(one["value"])
    wanted = Asked(column["id"], "eq", FLAGS.get(text, text) if column["type"] == "bool" else text)
    others = [c for c in asked.conditions if (c.column, c.operator) != (wanted.column, "eq")]
    pairs = asked.but(conditions=(*others, wanted)).narrowing
    is_whole = len(text) < LONGEST_VALUE and text == text.strip()
    shown = sentences.yes_or_no(text) if column["type"] == "bool" else text
    return Value(shown, one["count"], f"{address(path, pairs)}#table" if is_whole else "")
