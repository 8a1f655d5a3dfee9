"""Tables that pages send as CSV: read by spreadsheets as they are meant, formulas taken for texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import flask

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With these a spreadsheet takes a text for a formula."""


def answer(rows: Iterable[Sequence[str]], file_name: str) -> flask.Response:
    """Return a table, the first row its headings, as a file of this name."""
    found = flask.Response(text_of(rows), mimetype="text/csv")
    found.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return found


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Return a table as the text of a CSV file, to be written in UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([safe(cell) for cell in row] for row in rows)
    # Spreadsheets take a file for UTF-8 when it begins with this mark.
    return "\ufeff" + text.getvalue()


def safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text
