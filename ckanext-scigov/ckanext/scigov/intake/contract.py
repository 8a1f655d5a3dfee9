"""What a connector gives and gets: the one contract between source systems and the pipeline.

A connector knows one kind of system and nothing of the catalogue. It lists a source page by page, from any
checkpoint it has given before, and reads what a list does not say. Mapping, comparing, judging and writing
are the pipeline's. ``tests/connector_suite.py`` is the suite that each connector subclasses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol, TypeAlias

Raw: TypeAlias = Mapping[str, Any]
"""One record as its source gave it, values that JSON has."""
Checkpoint: TypeAlias = Mapping[str, Any]
"""Where a connector goes on, values that JSON has. Only the connector reads it."""


class SourceFailed(Exception):
    """The source cannot be read on; nothing may be concluded about what it has.

    ``cause`` is a code of ``domain/causes.py``; ``detail`` holds values for its sentence, never an
    address with a password, never a credential.
    """

    def __init__(self, cause: str, detail: Mapping[str, Any] | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.detail = dict(detail or {})


@dataclass(frozen=True, slots=True)
class Item:
    """A record in a list."""

    raw: Raw
    version: str = ""
    """What the source says of its state (a moment, a number, an ETag); empty where it says nothing."""
    is_whole: bool = True
    """Otherwise ``read`` gives the rest, and is asked only where ``version`` is new or empty."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something in the place of a record that is none: a broken line, a text where an object was due."""

    cause: str
    excerpt: str
    """Its beginning, at most 500 characters."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something about the source that an operator should know although it was read."""

    cause: str
    detail: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a source."""

    items: Sequence[Item]
    following: Checkpoint | None
    """Where the next page begins; None after the last one."""
    total: int | None = None
    """How many records the source says it has; None where it does not say."""
    unreadable: Sequence[Unreadable] = ()
    noticed: Sequence[Noticed] = ()
    is_unchanged: bool = False
    """The source answered that nothing has changed since ``known``: all it had, it has still."""
    known: Mapping[str, str] = field(default_factory=dict[str, str])
    """With the last page: what to remember for the next run's conditional request (ETag, moment)."""


class Connector(Protocol):
    """One kind of source system. Made for one run, closed after it."""

    kind: ClassVar[str]
    """The word of a mapping's ``connector.kind``."""

    def pages(self, after: Checkpoint | None) -> Iterator[Page]:
        """Yield the source from a checkpoint on; each page can be committed before the next is asked.

        Raises:
            SourceFailed: it cannot be read on. What was yielded stays valid.
        """
        ...

    def read(self, item: Item) -> Raw:
        """Return the whole record of an item that is not.

        Raises:
            SourceFailed: the source is gone. KeyError: it does not know the record any more.
        """
        ...

    def close(self) -> None:
        """Give connections and files back; may be called twice."""
        ...


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a source whose rows can be taken."""

    name: str
    title: str
    items: Sequence[Mapping[str, Any]]
    """Data items with the names of the catalogue (name, title, data_type, description, …)."""
    key: Sequence[str] = ()
    """Columns that tell rows apart; without them rows are only added."""
    growing: str = ""
    """Column that grows with each change of a row; empty: the table is taken whole each time."""


@dataclass(frozen=True, slots=True)
class RowPage:
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    watermark: str
    """Value of the growing column up to which rows have come; empty without one."""


class GivesRows(Protocol):
    """A connector whose source has rows, too."""

    def table_of(self, raw: Raw) -> Table | None:
        """Return the table that a record describes; None where there is none."""
        ...

    def rows(self, table: Table, after: str) -> Iterator[RowPage]:
        """Yield its rows after a watermark, in the order of the growing column."""
        ...


@dataclass(frozen=True, slots=True)
class Wiring:
    """What a connector is made with."""

    settings: Mapping[str, Any] = field(repr=False)
    """``connector`` of the mapping file, without its kind; secrets are already in their places."""
    address: str
    """The harvest source's address."""
    is_internal: bool = False
    """Private addresses may be asked."""
    known: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the last page of the last finished run said is to be remembered."""
    folder: str = ""
    """Folder under which local files may be read; empty: none."""
