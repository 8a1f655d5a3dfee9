"""Decisions about many proposals in words: what follows, why something is looked at by itself or skipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.together import Caution, SkipReason

_ = tk._
DATA: Mapping[str, Callable[[], str]] = {
    "unconditional": lambda: _("Everybody gets their data."),
    "conditional": lambda: _("The public gets their data on application."),
    "none": lambda: _("The public does not get their data."),
}
SHARING: Mapping[str, Callable[[], str]] = {
    "unconditional": lambda: _("Every department gets their data."),
    "conditional": lambda: _("Departments get their data on application."),
    "none": lambda: _("Departments do not get their data."),
}
CAUTIONS: Mapping[str, Callable[[], str]] = {
    Caution.PERSONAL: lambda: _("Personal data may be in it"),
    Caution.PART: lambda: _("It is about a resource or a data item"),
    Caution.CLOSES: lambda: _("It takes the grade away"),
    Caution.GRADED: lambda: _("The entry has a grade already"),
    Caution.STATE: lambda: _("The entry is private, hidden or suspended"),
    Caution.BASIS: lambda: _("The stated legal basis has to be looked at"),
}
SKIPPED: Mapping[str, Callable[[], str]] = {
    SkipReason.NOT_YOURS: lambda: _("You may no longer decide about this entry."),
    SkipReason.GONE: lambda: _("No proposal waited any more."),
    SkipReason.CHANGED: lambda: _("The entry was changed after you had decided."),
    SkipReason.CAUTION: lambda: _("The entry needs a single look by now."),
    SkipReason.PERSONAL: lambda: _("Personal data may be in it. Answer the findings."),
    SkipReason.SAME_PERSON: lambda: _("You have proposed it yourself. Somebody else approves it."),
    SkipReason.FAILED: lambda: _("It could not be carried out. Decide about it on its own page."),
}


def consequences(share: str, open_type: str) -> list[str]:
    """Say what an approval has as its consequence."""
    visible = _("The entries become visible to the public.")
    return [visible, DATA[open_type](), SHARING[share]()]


def caution(code: str) -> str:
    return CAUTIONS[code]()


def why_skipped(code: str) -> str:
    return SKIPPED[code]()
