"""Validators of this feature."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import says
from ckanext.scigov.tables.row_queries import OPERATORS, Filter

LAST_HEADER_ROW = 1000


@says(type="object")
def scigov_tables_filters(value: Any) -> list[Filter]:
    """Turn ``{column: value}``, ``{column: [values]}`` or ``{column: {operator: value}}`` round."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise tk.Invalid(tk._("The filters are not JSON.")) from None
    if not isinstance(value, dict):
        raise tk.Invalid(tk._("The filters must be an object of columns and values."))
    found: list[Filter] = []
    for column, wanted in value.items():
        conditions = wanted if isinstance(wanted, dict) else {_plain_operator(wanted): wanted}
        for operator, one in conditions.items():
            if operator not in OPERATORS or (operator == "in") != isinstance(one, list):
                message = tk._(
                    "The filter on %(column)s has no operator of this kind: %(operator)s."
                )
                raise tk.Invalid(message % {"column": column, "operator": operator})
            found.append(Filter(str(column), operator, one))
    return found


@says(
    type="array",
    items={
        "type": "object",
        "required": ["row", "expected"],
        "properties": {
            "row": {"type": "integer", "minimum": 1},
            "expected": {"type": "object"},
            "set": {"type": "object"},
            "delete": {"type": "boolean"},
        },
    },
)
def scigov_tables_changes(value: Any) -> Any:
    """Pass on what is to become of rows: each that is wrong has its own sentence (``domain/row_changes``)."""
    return value


@says(type="string", pattern="^[0-9]{0,4}$")
def scigov_tables_header_row(value: Any) -> str:
    """Take the number of a line, or nothing."""
    text = str(value).strip()
    if text and not (text.isdecimal() and int(text) <= LAST_HEADER_ROW):
        raise tk.Invalid(tk._("The line of the heading is a number from 0 to 1000."))
    return text


def _plain_operator(value: Any) -> str:
    return "in" if isinstance(value, list) else "eq"
