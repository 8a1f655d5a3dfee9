"""An entry of the catalogue in the 13 elements, and what the template demands and it does not have."""

from __future__ import annotations

import enum
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ckanext.scigov.reporting.domain import elements, scope, words
from ckanext.scigov.reporting.domain.elements import Item, Need, Record
from ckanext.scigov.reporting.domain.scope import Channel

STRUCTURED = frozenset({"database", "spreadsheet"})
SHAPES = {
    elements.ITEM: re.compile(r"\d{2}"),
    elements.SUBITEM: re.compile(r"\d{3}"),
    elements.CODE: re.compile(r"[1-3]\d{5}[0-9A-Z]*/\d{1,10}"),
    elements.PROVIDER_CODE: re.compile(r"[0-9A-Z]{18}"),
    elements.ISSUED: re.compile(r"\d{4}-\d{2}-\d{2}"),
}
"""Forms of texts; of coded columns the words are all there are."""


class Why(enum.Enum):
    EMPTY = "empty"
    UNFIT = "unfit"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Lack:
    """What the template demands of a column, and an entry does not have."""

    column: str
    why: Why


@dataclass(frozen=True, slots=True)
class Judged:
    record: Record
    lacks: tuple[Lack, ...]


def judged(entry: Mapping[str, Any], provider_code: str, channel: Channel) -> Judged:
    """Put an entry, as ``package_show`` gives it, into the form; ``provider_code`` of its provider."""
    shows = scope.shows_items(entry, channel)
    items = tuple(_items(entry, channel)) if shows else ()
    found = elements.record(_values(entry, provider_code), items)
    return Judged(found, tuple(_lacks(found, shows_items=shows)))


def fingerprint(record: Record) -> str:
    """Return a checksum of all that a record says, for telling what has changed."""
    told = [list(record.values), [(one.title, one.kind, one.length) for one in record.items]]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def lacking(record: Record) -> tuple[Lack, ...]:
    """Return what a record lacks whose items are all there are."""
    return tuple(_lacks(record, shows_items=True))


def _values(entry: Mapping[str, Any], provider_code: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for column in elements.COLUMNS:
        found[column.name] = _texts(entry.get(column.field))
    provider: Mapping[str, Any] = entry.get("organization") or {}
    found[elements.PROVIDER] = _texts(provider.get("title") or provider.get("name"))
    found[elements.PROVIDER_CODE] = _texts(provider_code)
    found[elements.SHARE_TERMS] = _terms(entry, "share")
    found[elements.OPEN_TERMS] = _terms(entry, "open")
    return found


def _terms(entry: Mapping[str, Any], axis: str) -> tuple[str, ...]:
    """Return what stands under conditions: none, the condition, or the basis for a refusal."""
    kind = entry.get(f"{axis}_type")
    if kind == "unconditional":
        return (words.FREE,)
    return _texts(entry.get(f"{axis}_condition" if kind == "conditional" else f"non_{axis}_basis"))


def _texts(value: object) -> tuple[str, ...]:
    """Return texts with the ends of lines alike, so that a file and an entry say the same."""
    given = cast("Sequence[object]", value) if isinstance(value, (list, tuple)) else (value,)
    clean = (str(one).replace("\r\n", "\n").strip() for one in given if one is not None)
    return tuple(one for one in clean if one)


def _items(entry: Mapping[str, Any], channel: Channel) -> list[Item]:
    """Return the items of all resources, each once, in an order that survives a file."""
    found: list[Item] = []
    for resource in entry.get("resources") or ():
        for one in resource.get("data_items") or ():
            title = _first(one.get("title") or one.get("name"))
            item = Item(title, _first(one.get("data_type")), _length(one))
            if title and item not in found and scope.shows_item(one, channel):
                found.append(item)
    return [item for table in tables_of(found) for item in table]


def tables_of(items: Iterable[Item]) -> list[list[Item]]:
    """Spread items over tables in which no title comes twice."""
    tables: list[list[Item]] = []
    for item in items:
        for table in tables:
            if all(one.title != item.title for one in table):
                table.append(item)
                break
        else:
            tables.append([item])
    return tables


def _length(item: Mapping[str, Any]) -> str:
    """Return length, and precision behind a stroke where there is one."""
    length, precision = _first(item.get("length")), _first(item.get("precision"))
    return f"{length}/{precision}" if precision else length


def _first(value: object) -> str:
    return next(iter(_texts(value)), "")


def _lacks(record: Record, *, shows_items: bool) -> Iterator[Lack]:
    for column in elements.COLUMNS:
        if why := _wrong(record, column.name, column.need):
            yield Lack(column.name, why)
    needs_items = shows_items and record.get(elements.FORM) in STRUCTURED
    if needs_items and not record.items:
        yield Lack(elements.ITEM_NAME, Why.EMPTY)
    if any(not one.kind for one in record.items):
        yield Lack(elements.ITEM_TYPE, Why.EMPTY)


def _wrong(record: Record, name: str, need: Need) -> Why | None:
    texts = record.all(name)
    if not texts:
        return Why.EMPTY if need in (Need.ALWAYS, Need.CONDITIONAL) else None
    shape = SHAPES.get(name)
    if shape is not None and not shape.fullmatch(texts[0]):
        return Why.UNFIT
    if name in words.WORDS and any(one not in words.WORDS[name] for one in texts):
        return Why.UNFIT
    # Conditions that say "none" would come back as no conditions.
    if name == elements.OPEN_TERMS and record.get(elements.OPEN) == "conditional":
        return Why.UNFIT if texts[0] == words.FREE else None
    return None
