"""Shapes of the actions' input; whether things exist is the actions' question."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import at_most, default, one_of
from ckanext.scigov.tables.chart_data import PERIODS
from ckanext.scigov.tables.reading import DELIMITERS, ENCODINGS

MOST_ROWS = 1000
MOST_COLUMNS = 100
USUAL_COLUMNS = 50


def resource_only() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"resource_id": [v("not_empty"), v("unicode_safe")]}


def dictionary_read() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"text": [v("not_empty"), v("unicode_safe")]}


def dictionary_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    return resource_only() | {"number": [v("not_empty"), v("is_positive_integer")]}


def chosen_rows() -> dict[str, Any]:
    v: Any = tk.get_validator
    return resource_only() | {
        "q": [default(""), v("unicode_safe")],
        "filters": [v("ignore_missing"), v("scigov_tables_filters")],
    }


def column_statistics() -> dict[str, Any]:
    v: Any = tk.get_validator
    return chosen_rows() | {
        "limit": [default(USUAL_COLUMNS), v("natural_number_validator"), at_most(MOST_COLUMNS)],
        "offset": [default(0), v("natural_number_validator")],
    }


def chart_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    text = [default(""), v("unicode_safe")]
    period = [default("year"), v("unicode_safe"), one_of(tuple(PERIODS))]
    return chosen_rows() | {"by": text, "sum": text, "period": period}


def rows_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    return chosen_rows() | {
        "sort": [default(""), v("unicode_safe")],
        "limit": [
            default(20),
            v("natural_number_validator"),
            at_most(MOST_ROWS),
        ],
        "offset": [default(0), v("natural_number_validator")],
    }


def rows_change() -> dict[str, Any]:
    v: Any = tk.get_validator
    text = [default(""), v("unicode_safe")]
    return resource_only() | {
        "version": [v("not_empty"), v("is_positive_integer")],
        "changes": [v("ignore_missing"), v("scigov_tables_changes")],
        "note": text,
        "reference": text,
        "reference_path": text,
        "preview": [default(False), v("boolean_validator")],
    }


def row_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    return resource_only() | {"row": [v("not_empty"), v("is_positive_integer")]}


def row_find() -> dict[str, Any]:
    v: Any = tk.get_validator
    return resource_only() | {
        "filters": [v("ignore_missing"), v("scigov_tables_filters")],
        "fingerprint": [default(""), v("unicode_safe")],
        "limit": [default(20), v("natural_number_validator"), at_most(MOST_ROWS)],
    }


def bad_cell_list() -> dict[str, Any]:
    v: Any = tk.get_validator
    return (
        resource_only() | _page(100) | {"version": [v("ignore_missing"), v("is_positive_integer")]}
    )


def reading_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    choice = [v("ignore_missing"), v("unicode_safe")]
    return resource_only() | {
        "encoding": [*choice, one_of(("", *ENCODINGS))],
        "delimiter": [*choice, one_of(("", *DELIMITERS))],
        "header_row": [*choice, v("scigov_tables_header_row")],
        "sheet": choice,
    }


def fetch_list() -> dict[str, Any]:
    return _page(50)


def version_list() -> dict[str, Any]:
    return resource_only() | _page(20)


def version_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    number = v("is_positive_integer")
    return resource_only() | {
        "number": [v("not_empty"), number],
        "against": [v("ignore_missing"), number],
    }


def _page(usual: int) -> dict[str, Any]:
    v: Any = tk.get_validator
    return {
        "limit": [default(usual), v("natural_number_validator"), at_most(MOST_ROWS)],
        "offset": [default(0), v("natural_number_validator")],
    }
