"""A resource's table as the page shows it: rows, what was asked, and the form to ask anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import reading
from ckanext.scigov.catalogue.domain.codes import readable
from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.domain.asking import NUMBERS, Asked, Field, fields_for, in_words
from ckanext.scigov.tables.export_files import most_rows_of_a_workbook
from ckanext.scigov.tables.page_marks import NO_MARKS, PageMarks, marks_on_page
from ckanext.scigov.tables.question import SIZES, Question, address, zone


@dataclass(frozen=True, slots=True)
class PreviewColumn:
    id: str
    label: str
    unit: str
    notes: str
    type_name: str
    numeric: bool
    total: str  # sum over all rows that match, empty for other columns
    sort_url: str
    sorted: str  # as aria-sort says it
    codes: Mapping[str, str]  # what values stand for, where the reader sees a code list


@dataclass(frozen=True, slots=True)
class PreviewFilter:
    """A condition that is in force."""

    label: str
    operator_name: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class FormField:
    """A column's part of the form."""

    field: Field
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the template shows; ``problem`` stands in place of rows when the question failed."""

    q: str
    columns: tuple[PreviewColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[str, ...]
    """Of the rows, as ``_id``."""
    total: int
    first: int
    last: int
    page: int
    pages: int
    previous_url: str
    next_url: str
    sizes: tuple[tuple[int, str, bool], ...]
    filters: tuple[PreviewFilter, ...]
    fields: tuple[FormField, ...]
    others: tuple[PreviewColumn, ...]
    """Columns that have no field of their own in the form."""
    operators: Sequence[tuple[str, str]]
    kept: tuple[tuple[str, str], ...]  # hidden fields of the form
    clear_url: str
    is_narrowed: bool
    files: tuple[tuple[str, str], ...]
    """The rows that match as files: name of the form and address."""
    whole_files: tuple[tuple[str, str], ...]
    columns_url: str
    """Figures of the rows that match, and a chart of them."""
    chart_url: str
    has_sums: bool
    problem: str = ""
    marks: PageMarks = NO_MARKS
    """What plugins say of columns, rows and cells."""


def preview_of(resource: dict[str, Any]) -> Preview | None:
    """Return the rows asked for; None when the resource has no table the reader may see."""
    asked = Question.from_query(tk.request.args)
    try:
        answer = _rows(resource["id"], asked)
        problem = ""
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    except tk.ValidationError as error:
        problem = sentences.of_refusal(error)
        try:
            answer = _rows(resource["id"], Question(size=asked.size))
        except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):
            return None
        answer |= {"records": [], "total": 0, "sums": {}}
    found = _preview(resource, asked, answer, problem)
    return replace(found, marks=marks_on_page(resource, answer))


def _rows(resource_id: str, asked: Question) -> dict[str, Any]:
    arguments = {
        "resource_id": resource_id,
        **asked.chosen,
        "sort": asked.order,
        "limit": asked.size,
        "offset": (asked.page - 1) * asked.size,
    }
    return tk.get_action("scigov_tables_rows_show")({}, arguments)


def _preview(
    resource: dict[str, Any], asked: Question, answer: dict[str, Any], problem: str
) -> Preview:
    total, size = answer["total"], asked.size
    pages = max(1, -(-total // size))
    fields = answer["fields"]
    lists = code_labels(resource, fields)
    columns = tuple(_column(field, asked, answer["sums"], lists) for field in fields)
    order = [pair for pair in asked.ordering if pair[0] != "rows"]
    is_small = total <= most_rows_of_a_workbook(len(fields))
    place = {"id": resource["package_id"], "resource_id": resource["id"]}
    form, untold = fields_for([(f["id"], f["type"]) for f in fields], asked.conditions, zone())
    return Preview(
        q=asked.q,
        columns=columns,
        rows=tuple(tuple(_shown(r[f["id"]], f["type"]) for f in fields) for r in answer["records"]),
        numbers=tuple(str(record.get("_id") or "") for record in answer["records"]),
        total=total,
        first=min(total, (asked.page - 1) * size + 1),
        last=min(total, asked.page * size),
        page=asked.page,
        pages=pages,
        previous_url=asked.at(asked.page - 1).url() if asked.page > 1 else "",
        next_url=asked.at(asked.page + 1).url() if asked.page < pages else "",
        sizes=tuple((n, asked.but(size=n).url(), n == size) for n in SIZES),
        filters=shown_filters(asked, {f["id"]: f for f in fields}),
        fields=_form(form, columns),
        others=_others(form, columns),
        operators=sentences.operators(),
        kept=(*asked.ordering, *(pair for one in untold for pair in one.pairs)),
        clear_url=asked.but(q="", conditions=()).url(),
        is_narrowed=asked.is_narrowed,
        files=_files(place, is_small, [*asked.narrowing, *order]),
        whole_files=_files(place, is_small, order) if asked.is_narrowed else (),
        columns_url=address(tk.url_for("scigov_tables.columns", **place), asked.narrowing),
        chart_url=address(tk.url_for("scigov_tables.chart", **place), asked.narrowing),
        has_sums=any(column.total for column in columns),
        problem=problem,
    )


def _files(
    place: dict[str, Any], is_small: bool, pairs: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return the forms that rows come in; a workbook has no room for very many."""
    forms = ("csv", "xlsx", "json") if is_small else ("csv", "json")
    paths = {one: tk.url_for("scigov_tables.export", ending=one, **place) for one in forms}
    return tuple((one.upper(), address(path, pairs)) for one, path in paths.items())


def _form(form: Sequence[Field], columns: Sequence[PreviewColumn]) -> tuple[FormField, ...]:
    by_id = {column.id: column for column in columns}
    return tuple(FormField(one, by_id[one.column].label, by_id[one.column].unit) for one in form)


def _others(form: Sequence[Field], columns: Sequence[PreviewColumn]) -> tuple[PreviewColumn, ...]:
    shown = {one.column for one in form}
    return tuple(column for column in columns if column.id not in shown)


def code_labels(
    resource: Mapping[str, Any], fields: Sequence[Mapping[str, Any]]
) -> dict[str, dict[str, str]]:
    """Return what values of coded columns stand for, as far as the reader sees the dictionary."""
    items = {str(item.get("name")): item for item in reading.items_shown(resource)}
    found = {field["id"]: items.get(str(field.get("name") or "")) for field in fields}
    return {
        column: {code.value: code.label for code in readable(item.get(reading.CODES))}
        for column, item in found.items()
        if item
    }


def _column(
    field: dict[str, Any],
    asked: Question,
    sums: dict[str, str],
    lists: Mapping[str, Mapping[str, str]],
) -> PreviewColumn:
    is_sorted = asked.sort == field["id"]
    downwards = is_sorted and not asked.descending
    state = "descending" if asked.descending else "ascending"
    codes = lists.get(field["id"], {})
    return PreviewColumn(
        id=field["id"],
        label=field["label"],
        unit=field["unit"],
        notes=field["notes"],
        type_name=sentences.type_name(field["type"]),
        numeric=field["type"] in NUMBERS,
        # A sum of codes says nothing.
        total="" if codes else grouped(sums.get(field["id"], "")),
        sort_url=asked.but(sort=field["id"], descending=downwards).url(),
        sorted=state if is_sorted else "none",
        codes=codes,
    )


def shown_filters(
    asked: Question, fields: dict[str, dict[str, Any]], more: Sequence[tuple[str, str]] = ()
) -> tuple[PreviewFilter, ...]:
    """Return the conditions in force, in words, each with the address without it.

    Args:
        asked: with the conditions.
        fields: of the table, by column.
        more: what else stands in the page's address.
    """
    return tuple(_filter(one, asked, fields.get(one.column, {}), more) for one in asked.conditions)


def _filter(
    one: Asked, asked: Question, field: dict[str, Any], more: Sequence[tuple[str, str]]
) -> PreviewFilter:
    operator, value = in_words(one, str(field.get("type")), zone())
    return PreviewFilter(
        label=field.get("label", one.column),
        operator_name=sentences.operator(operator),
        value=sentences.yes_or_no(value) if field.get("type") == "bool" else value,
        remove_url=asked.without(one).url(more),
    )


def _shown(value: str | None, kind: str) -> str:
    if value is None:
        return ""
    return sentences.yes_or_no(value) if kind == "bool" else value


def grouped(number: str) -> str:
    """Return ``12,782.60`` for ``12782.60``: digits are grouped, none is added or lost."""
    whole, dot, rest = number.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.removeprefix("-")
    return f"{sign}{int(digits):,}{dot}{rest}" if digits.isdigit() else number
