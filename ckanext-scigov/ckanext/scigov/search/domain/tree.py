"""The typed tree a query is parsed into. It knows fields and words, no SQL and no Solr text."""

from __future__ import annotations

import dataclasses
import enum


class Occur(str, enum.Enum):
    """What a clause is to the group it stands in (Lucene's words)."""

    MUST = "+"
    SHOULD = " "
    MUST_NOT = "-"


@dataclasses.dataclass(frozen=True, slots=True)
class Everything:
    """``*:*``."""


@dataclasses.dataclass(frozen=True, slots=True)
class Exists:
    """``field:*``."""

    field: str


@dataclasses.dataclass(frozen=True, slots=True)
class Words:
    """Text to be found in a field, analysed as the field's kind demands.

    ``quoted`` text must stand there in this order; of ``whole`` text nothing may be missing, where
    of a long Chinese text some may.
    """

    field: str
    text: str
    quoted: bool = False
    whole: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Pattern:
    """A word with wildcards: ``parts`` are literal texts, ``*`` and ``?`` between them."""

    field: str
    parts: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Between:
    """A range; None is an open end."""

    field: str
    low: str | None
    high: str | None
    includes_low: bool = True
    includes_high: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Clause:
    """One member of a group."""

    occur: Occur
    node: Node


@dataclasses.dataclass(frozen=True, slots=True)
class Clauses:
    """A group with Lucene's meaning.

    Every MUST holds and no MUST_NOT; of the SHOULDs at least ``minimum``, and at least one where
    there is no MUST. A group of MUST_NOT only matches nothing unless it is the whole query.
    """

    clauses: tuple[Clause, ...]
    minimum: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Best:
    """Several ways to match one thing, each with its weight: the best one counts (dismax)."""

    ways: tuple[tuple[Node, float], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Boosted:
    """A node whose score counts ``factor`` times."""

    node: Node
    factor: float


Simple = Everything | Exists | Words | Pattern | Between
"""The nodes that ask for one thing each."""
Node = Everything | Exists | Words | Pattern | Between | Clauses | Best | Boosted
