"""What somebody wants done with rows of a table: changed cells, or rows left out."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from ckanext.scigov.shared.errors import Refusal, Refused

MOST_ROWS = 1_000
"""As many rows are changed at once."""
LONGEST_NOTE = 2_000
LONGEST_REFERENCE = 200
Values: TypeAlias = "Mapping[str, str | None]"
_PATH = re.compile(r"/(?![/\\])[!-~]*")


class ChangeReason(enum.Enum):
    """Why rows are not changed."""

    NO_LIST = "no_list"
    NO_CHANGE = "no_change"
    TOO_MANY = "too_many"
    NO_NUMBER = "no_number"
    SAME_ROW = "same_row"
    NOTHING_EXPECTED = "nothing_expected"
    NEITHER = "neither"
    NO_TEXT = "no_text"
    NOTE_MISSING = "note_missing"
    NOTE_TOO_LONG = "note_too_long"
    REFERENCE_TOO_LONG = "reference_too_long"
    PATH_ELSEWHERE = "path_elsewhere"
    OF_A_LINK = "of_a_link"
    UNDER_WAY = "under_way"
    NEWEST_REFUSED = "newest_refused"
    OTHER_VERSION = "other_version"
    OTHER_TABLE = "other_table"
    ROW_GONE = "row_gone"
    ROW_DIFFERS = "row_differs"
    NO_COLUMN = "no_column"
    CELL_UNFIT = "cell_unfit"
    ROW_EMPTY = "row_empty"
    UNWRITABLE = "unwritable"
    READ_OTHERWISE = "read_otherwise"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row: what was seen of it, and what becomes of it."""

    row: int
    """Its ``_id`` in the table that was shown."""
    expected: Values
    values: Values | None
    """New values by column; None deletes the row."""


@dataclass(frozen=True, slots=True)
class Note:
    """Why there is a version: a text, and what it refers to, perhaps with a page of this site."""

    text: str = ""
    reference: str = ""
    path: str = ""


def note_of(text: str, reference: str = "", path: str = "") -> Note:
    """Return a note as it is kept.

    Args:
        text: why there is a change.
        reference: what it refers to, perhaps a number; may be empty.
        path: of a page of this site about that; may be empty.

    Raises:
        Refused: it is too long, or the path leads elsewhere.
    """
    note = Note(text.strip(), reference.strip(), path.strip())
    if len(note.text) > LONGEST_NOTE:
        raise refused(ChangeReason.NOTE_TOO_LONG, "note", most=LONGEST_NOTE)
    if max(len(note.reference), len(note.path)) > LONGEST_REFERENCE:
        raise refused(ChangeReason.REFERENCE_TOO_LONG, "reference", most=LONGEST_REFERENCE)
    if note.path and not _PATH.fullmatch(note.path):
        raise refused(ChangeReason.PATH_ELSEWHERE, "reference_path")
    return note


def refused(reason: ChangeReason, field: str = "changes", **values: str | int) -> Refused:
    return Refused(Refusal(reason, field, values))


def changes_from(given: Any) -> tuple[RowChange, ...]:
    """Read changes: a list, or its JSON text, of ``row``, ``expected``, and ``set`` or ``delete``.

    Raises:
        Refused: it is no such list.
    """
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise refused(ChangeReason.NO_LIST) from None
    if not isinstance(given, list):
        raise refused(ChangeReason.NO_LIST)
    if not given:
        raise refused(ChangeReason.NO_CHANGE)
    if len(cast("list[Any]", given)) > MOST_ROWS:
        raise refused(ChangeReason.TOO_MANY, most=MOST_ROWS)
    found: dict[int, RowChange] = {}
    for one in cast("list[Any]", given):
        change = _change(one)
        if change.row in found:
            raise refused(ChangeReason.SAME_ROW, row=change.row)
        found[change.row] = change
    return tuple(found[row] for row in sorted(found))


def _change(given: Any) -> RowChange:
    if not isinstance(given, dict):
        raise refused(ChangeReason.NO_LIST)
    fields = cast("dict[str, Any]", given)
    row = _row(fields.get("row"))
    expected = _values(fields.get("expected"), row)
    if not expected:
        raise refused(ChangeReason.NOTHING_EXPECTED, row=row)
    is_deleted = fields.get("delete") is True
    values = _values(fields.get("set"), row)
    if is_deleted == bool(values):
        raise refused(ChangeReason.NEITHER, row=row)
    return RowChange(row, expected, None if is_deleted else values)


def _row(given: Any) -> int:
    text = str(given)
    if isinstance(given, bool) or not (text.isdecimal() and text.isascii() and len(text) < 10):
        raise refused(ChangeReason.NO_NUMBER)
    return int(text)


def _values(given: Any, row: int) -> Values:
    """Return values as text; a number of JSON may not be the one that somebody has written."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise refused(ChangeReason.NO_TEXT, row=row)
    values = cast("dict[str, Any]", given)
    if not all(value is None or isinstance(value, str) for value in values.values()):
        raise refused(ChangeReason.NO_TEXT, row=row)
    return {name: value or None for name, value in values.items()}
