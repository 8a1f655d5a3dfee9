"""How many reports are taken in a time: the rules of ``shared/rate_limits``, their numbers options of the site."""

from __future__ import annotations

import contextlib
import datetime as dt
from typing import Final

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import rate_limits, visitors
from ckanext.scigov.shared.errors import Unavailable
from ckanext.scigov.shared.rate_limits import EVERYBODY, Asked, Rule, by_mailbox, by_network

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
RATES: Final = {
    "most_of_person": DAY,
    "most_of_network": HOUR,
    "most_of_mailbox": DAY,
    "most_of_visitors": HOUR,
}
"""Option → the time that it is counted in."""


def attempted(user_id: str) -> None:
    """Count an attempt to report: of somebody signed in his own, of a visitor his network's.

    It comes before anything is looked up: whoever sends very much costs little.

    Raises:
        TooMany: as many were taken; with the seconds until the next one is.
        Unavailable: nobody counts at present, and a visitor asks. Who is signed in notices nothing.
    """
    if not user_id:
        rate_limits.use(Asked(_rule("most_of_network"), by_network(visitors.address())))
        return
    with contextlib.suppress(Unavailable):
        rate_limits.use(Asked(_rule("most_of_person"), user_id))


def before_letter(email: str) -> None:
    """Count a report of a visitor that lacks nothing, before he is sent a letter.

    Raises:
        TooMany: so many letters went to this mailbox, or all visitors together have sent as many.
        Unavailable: nobody counts at present.
    """
    rate_limits.use(
        Asked(_rule("most_of_mailbox"), by_mailbox(email)),
        Asked(_rule("most_of_visitors"), EVERYBODY),
    )


def _rule(name: str) -> Rule:
    return Rule(f"dispute-{name}", int(tk.config[f"ckanext.scigov.dispute.{name}"]), RATES[name])
