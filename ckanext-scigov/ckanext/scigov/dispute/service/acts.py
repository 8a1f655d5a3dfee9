"""Who does something to a dispute, when, and by which rules of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.scigov.access.domain.subjects import ANONYMOUS, Principal
from ckanext.scigov.audit.acts import By
from ckanext.scigov.dispute.domain.case import STANDARD, Flow
from ckanext.scigov.dispute.domain.compared import Thresholds
from ckanext.scigov.dispute.domain.limits import LimitKey
from ckanext.scigov.dispute.domain.states import Party
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.calendar import WorkingCalendar, local_day
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Today

__all__ = ["By"]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site has settled."""

    limits: Mapping[LimitKey, Limit]
    calendar: WorkingCalendar
    flow: Flow = STANDARD
    confirm_within_days: int = 7
    """What a visitor has not confirmed by then is dropped."""
    readers_days: int = 90
    """Whoever read the data at most so long before a correction is told of it."""
    thresholds: Thresholds = Thresholds()  # noqa: RUF009  (frozen)
    """Above which the join of a comparison is broken."""
    visitors_kept_days: int = 365
    """So long after the end of a dispute its visitor's address is forgotten."""
    open_of_place: int = 20
    """So many open disputes about one place are taken."""


@dataclass(frozen=True, slots=True)
class Doer:
    """A person, a visitor by his link, or the system; and the rules by which it is done."""

    by: By
    rules: Rules
    principal: Principal = ANONYMOUS
    acting_as: frozenset[Party] = frozenset()
    link_of: str = ""
    """Id of the dispute whose link a visitor has come by; he is its reporter, and nothing else."""

    @property
    def user_id(self) -> str:
        return self.by.user_id

    @property
    def today(self) -> Today:
        """Return the local day in the site's calendar."""
        return Today(local_day(self.now), self.rules.calendar)

    @property
    def now(self) -> dt.datetime:
        return self.by.now


def system(now: dt.datetime, rules: Rules) -> Doer:
    """Return the system, which acts when time has passed, or when a step follows by itself."""
    by = By(Actor.system("dispute"), now)
    return Doer(by, rules, acting_as=frozenset({Party.SYSTEM}))
