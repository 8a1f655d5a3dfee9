"""A resource's table as the page shows it, from the query string alone: no script is needed.

``q`` searches all columns; ``fc``, ``fo``, ``fv`` (column, operator, value, any number of times)
are the filters; ``sort``, ``desc``, ``rows`` and ``page`` say which rows are shown and how.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import config, sentences
from ckanext.scigov.tables.rows import OPERATORS, SUMMED_TYPES

SIZES = (20, 50, 100)
ANCHOR = "#table"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked for."""

    q: str
    filters: tuple[tuple[str, str, str], ...]
    sort: str
    descending: bool
    size: int
    page: int

    @classmethod
    def from_query(cls, arguments: Any) -> Asked:
        triples = zip(*(arguments.getlist(name) for name in ("fc", "fo", "fv")), strict=False)
        filters = tuple((c, o, v.strip()) for c, o, v in triples if c and v.strip())
        sizes = (*SIZES, config.page_size())
        size = arguments.get("rows", type=int)
        return cls(
            q=arguments.get("q", "").strip(),
            filters=tuple(f for f in filters if f[1] in OPERATORS - {"in"}),
            sort=arguments.get("sort", ""),
            descending=arguments.get("desc") == "1",
            size=size if size in sizes else config.page_size(),
            page=max(1, arguments.get("page", 1, type=int)),
        )

    def url(self, **changes: Any) -> str:
        """Return this page's address with some of it changed; a change starts at page 1."""
        values = {
            "q": self.q,
            "filters": self.filters,
            "sort": self.sort,
            "desc": "1" if self.descending else "",
            "rows": self.size if self.size != config.page_size() else "",
            "page": "",
        } | changes
        pairs = [(key, value) for key, value in values.items() if key != "filters" and value]
        for column, operator, value in values["filters"]:
            pairs += [("fc", column), ("fo", operator), ("fv", value)]
        return (
            f"{tk.request.path}?{urlencode(pairs)}{ANCHOR}"
            if pairs
            else f"{tk.request.path}{ANCHOR}"
        )


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


@dataclass(frozen=True, slots=True)
class PreviewFilter:
    column: str
    label: str
    operator: str
    operator_name: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What the template shows; ``problem`` stands in place of rows when the question failed."""

    q: str
    columns: tuple[PreviewColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    total: int
    first: int
    last: int
    page: int
    pages: int
    previous_url: str
    next_url: str
    sizes: tuple[tuple[int, str, bool], ...]
    filters: tuple[PreviewFilter, ...]
    operators: Sequence[tuple[str, str]]
    kept: tuple[tuple[str, str], ...]  # hidden fields of the form
    clear_url: str
    has_sums: bool
    problem: str = ""


def preview_of(resource: dict[str, Any]) -> Preview | None:
    """Return the rows asked for; None when the resource has no table the reader may see."""
    asked = Asked.from_query(tk.request.args)
    try:
        answer = _rows(resource["id"], asked)
        problem = ""
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    except tk.ValidationError as error:
        problem = " ".join(text for texts in error.error_summary.values() for text in [str(texts)])
        try:
            answer = _rows(resource["id"], Asked("", (), "", False, asked.size, 1))
        except (tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError):
            return None
        answer |= {"records": [], "total": 0, "sums": {}}
    return _preview(asked, answer, problem)


def _rows(resource_id: str, asked: Asked) -> dict[str, Any]:
    filters: dict[str, dict[str, str]] = {}
    for column, operator, value in asked.filters:
        filters.setdefault(column, {})[operator] = value
    sort = f"{asked.sort} {'desc' if asked.descending else 'asc'}" if asked.sort else ""
    arguments = {
        "resource_id": resource_id,
        "q": asked.q,
        "filters": json.dumps(filters),
        "sort": sort,
        "limit": asked.size,
        "offset": (asked.page - 1) * asked.size,
    }
    return tk.get_action("scigov_tables_rows_show")({}, arguments)


def _preview(asked: Asked, answer: dict[str, Any], problem: str) -> Preview:
    total, size = answer["total"], asked.size
    pages = max(1, -(-total // size))
    fields = answer["fields"]
    labels = {field["id"]: field["label"] for field in fields}
    columns = tuple(_column(field, asked, answer["sums"]) for field in fields)
    return Preview(
        q=asked.q,
        columns=columns,
        rows=tuple(tuple(_shown(r[f["id"]], f["type"]) for f in fields) for r in answer["records"]),
        total=total,
        first=min(total, (asked.page - 1) * size + 1),
        last=min(total, asked.page * size),
        page=asked.page,
        pages=pages,
        previous_url=asked.url(page=asked.page - 1) if asked.page > 1 else "",
        next_url=asked.url(page=asked.page + 1) if asked.page < pages else "",
        sizes=tuple((n, asked.url(rows=n), n == size) for n in SIZES),
        filters=tuple(_filter(one, asked, labels) for one in asked.filters),
        operators=sentences.operators(),
        kept=_kept(asked),
        clear_url=asked.url(q="", filters=()),
        has_sums=any(column.total for column in columns),
        problem=problem,
    )


def _column(field: dict[str, Any], asked: Asked, sums: dict[str, str]) -> PreviewColumn:
    is_sorted = asked.sort == field["id"]
    downwards = is_sorted and not asked.descending
    state = "descending" if asked.descending else "ascending"
    return PreviewColumn(
        id=field["id"],
        label=field["label"],
        unit=field["unit"],
        notes=field["notes"],
        type_name=sentences.type_name(field["type"]),
        numeric=field["type"] in SUMMED_TYPES,
        total=grouped(sums.get(field["id"], "")),
        sort_url=asked.url(sort=field["id"], desc="1" if downwards else ""),
        sorted=state if is_sorted else "none",
    )


def _filter(one: tuple[str, str, str], asked: Asked, labels: dict[str, str]) -> PreviewFilter:
    column, operator, value = one
    rest = tuple(other for other in asked.filters if other != one)
    return PreviewFilter(
        column=column,
        label=labels.get(column, column),
        operator=operator,
        operator_name=sentences.operator(operator),
        value=value,
        remove_url=asked.url(filters=rest),
    )


def _kept(asked: Asked) -> tuple[tuple[str, str], ...]:
    pairs = [
        ("sort", asked.sort),
        ("desc", "1" if asked.descending else ""),
        ("rows", str(asked.size) if asked.size != config.page_size() else ""),
    ]
    for column, operator, value in asked.filters:
        pairs += [("fc", column), ("fo", operator), ("fv", value)]
    return tuple(pair for pair in pairs if pair[1])


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
