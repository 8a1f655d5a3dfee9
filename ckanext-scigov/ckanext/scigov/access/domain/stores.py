"""Every column that can hold text, and how what it holds is kept harmless: ``stores.yaml`` as values."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, cast


class Content(str, enum.Enum):
    """The most that a column holds."""

    NEUTRAL = "NEUTRAL"
    EXISTENCE = "EXISTENCE"
    META = "META"
    LOCATE = "LOCATE"
    DATA = "DATA"
    SECRET = "SECRET"  # noqa: S105 (a word)


class Keeping(str, enum.Enum):
    """How that is kept harmless (stores.yaml has the words)."""

    NONE = "none"
    VAULT = "vault"
    TRANSITION_JOB = "transition_job"
    GATEWAY = "gateway"
    POLICY = "policy"
    CKAN = "ckan"


NEED_KEEPING = frozenset({Content.LOCATE, Content.DATA, Content.SECRET})


@dataclasses.dataclass(frozen=True, slots=True)
class Store:
    plugin: str
    """Whose migration makes the table."""
    table: str
    column: str
    content: Content
    keeping: Keeping = Keeping.NONE


def parse(decoded: Any) -> Mapping[tuple[str, str], Store]:
    """Return the columns of a decoded file, by table and column.

    Raises:
        ValueError: saying which line is wrong, and how.
    """
    found: dict[tuple[str, str], Store] = {}
    for plugin, tables in _mapping("The file", decoded).items():
        for table, lines in _mapping(f"The plugin {plugin}", tables).items():
            for store in _stores(str(plugin), str(table), lines):
                key = (store.table, store.column)
                if key in found:
                    raise ValueError(f"{store.table}.{store.column} stands twice.")
                found[key] = store
    return MappingProxyType(found)


def _stores(plugin: str, table: str, lines: Any) -> Iterator[Store]:
    for words, columns in _mapping(f"The table {table}", lines).items():
        content, keeping = _meaning(table, words)
        if not isinstance(columns, list) or not columns:
            raise ValueError(f"The line {words} of {table} needs a list of columns.")
        for column in cast("list[Any]", columns):
            yield Store(plugin, table, str(column), content, keeping)


def _meaning(table: str, words: Any) -> tuple[Content, Keeping]:
    first, _, second = str(words).partition(" ")
    try:
        content, keeping = Content(first), Keeping(second) if second else Keeping.NONE
    except ValueError:
        raise ValueError(
            f"The line {words} of {table} is not understood; write one of "
            f"{', '.join(member.value for member in Content)} and, behind it, one of "
            f"{', '.join(member.value for member in Keeping if member is not Keeping.NONE)}."
        ) from None
    if content in NEED_KEEPING and keeping is Keeping.NONE:
        raise ValueError(f"The line {words} of {table} does not say how that is kept harmless.")
    return content, keeping


def _mapping(where: str, value: Any) -> Mapping[Any, Any]:
    if not isinstance(value, Mapping):
        raise ValueError(f"{where} must be a mapping, not {value!r}.")  # noqa: TRY004 (one error for all)
    return cast("Mapping[Any, Any]", value)
