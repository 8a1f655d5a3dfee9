"""What data items are called in the dictionary; disputes know them by the columns of the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

CUT_AT: Final = 60
"""PostgreSQL cuts the name of a column at 63 bytes, and at the end of a character."""


def title_of(item: str, dictionary: Iterable[Mapping[str, Any]]) -> str:
    """Return what an item is called, ``item`` itself where no entry of the dictionary is meant.

    Args:
        item: its name, or its column, which is a heading of the file and may have been cut.
        dictionary: entries as ``catalogue.reading.items_shown`` gives them.
    """
    titles = {str(one.get("name")): str(one.get("title") or "") for one in dictionary}
    if titles.get(item):
        return titles[item]
    if len(item.encode()) > CUT_AT:
        return next((one for one in titles.values() if one.startswith(item)), item)
    return item
