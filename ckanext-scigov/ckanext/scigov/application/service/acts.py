"""Who does something to an application, when, and by which rules of the site."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from ckanext.scigov.access.domain.subjects import ANONYMOUS, Principal
from ckanext.scigov.application.domain.filing import FilingRules
from ckanext.scigov.application.domain.flow import SIMPLE, Flow
from ckanext.scigov.application.domain.limits import LimitKey
from ckanext.scigov.application.domain.states import Party
from ckanext.scigov.audit.acts import By
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.calendar import WorkingCalendar, local_day
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Today

__all__ = ["By"]

FILING = FilingRules()
TITLE = "dataset_title"
"""In what was submitted of a part: what its dataset was called then."""
AT_ONCE = frozenset({Party.SIGNER, Party.HANDLER, Party.DECIDER, Party.SYSTEM})
"""What the system is to an application for what is shared unconditionally (申请即享)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site has settled."""

    limits: Mapping[LimitKey, Limit]
    calendar: WorkingCalendar
    filing: FilingRules = FILING
    flow: Flow = SIMPLE
    flows_of_providers: Mapping[str, Flow] = field(default_factory=dict[str, Flow])
    """By the organisation's name."""
    four_eyes_levels: frozenset[str] = frozenset()
    """Security levels whose data a second decider has to confirm."""
    four_eyes_providers: frozenset[str] = frozenset()
    """Organisations, by name, whose decisions a second decider has to confirm."""
    supplement_closes: bool = True
    """What is not supplemented in time is closed."""
    appeal_within_days: int = 60
    """A refusal that is as old is closed."""
    ends_soon_days: int = 30
    """So long before the end of a grant its holder is told."""
    instant_days: int = 365
    """How long that lasts which is had at once."""


@dataclass(frozen=True, slots=True)
class Doer:
    """A person, or the system as certain parties; and the rules by which it is done."""

    by: By
    rules: Rules
    principal: Principal = ANONYMOUS
    acting_as: frozenset[Party] = frozenset()

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


def system(
    now: dt.datetime, rules: Rules, parties: frozenset[Party] = frozenset({Party.SYSTEM})
) -> Doer:
    """Return the system, which acts when time has passed or nothing is left to decide."""
    return Doer(By(Actor.system("application"), now), rules, acting_as=parties)
