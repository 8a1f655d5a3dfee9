"""Searches in Solr's standard language as values, and how a person types them."""

from __future__ import annotations

import dataclasses
import re
from typing import TypeAlias


@dataclasses.dataclass(frozen=True, slots=True)
class Everything:
    """``*:*``."""


@dataclasses.dataclass(frozen=True, slots=True)
class Exists:
    """``field:*``, or the open range that means the same."""

    field: str
    as_range: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """A word or a quoted text; without a field it goes to the default one."""

    field: str | None
    text: str
    quoted: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Pattern:
    """A word with wildcards."""

    field: str | None
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Between:
    """A range; None is an open end."""

    field: str
    low: str | None
    high: str | None
    includes_low: bool = True
    includes_high: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Boosted:
    """What counts more for relevance and finds the same."""

    inner: Expression
    factor: str


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """A member of a group with what stands before it: AND, OR and then +, -, !, NOT."""

    conjunction: str
    modifier: str
    inner: Expression

    @property
    def requires(self) -> bool:
        return self.modifier == "+"

    @property
    def forbids(self) -> bool:
        return self.modifier in ("-", "!", "NOT ")


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Members in brackets; ``field:( )`` sets the default field inside."""

    items: tuple[Item, ...]
    field: str | None = None


Expression: TypeAlias = Everything | Exists | Words | Pattern | Between | Boosted | Group

_SPECIAL = re.compile(r'[!(){}\[\]^"~*?:\\/\s]|^[-+]|&(?=&)|\|(?=\|)')
_WILDCARD_FREE = re.compile(r'[!(){}\[\]^"~:\\/\s]|^[-+]|&(?=&)|\|(?=\|)')


def escaped(text: str) -> str:
    """Protect what has a meaning in the query language."""
    return _SPECIAL.sub(lambda found: f"\\{found.group()}", text)


def escaped_pattern(text: str) -> str:
    """Protect all but the wildcards."""
    return _WILDCARD_FREE.sub(lambda found: f"\\{found.group()}", text)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def with_field(field: str | None, written: str) -> str:
    return f"{field}:{written}" if field else written


def typed_query(group: Group) -> str:
    """Write a whole query: no brackets around it."""
    return " ".join(_typed_item(item) for item in group.items)


def _typed_item(item: Item) -> str:
    conjunction = f"{item.conjunction} " if item.conjunction else ""
    return f"{conjunction}{item.modifier}{typed(item.inner)}"


def typed(expression: Expression) -> str:  # noqa: PLR0911 (one for each kind)
    """Write one part as a person would."""
    if isinstance(expression, Everything):
        return "*:*"
    if isinstance(expression, Exists):
        return f"{expression.field}:{'[* TO *]' if expression.as_range else '*'}"
    if isinstance(expression, Words):
        text = quoted(expression.text) if expression.quoted else escaped(expression.text)
        return with_field(expression.field, text)
    if isinstance(expression, Pattern):
        return with_field(expression.field, escaped_pattern(expression.text))
    if isinstance(expression, Between):
        return f"{expression.field}:{typed_range(expression)}"
    if isinstance(expression, Boosted):
        return f"{typed(expression.inner)}^{expression.factor}"
    return with_field(expression.field, f"({typed_query(expression)})")


def typed_range(between: Between) -> str:
    low, high = (_typed_end(end) for end in (between.low, between.high))
    first = "[" if between.includes_low else "{"
    last = "]" if between.includes_high else "}"
    return f"{first}{low} TO {high}{last}"


def _typed_end(end: str | None) -> str:
    if end is None:
        return "*"
    # Dates are typed bare, with their colons; texts go in quotes.
    return (
        end if re.fullmatch(r"-?\d+|NOW[-+/\w]*|\d{4}-\d\d-\d\dT[-+/:.\w]*", end) else quoted(end)
    )
