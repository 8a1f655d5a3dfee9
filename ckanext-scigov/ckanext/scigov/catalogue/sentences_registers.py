"""Sentences for what the registers refuse, in the reader's language."""

from __future__ import annotations

import enum
from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue.domain.registers import Register, RegisterReason
from ckanext.scigov.catalogue.domain.units import UnitReason

_ = tk._

SENTENCES: dict[enum.Enum, Callable[[], str]] = {
    RegisterReason.TITLE_TAKEN: lambda: _(
        "The provider has this on its register already. Choose another name."
    ),
    UnitReason.PARENT_UNKNOWN: lambda: _("There is no such provider. Choose another one."),
    UnitReason.PARENT_NOT_YOURS: lambda: _(
        "A provider is put below another, or taken away from there, by somebody who manages both. "
        "Ask the system administrator."
    ),
    UnitReason.CYCLE: lambda: _(
        "That provider stands below this one already. Choose one that does not."
    ),
    UnitReason.LEVEL_ABOVE_PARENT: lambda: _(
        "A provider cannot be of a higher level than the one above it. Correct one of the two."
    ),
    UnitReason.TOO_DEEP: lambda: _(
        "The tree of providers would get too deep. Choose a provider further up."
    ),
    RegisterReason.RETIRED: lambda: _("This is retired and cannot be changed any more."),
}

TITLES: dict[Register, Callable[[], str]] = {
    Register.SYSTEMS: lambda: _("Information systems"),
    Register.BUSINESS_ITEMS: lambda: _("Business items"),
}
NEW: dict[Register, Callable[[], str]] = {
    Register.SYSTEMS: lambda: _("Register an information system"),
    Register.BUSINESS_ITEMS: lambda: _("Register a business item"),
}
