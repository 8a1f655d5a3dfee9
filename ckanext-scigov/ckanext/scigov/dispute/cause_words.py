"""What a comparison says of a cause, in words without values: the differences are data, these are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask_babel import force_locale

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.compared import Broken, Cause, Kind
from ckanext.scigov.dispute.domain.compared_status import Status

KINDS: Mapping[Kind, Callable[[], str]] = {
    Kind.NO_KEY_HERE: lambda: tk._("Rows of this table have no key."),
    Kind.NO_KEY_THERE: lambda: tk._("Rows of this table have no key."),
    Kind.DUPLICATE_HERE: lambda: tk._("Several rows of this table have the same key."),
    Kind.DUPLICATE_THERE: lambda: tk._("Several rows of this table have the same key."),
    Kind.MISSING_HERE: lambda: tk._("Rows of the compared table are missing here."),
    Kind.MISSING_THERE: lambda: tk._("Rows of this table are missing in the compared table."),
    Kind.EMPTY_HERE: lambda: tk._("Values that the compared table has are empty here."),
    Kind.EMPTY_THERE: lambda: tk._("Values of this table are empty in the compared table."),
    Kind.UNREADABLE_HERE: lambda: tk._("Values of this table are no numbers or dates."),
    Kind.UNREADABLE_THERE: lambda: tk._("Values of the compared table are no numbers or dates."),
    Kind.SPELLING: lambda: tk._("Values differ in width, case or blanks."),
    Kind.CUT_HERE: lambda: tk._("Values of this table are cut off."),
    Kind.CUT_THERE: lambda: tk._("Values of the compared table are cut off."),
    Kind.POWER_OF_TEN: lambda: tk._("Numbers are given in another unit in the compared table."),
    Kind.DAY_EARLIER: lambda: tk._("Dates are one day earlier in the compared table."),
    Kind.DAY_LATER: lambda: tk._("Dates are one day later in the compared table."),
    Kind.SWAPPED: lambda: tk._("Day and month of dates have changed places."),
    Kind.VALUE: lambda: tk._("Values differ."),
    Kind.BROKEN: lambda: tk._("The tables cannot be joined."),
}
BROKEN: Mapping[Broken, Callable[[], str]] = {
    Broken.KEYS_UNFIT: lambda: tk._("Too many rows have no key, or share one."),
    Broken.NO_PARTNERS: lambda: tk._("Too many keys of one table are not in the other."),
    Broken.ROWS_DIFFER: lambda: tk._("Too many rows differ: these are wrong partners."),
}
STATUSES: Mapping[Status, Callable[[], str]] = {
    Status.UNVERIFIED: lambda: tk._("not verified"),
    Status.SINGLE_SOURCE: lambda: tk._("single source"),
    Status.CONSISTENT: lambda: tk._("consistent"),
    Status.INCONSISTENT: lambda: tk._("inconsistent"),
    Status.ADJUDICATED: lambda: tk._("adjudicated"),
}


def said(kind: Kind, detail: str) -> str:
    """Return what is wrong, in the language of the moment."""
    words = KINDS[kind]()
    return f"{words} {BROKEN[Broken(detail)]()}" if kind is Kind.BROKEN else words


def explanation(cause: Cause) -> str:
    """Return what a dispute says of a cause, in the site's language."""
    with force_locale(str(tk.config["ckan.locale_default"])):
        counted = tk._("A comparison with another table has found this {findings} times.")
        return f"{said(cause.kind, cause.detail)} {counted.format(findings=cause.findings)}"


def changed(cause: Cause) -> str:
    """Return what is noted when a comparison finds other cells than the dispute was told of."""
    with force_locale(str(tk.config["ckan.locale_default"])):
        return tk._("The comparison has found other values since: {findings} findings now.").format(
            findings=cause.findings
        )


def gone() -> str:
    """Return what is noted when a comparison does not find any more what the dispute is about."""
    with force_locale(str(tk.config["ckan.locale_default"])):
        return tk._("The comparison does not find this any more.")
