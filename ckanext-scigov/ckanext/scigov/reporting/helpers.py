"""Words of reporting for pages: states, outcomes, changes, columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.reporting.domain import elements
from ckanext.scigov.reporting.domain.elements import Need

__all__ = ["scigov_reporting_columns", "scigov_reporting_tone", "scigov_reporting_word"]

_ = tk._
WORDS: Mapping[str, Mapping[str, Callable[[], str]]] = {
    "state": {
        "waiting": lambda: _("Waits for its receipt"),
        "answered": lambda: _("Answered"),
        "superseded": lambda: _("Superseded by a later one"),
    },
    "outcome": {
        "waiting": lambda: _("Not answered yet"),
        "accepted": lambda: _("Accepted"),
        "refused": lambda: _("Sent back"),
        "superseded": lambda: _("Never answered, told again later"),
    },
    "change": {
        "new": lambda: _("New"),
        "changed": lambda: _("Changed"),
        "withdrawn": lambda: _("Withdrawal"),
    },
    "sight": {
        "register": lambda: _("All that I see with my role"),
        "own": lambda: _("Of my own providers"),
        "public": lambda: _("All that everybody sees"),
    },
    "need": {
        Need.ALWAYS.value: lambda: _("Always"),
        Need.NEVER.value: lambda: _("Optional"),
        Need.CONDITIONAL.value: lambda: _("Condition, or legal basis of a refusal"),
        Need.STRUCTURED.value: lambda: _("For databases and spreadsheets"),
    },
}
TONES = {"accepted": "good", "answered": "good", "refused": "bad", "superseded": "end"}


def scigov_reporting_word(kind: str, code: str) -> str:
    """Return a code in the reader's language."""
    return WORDS[kind][code]()


def scigov_reporting_tone(code: str) -> str:
    """Return how a state is coloured."""
    return TONES.get(code, "act")


def scigov_reporting_columns() -> list[dict[str, Any]]:
    """Return the table of the 13 elements, for the page."""
    return [
        {
            "number": one.number,
            "name": one.name,
            "field": one.field,
            "label": _label(one.field),
            "need": scigov_reporting_word("need", one.need.value),
        }
        for one in sorted((*elements.COLUMNS, *elements.ITEM_COLUMNS), key=lambda one: one.number)
    ]


def _label(field: str) -> str:
    own = {
        "provider_code": _("Unified social credit code"),
        "data_items.title": _("Title of the data item"),
        "data_items.data_type": _("Data type"),
        "data_items.length": _("Length and precision"),
    }
    return own.get(field) or tk.h.scigov_catalogue_field_label(field)
