"""The reader's sentences for what is refused about sources and comparisons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.comparing_checks import (
    MOST_CODES,
    MOST_ITEMS,
    MOST_KEYS,
    MOST_TABLES,
    ComparisonReason,
)
from ckanext.scigov.dispute.domain.sources import SourceReason
from ckanext.scigov.dispute.service.registering import LONGEST_NAME, RegisterReason

_R = ComparisonReason
COMPARISONS: dict[Any, Callable[[], str]] = {
    _R.MALFORMED: lambda: tk._("This is not of the form that is described in the help of the API."),
    _R.TOO_FEW_TABLES: lambda: tk._("Name two tables at least."),
    _R.TOO_MANY: lambda: tk._(
        "These are too many: at most {tables} tables, {keys} keys, {items} items and {codes} codes."
    ).format(tables=MOST_TABLES, keys=MOST_KEYS, items=MOST_ITEMS, codes=MOST_CODES),
    _R.TABLE_TWICE: lambda: tk._("A table is named twice. Name each once."),
    _R.TABLE_UNKNOWN: lambda: tk._("There is no such table, or it is not visible to you."),
    _R.NO_KEYS: lambda: tk._("Name the columns by which rows are joined."),
    _R.KEY_LACKS_TABLE: lambda: tk._("Name a column of this key for every table."),
    _R.NO_ITEMS: lambda: tk._("Name one data item at least that must agree."),
    _R.ITEM_TWICE: lambda: tk._("This item is named twice. Name each once."),
    _R.ITEM_ALONE: lambda: tk._("Name columns of this item in two tables at least."),
    _R.COLUMN_UNKNOWN: lambda: tk._("The table has no such column, or it is not visible to you."),
    _R.NOT_COMPARABLE: lambda: tk._("A column of this type cannot be compared by this rule."),
    _R.WRONG_TOLERANCE: lambda: tk._("A tolerance is a number from 0 on."),
    _R.TOLERANCE_IN_KEY: lambda: tk._("A key takes no tolerance: rows would have two partners."),
    _R.NO_CODES: lambda: tk._("Give the list of codes."),
    _R.CODE_TWICE: lambda: tk._("A code stands in the list twice."),
    _R.NO_SOURCE: lambda: tk._(
        "The register has no authoritative source for this item. Put one there first."
    ),
    _R.SOURCE_ABSENT: lambda: tk._(
        "Name the column of this item in the table of its authoritative source, too."
    ),
}
SOURCES: dict[Any, Callable[[], str]] = {
    SourceReason.NO_ITEM: lambda: tk._("Name the data item."),
    SourceReason.NO_UNIT: lambda: tk._("Name the unit whose value counts."),
    SourceReason.NO_TABLE: lambda: tk._("Name the table in which the unit keeps it."),
    SourceReason.OTHER_SOURCE: lambda: tk._(
        "This item has an authoritative source already. End that line first."
    ),
    RegisterReason.HAS_ENDED: lambda: tk._("This has ended already."),
    RegisterReason.IN_USE: lambda: tk._(
        "A comparison needs this source. End the comparison first, and declare it anew."
    ),
    RegisterReason.TOO_LONG: lambda: tk._("At most {number} characters.").format(
        number=LONGEST_NAME
    ),
    RegisterReason.NOT_AUTHORITY: lambda: tk._(
        "Only the data authority does this, for units within its scope."
    ),
}
