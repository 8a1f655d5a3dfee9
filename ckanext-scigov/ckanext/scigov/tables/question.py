"""What a reader asks of a table, from the address alone: no script is needed.

``q`` searches all columns; for conditions on columns see ``domain.asking``; ``sort``, ``desc``,
``rows`` and ``page`` say which rows are shown and how.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import config
from ckanext.scigov.tables.domain.asking import Asked, conditions_in
from ckanext.scigov.tables.row_queries import Filter, RowQuery

SIZES = (20, 50, 100)
ANCHOR = "#table"


@dataclass(frozen=True, slots=True)
class Question:
    """Which rows somebody wants to see, and in which order."""

    q: str = ""
    conditions: tuple[Asked, ...] = ()
    sort: str = ""
    descending: bool = False
    size: int = 0
    page: int = 1

    @classmethod
    def from_query(cls, arguments: Any) -> Question:
        size = arguments.get("rows", type=int)
        return cls(
            q=arguments.get("q", "").strip(),
            conditions=conditions_in(arguments.getlist, zone()),
            sort=arguments.get("sort", ""),
            descending=arguments.get("desc") == "1",
            size=size if size in (*SIZES, config.page_size()) else config.page_size(),
            page=max(1, arguments.get("page", 1, type=int)),
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.conditions)

    @property
    def chosen(self) -> dict[str, Any]:
        """Return which rows, as our actions are asked."""
        filters: dict[str, dict[str, str]] = {}
        for one in self.conditions:
            filters.setdefault(one.column, {})[one.operator] = one.value
        return {"q": self.q, "filters": json.dumps(filters)}

    def query(self, resource_id: str) -> RowQuery:
        """Return all rows that are asked for, in their order."""
        filters = tuple(Filter(one.column, one.operator, one.value) for one in self.conditions)
        return RowQuery(resource_id, self.q, filters, self.sort, self.descending)

    @property
    def order(self) -> str:
        return f"{self.sort} {'desc' if self.descending else 'asc'}" if self.sort else ""

    def but(self, **changes: Any) -> Question:
        """Return it with something changed, at the first page."""
        return dataclasses.replace(self, **{"page": 1, **changes})

    def at(self, page: int) -> Question:
        """Return it at another page."""
        return dataclasses.replace(self, page=page)

    def without(self, condition: Asked) -> Question:
        return self.but(conditions=tuple(one for one in self.conditions if one != condition))

    @property
    def narrowing(self) -> list[tuple[str, str]]:
        """Return the words of an address that say which rows."""
        return [
            *([("q", self.q)] if self.q else []),
            *(pair for one in self.conditions for pair in one.pairs),
        ]

    @property
    def ordering(self) -> list[tuple[str, str]]:
        """Return the words that say how they are shown."""
        usual = config.page_size()
        pairs = (
            ("sort", self.sort),
            ("desc", "1" if self.descending and self.sort else ""),
            ("rows", str(self.size) if self.size not in (0, usual) else ""),
        )
        return [pair for pair in pairs if pair[1]]

    def url(self, more: Sequence[tuple[str, str]] = ()) -> str:
        """Return the address of the page that is asked for, with this question."""
        page = [("page", str(self.page))] if self.page > 1 else []
        pairs = [*self.narrowing, *self.ordering, *page, *more]
        return f"{address(tk.request.path, pairs)}{ANCHOR}"


def address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def zone() -> dt.tzinfo:
    """Return the zone in which days begin and end.

    CKAN's zones are pytz's, which are no zones to ``datetime`` until a moment is known.
    """
    shown = tk.h.get_display_timezone()
    name = getattr(shown, "zone", "")
    return ZoneInfo(name) if name else shown
