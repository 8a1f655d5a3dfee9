"""What a service can say no with. ``toolkit_errors`` turns these into CKAN's exceptions.

===============  ===========================================  ====
raised here      meaning                                      HTTP
===============  ===========================================  ====
``NotVisible``   absent, or hidden from the actor: the same   404
``Denied``       known to the actor, but not permitted        403
``Refused``      against a rule, or a stale version           409
``TooMany``      too often: later, and the same will be done  429
``Unavailable``  what decides about it does not answer        503
===============  ===========================================  ====
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """Why the domain says no: a reason for machines; the sentence is made in the glue.

    ``field`` is the input the reader should look at, empty when it is the whole request.
    """

    reason: enum.Enum
    field: str = ""
    values: Mapping[str, str | int] = dataclasses.field(default_factory=dict[str, "str | int"])


class ScigovError(Exception):
    """Something a service refuses to do."""


class NotVisible(ScigovError):
    """Absent or hidden: nobody can tell which, so it carries nothing."""


class Denied(ScigovError):
    """The actor knows the object and may not do this."""

    def __init__(self, reason: enum.Enum) -> None:
        super().__init__(reason.name)
        self.reason = reason


class Refused(ScigovError):
    """One or several rules stand against the request."""

    def __init__(self, *refusals: Refusal) -> None:
        super().__init__(", ".join(refusal.reason.name for refusal in refusals))
        self.refusals = refusals


class TooMany(ScigovError):
    """It was tried too often: whoever waits is answered as usual."""

    def __init__(self, rule: str, seconds: int) -> None:
        """Take the name of the rule that stands against it longest, and how long that is."""
        super().__init__(f"{rule}: {seconds} s")
        self.rule = rule
        self.seconds = seconds


class Unavailable(ScigovError):
    """What decides about the request does not answer, so it is refused for now."""


class StaleReason(enum.Enum):
    STALE_VERSION = "stale_version"


class StaleVersion(Refused):
    """Somebody else changed the object since the actor read it."""

    def __init__(self) -> None:
        super().__init__(Refusal(StaleReason.STALE_VERSION))
