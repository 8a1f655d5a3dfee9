"""The page with a chart: its shapes, the same numbers as a table, and the form to ask for another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.domain.asking import NUMBERS
from ckanext.scigov.tables.domain.charts import Bars, Line, bars_of, line_of
from ckanext.scigov.tables.domain.figures import plain
from ckanext.scigov.tables.preview import PreviewFilter, grouped, shown_filters
from ckanext.scigov.tables.question import Question, address


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A line of the table below the chart."""

    label: str
    count: int
    total: str

    @property
    def written(self) -> str:
        return grouped(self.total)


@dataclass(frozen=True, slots=True)
class Page:
    q: str
    filters: tuple[PreviewFilter, ...]
    table_url: str
    clear_url: str
    kept: tuple[tuple[str, str], ...]
    columns: tuple[Choice, ...]
    sums: tuple[Choice, ...]
    period: str
    title: str
    by: str
    summed: str
    bars: Bars | None
    line: Line | None
    numbers: tuple[Number, ...]


def page_of(found: Mapping[str, Any], asked: Question, dataset: str) -> Page:
    """Return what the template shows of an answer of ``scigov_tables_chart_show``."""
    fields = {one["id"]: one for one in found["fields"]}
    path = tk.url_for("dataset_resource.read", id=dataset, resource_id=found["resource_id"])
    words = [(word, found[word]) for word in ("by", "sum", "period") if found[word]]
    numbers = tuple(_numbers(found, fields))
    amounts = [_amount(one, found["sum"]) for one in numbers]
    single, rest = amounts[: len(found["points"])], amounts[len(found["points"]) :]
    numeric = [one for one in found["fields"] if one["type"] in NUMBERS]
    return Page(
        q=asked.q,
        filters=shown_filters(asked, fields, words),
        table_url=f"{address(path, asked.narrowing)}#table",
        clear_url=asked.but(q="", conditions=()).url(words),
        kept=tuple(asked.narrowing),
        columns=tuple(_choice(one, found["by"]) for one in found["fields"]),
        sums=tuple(_choice(one, found["sum"]) for one in numeric),
        period=found["period"],
        title=_title(found, fields),
        by=_named(fields.get(found["by"])),
        summed=_named(fields.get(found["sum"])),
        bars=bars_of(single, rest) if found["kind"] == "bars" else None,
        line=line_of(single) if found["kind"] == "line" and single else None,
        numbers=numbers,
    )


def _choice(field: Mapping[str, Any], chosen: str) -> Choice:
    return Choice(field["id"], field["label"], field["id"] == chosen)


def _named(field: Mapping[str, Any] | None) -> str:
    if field is None:
        return ""
    return f"{field['label']}（{field['unit']}）" if field["unit"] else str(field["label"])


def _title(found: Mapping[str, Any], fields: Mapping[str, Any]) -> str:
    by, summed = _named(fields.get(found["by"])), _named(fields.get(found["sum"]))
    if summed:
        return tk._("Sum of {sum} by {by}").format(sum=summed, by=by)
    return tk._("Number of rows by {by}").format(by=by)


def _numbers(found: Mapping[str, Any], fields: Mapping[str, Any]) -> Iterator[Number]:
    is_flag = fields.get(found["by"], {}).get("type") == "bool"
    for one in found["points"]:
        label = sentences.yes_or_no(one["value"]) if is_flag else one["value"]
        yield Number(label, one["count"], _written(one["sum"]))
    others, empty = found["others"], found["empty"]
    if others:
        label = tk._("Others ({number} values)").format(number=f"{others['values']:,}")
        yield Number(label, others["count"], _written(others["sum"]))
    if empty:
        yield Number(tk._("Empty"), empty["count"], _written(empty["sum"]))


def _written(total: str | None) -> str:
    return plain(total) if total and "e" in total.lower() else total or ""


def _amount(one: Number, summed: str) -> tuple[str, Decimal, str]:
    """Return label, amount and amount in words; what is no number has no length."""
    if not summed:
        return one.label, Decimal(one.count), f"{one.count:,}"
    try:
        number = Decimal(one.total or 0)
    except InvalidOperation:
        number = Decimal(0)
    return one.label, number if number.is_finite() else Decimal(0), grouped(one.total) or "–"
