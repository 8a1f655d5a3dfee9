"""What a dispute points at: a dataset, one of its parts, a row of a table, a cell, a catalogue field.

Key, fingerprint and columns of a row are data: they are stored with the dispute, and shown to nobody
who may not read the row (``visibility``).
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias, cast

MOST_KEY_COLUMNS = 10
LONGEST_NAME = 200
LONGEST_VALUE = 2_000
Key: TypeAlias = "tuple[tuple[str, str], ...]"
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class TargetKind(str, enum.Enum):
    DATASET = "dataset"
    RESOURCE = "resource"
    ITEM = "item"
    RECORD = "record"
    CELL = "cell"
    FIELD = "field"
    """Of the catalogue entry."""
    DECISION = "decision"
    """How open it is."""


ROWS: Final = frozenset({TargetKind.RECORD, TargetKind.CELL})
OF_DATA: Final = ROWS | {TargetKind.DATASET, TargetKind.RESOURCE, TargetKind.ITEM}
"""Whoever has got the data has got what is wrong."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a dataset. What it does not need is empty."""

    kind: TargetKind
    dataset_id: str
    resource_id: str = ""
    item: str = ""
    """The field name of a data item."""
    field: str = ""
    """The name of a catalogue field."""
    key: Key = ()
    """Columns and values that name a row, by column."""
    key_is_unique: bool = False
    """No other row bore this key when it was reported."""
    fingerprint: str = ""
    columns: tuple[str, ...] = ()
    """The columns that the fingerprint was made of: those that the reporter saw."""
    occurrence: int = 1
    """Which of equal rows, counted from 1 in the order of the table."""
    equal_rows: int = 1
    """How many rows were equal, this one included."""


class TargetReason(enum.Enum):
    """What is wrong with a part of what a report points at."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    NOT_FOR_THIS = "not_for_this"
    """The kind of target has no such part."""
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class WrongTarget:
    field: str
    reason: TargetReason


@dataclass(frozen=True, slots=True)
class _Parts:
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()


_PARTS: Final[Mapping[TargetKind, _Parts]] = MappingProxyType(
    {
        TargetKind.DATASET: _Parts(),
        TargetKind.RESOURCE: _Parts(needs=("resource_id",)),
        TargetKind.ITEM: _Parts(needs=("resource_id", "item")),
        TargetKind.RECORD: _Parts(needs=("resource_id",), takes=("key", "fingerprint")),
        TargetKind.CELL: _Parts(needs=("resource_id", "item"), takes=("key", "fingerprint")),
        TargetKind.FIELD: _Parts(needs=("field",), takes=("resource_id",)),
        TargetKind.DECISION: _Parts(takes=("resource_id", "item")),
    }
)
_TEXTS = ("dataset_id", "resource_id", "item", "field", "fingerprint")


def parse(values: Mapping[str, Any]) -> Target | tuple[WrongTarget, ...]:
    """Return what a report points at, or all that is wrong with it, in the order of the form.

    A row is named by its ``key`` (a mapping, or JSON of one), its ``fingerprint``, or both. Which of
    several equal rows is meant, and whether the key is unique, is not taken from outside:
    ``fingerprint.pinned`` finds it out.

    Args:
        values: ``kind``, ``dataset_id``, ``resource_id``, ``item``, ``field``, ``key``, ``fingerprint``.
    """
    kinds = {one.value: one for one in TargetKind}
    kind = kinds.get(_text(values, "kind"))
    if kind is None:
        reason = TargetReason.UNKNOWN if _text(values, "kind") else TargetReason.MISSING
        return (WrongTarget("kind", reason),)
    key = _key(values.get("key"))
    found = {name: _text(values, name) for name in _TEXTS}
    wrong = [*_wrong_texts(kind, found), *_wrong_row(kind, key, found["fingerprint"])]
    if wrong or isinstance(key, TargetReason):
        return tuple(wrong)
    return Target(
        kind=kind,
        dataset_id=found["dataset_id"],
        resource_id=found["resource_id"],
        item=found["item"],
        field=found["field"],
        key=key,
        fingerprint=found["fingerprint"],
    )


def of_values(values: Mapping[str, Any]) -> Target:
    """Return a target that JSON kept (``to_values``)."""
    changed: dict[str, Any] = {
        "kind": TargetKind(values["kind"]),
        "key": tuple((column, value) for column, value in values["key"]),
        "columns": tuple(values["columns"]),
    }
    return Target(**{**values, **changed})


def to_values(target: Target) -> dict[str, Any]:
    """Return a target as JSON keeps it. It holds data: not for audit rows, logs or notices."""
    return {
        "kind": target.kind.value,
        "dataset_id": target.dataset_id,
        "resource_id": target.resource_id,
        "item": target.item,
        "field": target.field,
        "key": [list(pair) for pair in target.key],
        "key_is_unique": target.key_is_unique,
        "fingerprint": target.fingerprint,
        "columns": list(target.columns),
        "occurrence": target.occurrence,
        "equal_rows": target.equal_rows,
    }


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def _key(value: object) -> Key | TargetReason:
    """Return a key by column, or what is wrong with it."""
    pairs = _pairs(value)
    if pairs is None:
        return TargetReason.MALFORMED
    if len(pairs) > MOST_KEY_COLUMNS:
        return TargetReason.TOO_MANY
    if any(len(column) > LONGEST_NAME or len(one) > LONGEST_VALUE for column, one in pairs):
        return TargetReason.TOO_LONG
    return tuple(sorted(pairs))


def _pairs(value: object) -> list[tuple[str, str]] | None:
    """Return columns and values as they were sent; None where they are no texts."""
    if isinstance(value, str):
        try:
            value = json.loads(value) if value.strip() else {}
        except ValueError:
            return None
    if not value:
        return []
    if not isinstance(value, Mapping):
        return None
    sent = cast("Mapping[object, object]", value)
    pairs = [
        (column, one)
        for column, one in sent.items()
        if column and isinstance(column, str) and isinstance(one, str)
    ]
    return pairs if len(pairs) == len(sent) else None


def _wrong_texts(kind: TargetKind, found: Mapping[str, str]) -> Iterator[WrongTarget]:
    needs = ("dataset_id", *_PARTS[kind].needs)
    for name, text in found.items():
        if len(text) > LONGEST_NAME:
            yield WrongTarget(name, TargetReason.TOO_LONG)
        elif name in needs:
            if not text:
                yield WrongTarget(name, TargetReason.MISSING)
        elif text and name not in _PARTS[kind].takes:
            yield WrongTarget(name, TargetReason.NOT_FOR_THIS)


def _wrong_row(
    kind: TargetKind, key: Key | TargetReason, fingerprint: str
) -> Iterator[WrongTarget]:
    if isinstance(key, TargetReason):
        yield WrongTarget("key", key)
    elif kind not in ROWS:
        if key:
            yield WrongTarget("key", TargetReason.NOT_FOR_THIS)
    elif not key and not fingerprint:
        yield WrongTarget("key", TargetReason.MISSING)
    elif fingerprint and not _FINGERPRINT.fullmatch(fingerprint):
        yield WrongTarget("fingerprint", TargetReason.MALFORMED)
