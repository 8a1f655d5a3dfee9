"""The words of an application: where a part stands, what can happen to it, who does it."""

from __future__ import annotations

import enum


class State(str, enum.Enum):
    """Where a part of an application stands. A part is what is asked of one provider."""

    DRAFT = "draft"
    SIGNING = "signing"
    """The applying agency's own approver has to sign."""
    CHECKING = "checking"
    """The data authority looks whether the application is complete (full flow)."""
    SUBMITTED = "submitted"
    """It waits for the provider to accept it."""
    RETURNED = "returned"
    IN_REVIEW = "in_review"
    CONSULTING = "consulting"
    CONFIRMING = "confirming"
    """A second decider has to confirm (four eyes)."""
    APPROVED = "approved"
    APPROVED_IN_PART = "approved_in_part"
    REFUSED = "refused"
    DELIVERING = "delivering"
    ACTIVE = "active"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    REVOKED = "revoked"
    CLOSED = "closed"


class Event(str, enum.Enum):
    """What can happen to a part; the value is also what the log says."""

    SUBMIT = "submit"
    SIGN = "sign"
    SEND_BACK = "send_back"
    """The approver of the applying agency does not sign."""
    CHECK = "check"
    ACCEPT = "accept"
    RETURN = "return"
    ADVISE = "advise"
    CONSULT = "consult"
    ANSWER = "answer"
    ASK_EXTENSION = "ask_extension"
    EXTEND = "extend"
    ASSIGN = "assign"
    REMARK = "remark"
    APPROVE = "approve"
    APPROVE_IN_PART = "approve_in_part"
    REFUSE = "refuse"
    CONFIRM = "confirm"
    OBJECT = "object"
    """The second decider does not confirm."""
    AWAIT = "await"
    """The data are not in the portal yet: the provider has to deliver."""
    DELIVER = "deliver"
    BEGIN = "begin"
    WITHDRAW = "withdraw"
    GIVE_UP = "give_up"
    """Whom the data were granted to needs them no longer."""
    ASK_RENEWAL = "ask_renewal"
    RENEW = "renew"
    EXPIRE = "expire"
    REVOKE = "revoke"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    """The decision stands."""
    REMIT = "remit"
    """The provider has to decide again."""
    OVERRULE = "overrule"
    """The appeal is granted: the part is approved."""
    CORRECT = "correct"
    """A wrong decision is undone; the part is reviewed again."""
    ESCALATE = "escalate"
    REPORT = "report"
    CLOSE = "close"


class Party(str, enum.Enum):
    """What somebody is to a part. One may be several; to one's own application one is no official."""

    APPLICANT = "applicant"
    SIGNER = "signer"
    HANDLER = "handler"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    THIRD = "third"
    AUTHORITY = "authority"
    AUDITOR = "auditor"
    SYSTEM = "system"


class Kind(str, enum.Enum):
    SHARE = "share"
    """For an agency (共享)."""
    OPEN = "open"
    """For a person or a company (开放)."""


class Outcome(str, enum.Enum):
    """What has been decided."""

    APPROVED = "approved"
    APPROVED_IN_PART = "approved_in_part"
    REFUSED = "refused"


class AppealLevel(str, enum.Enum):
    """Whom an appeal goes to, one after the other; opening knows the review only."""

    NEGOTIATE = "negotiate"
    AUTHORITY = "authority"
    GOVERNMENT = "government"
    REVIEW = "review"


ENDED = frozenset({State.WITHDRAWN, State.EXPIRED, State.REVOKED, State.CLOSED})
GRANTED = frozenset({State.APPROVED, State.APPROVED_IN_PART, State.DELIVERING, State.ACTIVE})
"""A grant is behind it, which ends when the part does."""
BEFORE_DECISION = frozenset(
    {
        State.SIGNING, State.CHECKING, State.SUBMITTED, State.RETURNED, State.IN_REVIEW,
        State.CONSULTING, State.CONFIRMING,
    }
)  # fmt: skip
CLOCKED = BEFORE_DECISION - {State.SIGNING, State.RETURNED} | {State.APPEALED, State.DELIVERING}
"""Somebody has to act within a time; of what is returned it is the applicant."""
