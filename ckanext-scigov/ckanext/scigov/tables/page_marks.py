"""What plugins say of the columns, rows and cells of a page of a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ckan.common import current_user

from ckanext.scigov.tables.interfaces import TableMark, marks_of

Marks = tuple[TableMark, ...]


@dataclass(frozen=True, slots=True)
class PageMarks:
    """Marks by where they stand; the template asks for each place."""

    found: Mapping[tuple[str, str], Marks] = field(default_factory=dict[tuple[str, str], Marks])
    """By the number of a row and a column; either may be empty."""

    def at_column(self, column: str) -> Marks:
        return self.found.get(("", column), ())

    def at_row(self, number: str) -> Marks:
        return self.found.get((number, ""), ())

    def at_cell(self, number: str, column: str) -> Marks:
        return self.found.get((number, column), ())


NO_MARKS = PageMarks()


def marks_on_page(resource: Mapping[str, Any], answer: Mapping[str, Any]) -> PageMarks:
    """Return the marks of the rows that an answer of ``scigov_tables_rows_show`` holds."""
    numbers = [int(record["_id"]) for record in answer["records"] if record.get("_id")]
    context = {"user": current_user.name, "auth_user_obj": current_user}
    columns = {
        name: one["id"] for one in answer["fields"] for name in (one.get("name"), one["id"]) if name
    }
    found: dict[tuple[str, str], Marks] = {}
    for mark in marks_of(context, resource, numbers):
        # A data item may have no column by now.
        column = columns.get(mark.column) if mark.column else ""
        if column is not None:
            place = (str(mark.row or ""), column)
            found[place] = (*found.get(place, ()), mark)
    return PageMarks(found)
