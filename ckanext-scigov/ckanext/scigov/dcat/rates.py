"""How many documents are checked for visitors of one network: each costs some seconds of a processor."""

from __future__ import annotations

import datetime as dt

from ckanext.scigov.dcat import config
from ckanext.scigov.shared import rate_limits, visitors
from ckanext.scigov.shared.rate_limits import Asked, Rule, by_network

HOUR = dt.timedelta(hours=1)


def checked(user_id: str) -> None:
    """Count a document of a visitor.

    Raises:
        TooMany: as many were checked; with the seconds until the next one is.
        Unavailable: nobody counts at present.
    """
    if not user_id:
        rule = Rule("dcat-network", config.most_of_network(), HOUR)
        rate_limits.use(Asked(rule, by_network(visitors.address())))
