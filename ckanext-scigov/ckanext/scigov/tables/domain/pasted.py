"""A dictionary of data items out of what somebody copies from a spreadsheet.

It may be a table's row of headings, alone or with rows of data below it, a list of titles, or a
dictionary with headings of its own (字段名, 类型, 说明 …). Nothing that was pasted is lost: a column that
is no part of a dictionary is named.
"""

from __future__ import annotations

import csv
import enum
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ckanext.scigov.catalogue.domain.codes import readable, written
from ckanext.scigov.tables.domain.inference import Guess
from ckanext.scigov.tables.domain.kinds import Kind as ColumnKind

Items = list[dict[str, str]]

MOST_ITEMS = 1_000
DELIMITERS = ("\t", ",", "，", ";", "；", "、", "|")
FLAGS = frozenset({"required", "unique", "primary_key"})
YES = frozenset(
    {"是", "y", "yes", "true", "1", "√", "✓", "v", "必填", "主键", "唯一", "非空", "pk"}
)
TYPE = re.compile(
    r"(?P<word>[^()]+?)\s*"
    r"(?:\(\s*(?P<size>\d+)\s*(?:,\s*(?P<scale>\d+)\s*)?(?:char|byte)?\s*\))?"
)
HEADINGS_OF_A_DICTIONARY = 2
TEXTS = frozenset("CM")
NUMBERS_WITH_DECIMALS = frozenset("NYBF")


LETTERS_OF_KINDS: Mapping[ColumnKind, str] = {
    ColumnKind.TEXT: "C",
    ColumnKind.INTEGER: "I",
    ColumnKind.NUMBER: "N",
    ColumnKind.DOUBLE: "B",
    ColumnKind.FLOAT: "F",
    ColumnKind.DATE: "D",
    ColumnKind.DATETIME: "T",
    ColumnKind.BOOLEAN: "L",
}


class Kind(str, enum.Enum):
    NOTHING = "nothing"
    HEADINGS = "headings"
    TITLES = "titles"
    DICTIONARY = "dictionary"


@dataclass(frozen=True, slots=True)
class Words:
    """What headings and types are called, in lower case; and items that everybody knows, by title."""

    headings: Mapping[str, str]
    types: Mapping[str, str]
    known: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Pasted:
    kind: Kind
    items: Items
    ignored: tuple[str, ...] = ()
    """Headings of columns that are no part of a dictionary."""
    left_out: int = 0
    """Items above the most there can be."""


def read(text: str, words: Words) -> Pasted:
    """Return the data items that a text stands for, without names that it does not give."""
    whole = _grid(text)
    rows = [_flat(row) for row in whole]
    if not rows:
        return Pasted(Kind.NOTHING, [])
    fields = [words.headings.get(_plain(cell)) for cell in rows[0]]
    named = {field for field in fields if field}
    if len(named) >= HEADINGS_OF_A_DICTIONARY and named & {"title", "name"} and len(rows) > 1:
        ignored = tuple(c for c, f in zip(rows[0], fields, strict=True) if c and not f)
        return _cut(Kind.DICTIONARY, _dictionary(fields, whole[1:], words), ignored)
    if len(rows) > 1 and all(len(row) == 1 for row in rows):
        return _cut(Kind.TITLES, _titled([row[0] for row in rows], [], words), ())
    return _cut(Kind.HEADINGS, _titled(rows[0], rows[1:], words), ())


def _cut(kind: Kind, items: Items, ignored: tuple[str, ...]) -> Pasted:
    return Pasted(kind, items[:MOST_ITEMS], ignored, max(0, len(items) - MOST_ITEMS))


def _grid(text: str) -> list[list[str]]:
    """Split into cells as spreadsheets copy them; a cell with a line break is in quotes."""
    lines = text.strip("\r\n")
    delimiter = "\t" if "\t" in lines else _delimiter(lines.partition("\n")[0])
    if not delimiter:
        rows = [[line] for line in lines.splitlines()]
    else:
        rows = list(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter))
    return [row for row in rows if any(cell.strip() for cell in row)]


def _flat(row: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in row]


def _delimiter(line: str) -> str:
    return max(DELIMITERS, key=line.count) if any(one in line for one in DELIMITERS) else ""


def _plain(cell: str) -> str:
    """Return a heading as the list of headings has it: ``字段类型（必填）*`` is ``字段类型``."""
    text = unicodedata.normalize("NFKC", cell).lower()
    return re.sub(r"\([^)]*\)|[*:]", "", text).replace("_", " ").strip()


def _titled(titles: Sequence[str], data: Sequence[Sequence[str]], words: Words) -> Items:
    guesses = [Guess(title) for title in titles]
    for place, guess in enumerate(guesses):
        guess.look_at(row[place] for row in data if place < len(row))
    return items_of_columns(guesses, words)


def items_of_columns(columns: Iterable[Guess], words: Words) -> Items:
    """Return an item for each column with a heading; its type is what its cells suggest."""
    found: Items = []
    for guess in columns:
        title = " ".join(guess.heading.split())
        if not title:
            continue
        item = {"title": title, **words.known.get(_plain(title), {})}
        suggested = LETTERS_OF_KINDS[guess.kind] if guess.seen else ""
        item["data_type"] = _type(item.get("data_type", ""), suggested)
        found.append(_without_empty(item))
    return found


def _dictionary(fields: Sequence[str | None], rows: Sequence[Sequence[str]], words: Words) -> Items:
    items: Items = []
    for row in rows:
        item: dict[str, str] = {}
        for field, cell in zip(fields, row, strict=False):
            text = written(readable(cell)) if field == "codes" else " ".join(cell.split())
            if field and text and not item.get(field):
                item[field] = text
        if "title" not in item and "name" not in item:
            continue
        items.append(_completed(item, words))
    return items


def _completed(item: dict[str, str], words: Words) -> dict[str, str]:
    item.setdefault("title", item.get("name", ""))
    known = words.known.get(_plain(item["title"]), {})
    if "nullable" in item:
        item.setdefault("required", "" if _is_yes(item.pop("nullable")) else "是")
    for flag in FLAGS & item.keys():
        item[flag] = "true" if _is_yes(item[flag]) else ""
    item |= _type_of(item.pop("data_type", ""), words)
    item.setdefault("data_type", known.get("data_type", "C"))
    if item.get("description", "") in ("", item["title"]):
        item["description"] = known.get("description", "")
    return _without_empty(item)


def _type_of(text: str, words: Words) -> dict[str, str]:
    """Return code, length and precision of a type as databases and templates write it."""
    match = TYPE.fullmatch(unicodedata.normalize("NFKC", text).lower().strip())
    code = words.types.get(match["word"].strip()) if match else None
    if match is None or code is None:
        return {}
    found = {"data_type": code}
    if match["size"]:
        scaled = code in NUMBERS_WITH_DECIMALS
        found["precision" if scaled else "length"] = (
            f"{match['size']},{match['scale'] or 0}" if scaled else match["size"]
        )
    return found


def _type(known: str, guessed: str) -> str:
    """Return the type that some rows suggest, but none that the rows below may not fit.

    Sums are whole numbers in some rows and not in others; codes may begin with a letter further down.
    """
    is_wider = known in TEXTS or (guessed == "I" and known in NUMBERS_WITH_DECIMALS)
    return known if known and (is_wider or not guessed) else guessed or "C"


def _is_yes(value: str) -> bool:
    return unicodedata.normalize("NFKC", value).strip().lower() in YES


def _without_empty(item: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in item.items() if value}
