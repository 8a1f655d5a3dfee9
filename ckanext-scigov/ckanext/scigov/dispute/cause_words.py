"""What a comparison says of a cause, in words without values: the differences are data, these are not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.compared import Broken, Cause, Kind
from ckanext.scigov.dispute.domain.compared_status import Status
from ckanext.scigov.notices import language
from ckanext.scigov.notices.domain.words import N_

KINDS: Mapping[Kind, str] = {
    Kind.NO_KEY_HERE: N_("Rows of this table have no key."),
    Kind.NO_KEY_THERE: N_("Rows of this table have no key."),
    Kind.DUPLICATE_HERE: N_("Several rows of this table have the same key."),
    Kind.DUPLICATE_THERE: N_("Several rows of this table have the same key."),
    Kind.MISSING_HERE: N_("Rows of the compared table are missing here."),
    Kind.MISSING_THERE: N_("Rows of this table are missing in the compared table."),
    Kind.EMPTY_HERE: N_("Values that the compared table has are empty here."),
    Kind.EMPTY_THERE: N_("Values of this table are empty in the compared table."),
    Kind.UNREADABLE_HERE: N_("Values of this table are no numbers or dates."),
    Kind.UNREADABLE_THERE: N_("Values of the compared table are no numbers or dates."),
    Kind.SPELLING: N_("Values differ in width, case or blanks."),
    Kind.CUT_HERE: N_("Values of this table are cut off."),
    Kind.CUT_THERE: N_("Values of the compared table are cut off."),
    Kind.POWER_OF_TEN: N_("Numbers are given in another unit in the compared table."),
    Kind.DAY_EARLIER: N_("Dates are one day earlier in the compared table."),
    Kind.DAY_LATER: N_("Dates are one day later in the compared table."),
    Kind.SWAPPED: N_("Day and month of dates have changed places."),
    Kind.VALUE: N_("Values differ."),
    Kind.BROKEN: N_("The tables cannot be joined."),
}
BROKEN: Mapping[Broken, str] = {
    Broken.KEYS_UNFIT: N_("Too many rows have no key, or share one."),
    Broken.NO_PARTNERS: N_("Too many keys of one table are not in the other."),
    Broken.ROWS_DIFFER: N_("Too many rows differ: these are wrong partners."),
}
COUNTED = N_("A comparison with another table has found this {findings} times.")
BOTH = N_("{said} {counted}")
CHANGED = N_("The comparison has found other values since: {findings} findings now.")
GONE = N_("The comparison does not find this any more.")
STATUSES: Mapping[Status, str] = {
    Status.UNVERIFIED: N_("not verified"),
    Status.SINGLE_SOURCE: N_("single source"),
    Status.CONSISTENT: N_("consistent"),
    Status.INCONSISTENT: N_("inconsistent"),
    Status.ADJUDICATED: N_("adjudicated"),
}


def said(kind: Kind, detail: str) -> str:
    """Return what is wrong, in the reader's language."""
    return _said(kind, detail, tk._)


def status(one: Status) -> str:
    """Return what is known of a data item, in the reader's language."""
    return tk._(STATUSES[one])


def explanation(cause: Cause) -> str:
    """Return what a dispute says of a cause, in the site's language: a job has no reader."""
    translate = _of_site()
    counted = translate(COUNTED).format(findings=cause.findings)
    return translate(BOTH).format(said=_said(cause.kind, cause.detail, translate), counted=counted)


def changed(cause: Cause) -> str:
    """Return what is noted when a comparison finds other cells than the dispute was told of."""
    return _of_site()(CHANGED).format(findings=cause.findings)


def gone() -> str:
    """Return what is noted when a comparison does not find any more what the dispute is about."""
    return _of_site()(GONE)


def _said(kind: Kind, detail: str, translate: Callable[[str], str]) -> str:
    words = translate(KINDS[kind])
    return f"{words} {translate(BROKEN[Broken(detail)])}" if kind is Kind.BROKEN else words


def _of_site() -> Callable[[str], str]:
    return language.translator(language.chosen_or_default(""))
