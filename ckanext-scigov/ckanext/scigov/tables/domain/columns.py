"""From a file's heading and the data item dictionary to the columns of a table.

A column keeps its heading as its id, so that whoever knows the file can ask for 依托单位; the
dictionary adds label, type, unit and description. PostgreSQL allows 63 bytes for a name, CKAN
no quotes, no control characters and no underscore in front: only such headings are changed.
"""

from __future__ import annotations

import dataclasses
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from ckanext.scigov.catalogue.domain.codes import readable
from ckanext.scigov.tables.domain.kinds import LETTERS, READERS, Kind, Unreadable
from ckanext.scigov.tables.domain.problems import NoteCode

Item: TypeAlias = Mapping[str, Any]

LONGEST_ID_BYTES = 63
MOST_COLUMNS = 1000  # PostgreSQL allows 1,600 of the smallest types
RESERVED = frozenset(
    {"_id", "_full_text", "rank", "tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}
)
# Item keys that go into the DataStore's data dictionary as they are.
CARRIED = ("name", "data_type", "unit", "length", "precision", "update_frequency")


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column: where it stands in the file, its id in the table, and how cells are read.

    ``kind`` is None while it still has to be inferred.
    """

    index: int
    id: str
    heading: str
    kind: Kind | None
    missing: frozenset[str] = frozenset()
    info: Mapping[str, Any] = dataclasses.field(default_factory=dict[str, Any])
    is_declared: bool = False
    """The dictionary gives it a type other than text, or a code list: cells may fail to fit."""
    codes: frozenset[str] = frozenset()
    """The values of its code list; any value where that is empty."""

    def allowed(self) -> frozenset[str]:
        """Return the values of the code list as cells of this type are read."""
        return frozenset(_as_read(code, self.kind or Kind.TEXT) for code in self.codes)


@dataclasses.dataclass(frozen=True, slots=True)
class Note:
    """Something that does not stop a load: an item without column, a column without item."""

    code: NoteCode
    name: str


def columns_of(heading: Sequence[str], items: Sequence[Item]) -> tuple[list[Column], list[Note]]:
    """Match the heading with the dictionary by item name or title."""
    by_name = _items_by_name(items)
    taken: set[str] = set()
    columns: list[Column] = []
    notes: list[Note] = []
    used: set[int] = set()
    for index, text in enumerate(heading):
        item = by_name.get(_key(text))
        if item is not None and id(item) in used:
            item = None
        if item is not None:
            used.add(id(item))
        elif items:
            notes.append(Note(NoteCode.COLUMN_WITHOUT_ITEM, text.strip()))
        columns.append(_column(index, text, item, taken))
    notes += [
        Note(NoteCode.ITEM_WITHOUT_COLUMN, str(item.get("title") or item.get("name") or ""))
        for item in items
        if id(item) not in used
    ]
    return columns, notes


def column_id(heading: str, number: int, taken: Iterable[str]) -> str:
    """Return a free column id that is the heading wherever the heading is allowed."""
    name = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in heading)
    name = " ".join(name.split()).replace('"', "″").replace("\\", "＼").lstrip("_ ")
    # CKAN's statements would take ` :word` for a parameter.
    name = re.sub(r"(?<!\w):(?=\w)", "：", name)
    name = _cut(name, LONGEST_ID_BYTES) or f"column_{number}"
    taken = {*taken, *RESERVED}
    candidate, count = name, 1
    while candidate in taken:
        count += 1
        candidate = _cut(name, LONGEST_ID_BYTES - len(f"_{count}")) + f"_{count}"
    return candidate


def items_from(stored: Any) -> list[Item]:
    """Return a resource's dictionary, stored as a list or as JSON, or nothing."""
    if isinstance(stored, str):
        try:
            stored = json.loads(stored)
        except ValueError:
            return []
    if not isinstance(stored, list):
        return []
    return [entry for entry in stored if isinstance(entry, dict)]  # pyright: ignore[reportUnknownVariableType]


def _column(index: int, heading: str, item: Item | None, taken: set[str]) -> Column:
    name = column_id(heading, index + 1, taken)
    taken.add(name)
    if item is None:
        return Column(index, name, heading, None, info={"label": heading.strip() or name})
    letter = str(item.get("data_type") or "").upper()
    info: dict[str, Any] = {
        "label": item.get("title") or heading.strip(),
        "notes": item.get("description") or "",
    }
    info |= {key: item[key] for key in CARRIED if item.get(key)}
    kind = LETTERS.get(letter)
    codes = frozenset(code.value for code in readable(item.get("codes")))
    is_declared = kind not in (None, Kind.TEXT) or bool(codes)
    missing = _missing(item.get("missing_values"))
    return Column(index, name, heading, kind, missing, info, is_declared, codes)


def _as_read(code: str, kind: Kind) -> str:
    try:
        return READERS[kind](code)
    except Unreadable:
        return code


def _items_by_name(items: Sequence[Item]) -> dict[str, Item]:
    found: dict[str, Item] = {}
    for field in ("title", "name"):
        for item in items:
            key = _key(str(item.get(field) or ""))
            if key:
                found.setdefault(key, item)
    return found


def _missing(stored: Any) -> frozenset[str]:
    """Return the cell texts that mean "no value": a list, or text separated by commas."""
    if isinstance(stored, str):
        stored = re.split(r"[,，;；\n]", stored)
    values: Iterable[Any] = stored or ()
    return frozenset(str(value).strip() for value in values)


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _cut(name: str, size: int) -> str:
    return name.encode()[:size].decode(errors="ignore").rstrip()
