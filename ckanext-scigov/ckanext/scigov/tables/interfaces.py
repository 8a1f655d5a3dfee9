"""What plugins may implement for files and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins as p


class IFileGuard(p.Interface):
    """Has a say before a stored file is sent: one plugin that says no is enough."""

    def may_send_file(self, resource_id: str) -> bool:
        """Say whether this request may have the resource's file."""
        return False


def may_send_file(resource_id: str) -> bool:
    return all(one.may_send_file(resource_id) for one in p.PluginImplementations(IFileGuard))


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody sees of a table that he may read."""

    hidden: frozenset[str] = frozenset()
    """Columns that are none to him."""
    is_whole: bool = True
    """Nothing is closed to him, in the table or in the file it was made from."""

    def __and__(self, other: Sight) -> Sight:
        return Sight(self.hidden | other.hidden, self.is_whole and other.is_whole)


@dataclass(frozen=True, slots=True)
class Copy:
    """On what terms somebody takes rows of a table along, in a file."""

    hidden: frozenset[str] = frozenset()
    """Columns that are none to him."""
    mark: Callable[[Any], Any] | None = None
    """What a value becomes in his copy."""
    notice: tuple[str, ...] = ()
    """What the file says of them."""
    grant: str = ""
    """The number of the grant by which he gets it."""

    def __and__(self, other: Copy) -> Copy:
        return Copy(
            self.hidden | other.hidden,
            self.mark or other.mark,
            self.notice + other.notice,
            self.grant or other.grant,
        )


class IRowGuard(p.Interface):
    """Knows who sees what of a table; what several plugins leave is seen."""

    def sight_of(self, context: Any, resource_id: str) -> Sight:
        """Return what whoever calls sees, and put on record that he reads it.

        Raises:
            NotFound, NotAuthorized: he may not read the table, or only on terms under which nothing
                but answers of the DataStore is given out.
        """
        return Sight()

    def copy_of(self, context: Any, resource_id: str) -> Copy:
        """Return on what terms whoever calls gets a file of rows, and put on record that he does.

        Raises:
            NotFound, NotAuthorized: he may not read the table, or not take it along.
        """
        return Copy()


def sight_of(context: Any, resource_id: str) -> Sight:
    seen = Sight()
    for plugin in p.PluginImplementations(IRowGuard):
        seen &= plugin.sight_of(context, resource_id)
    return seen


def copy_of(context: Any, resource_id: str) -> Copy:
    copy = Copy()
    for plugin in p.PluginImplementations(IRowGuard):
        copy &= plugin.copy_of(context, resource_id)
    return copy


@dataclass(frozen=True, slots=True)
class TableMark:
    """What a plugin says of a column, a row or a cell, in the preview of a table."""

    text: str
    badge: str
    """The same in a word or two."""
    url: str = ""
    row: int | None = None
    """The number of the row (``_id``); None: the column is meant."""
    column: str = ""
    """A column, or the name of its data item; empty: the row is meant."""


class ITableMarks(p.Interface):
    """Says something of what a page of a table shows."""

    def marks_of(
        self, context: Any, resource: Mapping[str, Any], numbers: Sequence[int]
    ) -> Iterable[TableMark]:
        """Return marks for whoever asks, who sees the rows with these numbers."""
        return ()


def marks_of(
    context: Any, resource: Mapping[str, Any], numbers: Sequence[int]
) -> tuple[TableMark, ...]:
    plugins = p.PluginImplementations(ITableMarks)
    return tuple(mark for one in plugins for mark in one.marks_of(context, resource, numbers))


class ITables(p.Interface):
    """Called in the transaction that makes a table known; an exception undoes that."""

    def after_table_loaded(self, resource_id: str) -> None:
        """Learn that a resource has a table, or another one than before."""

    def after_table_refused(self, resource_id: str, reference: str) -> None:
        """Learn that a resource's newest file is no table; the table before it stays.

        Called in the transaction that puts it on record. ``reference`` is what the note on the file
        refers to; empty: nothing.
        """


def tell_loaded(resource_id: str) -> None:
    for plugin in p.PluginImplementations(ITables):
        plugin.after_table_loaded(resource_id)


def tell_refused(resource_id: str, reference: str) -> None:
    for plugin in p.PluginImplementations(ITables):
        plugin.after_table_refused(resource_id, reference)
