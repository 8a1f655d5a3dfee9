"""The words of a dispute: where it stands, what can happen to it, who does it."""

from __future__ import annotations

import enum


class State(str, enum.Enum):
    """Where a dispute stands."""

    UNCONFIRMED = "unconfirmed"
    """A visitor has written it, whose mail address is not verified yet."""
    FILED = "filed"
    """In the data authority's register."""
    FORWARDED = "forwarded"
    """The responsible unit has it, and has to accept it."""
    NOT_ACCEPTED = "not_accepted"
    ACCEPTED = "accepted"
    VERIFYING = "verifying"
    CORRECTED = "corrected"
    PARTLY_CORRECTED = "partly_corrected"
    NOT_CORRECTED = "not_corrected"
    ESCALATED = "escalated"
    CLOSED = "closed"
    MERGED = "merged"
    """Into another dispute about the same, which goes on for both."""
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"
    """The mail address was never verified, or moderation has refused it."""


class Event(str, enum.Enum):
    """What can happen to a dispute; the value is also what the log says."""

    CONFIRM = "confirm"
    """The reporter stands by it: signed in by filing it, a visitor by the link in his mail."""
    MODERATE = "moderate"
    """What is not signed may be published."""
    DISMISS = "dismiss"
    FORWARD = "forward"
    ACCEPT = "accept"
    REJECT = "reject"
    ASSIGN = "assign"
    VERIFY = "verify"
    EXTEND = "extend"
    CORRECT = "correct"
    CORRECT_IN_PART = "correct_in_part"
    REFUSE = "refuse"
    """It is not corrected."""
    MERGE = "merge"
    JOIN = "join"
    """Another dispute has been merged into this one."""
    ESCALATE = "escalate"
    UPHOLD = "uphold"
    """It stands as it stood before it was escalated."""
    REMIT = "remit"
    """The unit has to look again."""
    OVERRULE = "overrule"
    """The reporter is right: the unit has to correct."""
    REOPEN = "reopen"
    PRESS = "press"
    """督办."""
    REMARK = "remark"
    NOTE = "note"
    """Internal."""
    WITHDRAW = "withdraw"
    CLOSE = "close"


class Party(str, enum.Enum):
    """What somebody is to a dispute. To what he has reported himself nobody is an official."""

    REPORTER = "reporter"
    HANDLER = "handler"
    DECIDER = "decider"
    AUTHORITY = "authority"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Level(str, enum.Enum):
    """Whom an escalation goes to, one after the other."""

    NEGOTIATE = "negotiate"
    AUTHORITY = "authority"
    SUPERIOR = "superior"
    GOVERNMENT = "government"


OFFICIALS = frozenset({Party.HANDLER, Party.DECIDER, Party.AUTHORITY})
IN_HANDLING = frozenset({State.FORWARDED, State.ACCEPTED, State.VERIFYING})
"""The responsible unit has to act."""
RESULTS = frozenset(
    {State.NOT_ACCEPTED, State.CORRECTED, State.PARTLY_CORRECTED, State.NOT_CORRECTED}
)
"""The unit has answered; the reporter may still contest it."""
UNDECIDED = IN_HANDLING | {State.FILED, State.ESCALATED}
"""Others may still join, and it may be merged or withdrawn."""
ENDED = frozenset({State.CLOSED, State.MERGED, State.WITHDRAWN, State.DROPPED})
CLOCKED = IN_HANDLING | {State.ESCALATED}
"""Somebody has to act within a time; after a result it is the reporter, if he wants to."""
NOTED = (IN_HANDLING - {State.FORWARDED}) | {
    State.PARTLY_CORRECTED,
    State.NOT_CORRECTED,
    State.ESCALATED,
}
"""Data are annotated in these, once the dispute is accepted: until it is corrected or closed."""
