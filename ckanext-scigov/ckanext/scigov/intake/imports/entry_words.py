"""Why a row is not about one entry, in sentences."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

_ = tk._


def twice(value: str, row: int) -> str:
    return _("“%(value)s” stands in row %(row)s already. Leave one of the two out.") % {
        "value": value, "row": row,
    }  # fmt: skip


def several(value: str, number: int) -> str:
    return _(
        "The provider has %(number)s entries called “%(value)s”, and which is meant cannot be told. Give the"
        " identifier of the one that is to be changed in a column of its own."
    ) % {"value": value, "number": number}


def of_a_source(portal: str) -> str:
    return _(
        "This entry is gathered from the source “%(portal)s”, which would overwrite the change. Change it there."
    ) % {"portal": portal}


def not_yours() -> str:
    return _("An entry of this name cannot be changed by you. Ask who edits it.")
