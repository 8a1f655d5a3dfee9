"""The limits of disputes: working days, each with what it rests on (``limits.yaml``)."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from ckanext.scigov.dispute.domain.states import Level


class LimitKey(str, enum.Enum):
    ACCEPT = "correction.accept"
    ANNOTATE = "correction.annotate"
    """Acceptance annotates at once; it is the time in which feeds and caches have to follow."""
    VERIFY = "correction.verify_reply"
    EXTENSION = "correction.extension"
    NEGOTIATE = "dispute.negotiate"
    AUTHORITY = "dispute.authority"
    SUPERIOR = "dispute.superior"
    REOPEN = "dispute.reopen"
    """In which a result may be contested."""


OF_LEVEL: Mapping[Level, LimitKey] = MappingProxyType(
    {
        Level.NEGOTIATE: LimitKey.NEGOTIATE,
        Level.AUTHORITY: LimitKey.AUTHORITY,
        Level.SUPERIOR: LimitKey.SUPERIOR,
    }
)
"""The government's level has none: the portal sets it no time."""
