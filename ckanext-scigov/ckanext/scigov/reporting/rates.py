"""How many exports are made for visitors of one network: each reads the whole catalogue."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.reporting import config
from ckanext.scigov.shared import rate_limits, visitors
from ckanext.scigov.shared.rate_limits import Asked, Rule, by_network

HOUR = dt.timedelta(hours=1)


def exported(user_id: str) -> None:
    """Count an export of a visitor.

    Raises:
        TooMany: as many were made; with the seconds until the next one is.
        Unavailable: nobody counts at present.
    """
    if not user_id:
        rule = Rule("reporting-network", config.most_of_network(), HOUR)
        rate_limits.use(Asked(rule, by_network(visitors.address())))
