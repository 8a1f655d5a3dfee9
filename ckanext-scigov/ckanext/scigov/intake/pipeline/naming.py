"""Addresses of many new entries at once: each the first that is free, as one alone would get it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.shared import ids
from ckanext.scigov.shared.session import Session

RESERVED = frozenset({"new", "edit", "search"})


class Names:
    """Hands out names for a run; what it has handed out is taken."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._taken: set[str] = set(RESERVED)

    def of(self, titles: Sequence[str]) -> list[str]:
        """Return a free name for each title, in their order."""
        first = [ids.dataset_name(title, lambda _name: False) for title in titles]
        self._look_up(set(first))
        found = []
        for wanted in first:
            name = ids.first_free(wanted, "-", self._taken.__contains__)
            self._taken.add(name)
            found.append(name)
        return found

    def forget(self, names: Iterable[str]) -> None:
        """They were not written after all."""
        self._taken -= set(names)

    def _look_up(self, wanted: set[str]) -> None:
        """Ask which of the names exist, and those with a number behind for the ones that do."""
        column = model.Package.name
        taken = set(self._session.scalars(sa.select(column).where(column.in_(wanted))))
        self._taken |= taken
        for name in sorted(taken | (wanted & self._taken)):
            numbered = column.like(f"{_escaped(name)}-%", escape="\\")
            self._taken |= set(self._session.scalars(sa.select(column).where(numbered)))


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
