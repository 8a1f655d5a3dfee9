"""Which papers there are, in which procedure each exists, who gets it when, and what it must be told.

A paper is offered when something has happened, not in a state: a receipt stays a receipt after the
decision. So a situation is a set of facts, and the tables below are all that decides.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from types import MappingProxyType

from ckanext.scigov.application.domain.paper_values import Outcome, PaperValues


class Paper(enum.Enum):
    """The value is the name of the template's file."""

    APPLICATION = "application"
    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    EXTENSION = "extension"
    CONSULTATION = "consultation"
    REPLY_APPROVED = "reply_approved"
    REPLY_IN_PART = "reply_in_part"
    REPLY_REFUSED = "reply_refused"
    UNDERTAKING = "undertaking"
    REVOCATION = "revocation"
    APPEAL_REPLY = "appeal_reply"


class Procedure(enum.Enum):
    SHARE_AT_ONCE = "share_at_once"
    """Unconditional sharing: 申请即享."""
    SHARE = "share"
    OPEN = "open"


class Fact(enum.Enum):
    """Something that has happened to an application, and stays so."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXTENDED = "extended"
    CONSULTED = "consulted"
    APPROVED = "approved"
    APPROVED_IN_PART = "approved_in_part"
    REFUSED = "refused"
    REVOKED = "revoked"
    APPEAL_DECIDED = "appeal_decided"


class Reader(enum.Enum):
    APPLICANT = "applicant"
    PROVIDER = "provider"
    """Whoever handles, reviews or decides for the provider of a part."""
    THIRD_PARTY = "third_party"
    AUTHORITY = "authority"


_WITHOUT_ASKING = frozenset(
    {Paper.APPLICATION, Paper.REPLY_APPROVED, Paper.UNDERTAKING, Paper.REVOCATION, Paper.APPEAL_REPLY}
)  # fmt: skip

EXISTING: Mapping[Procedure, frozenset[Paper]] = MappingProxyType(
    {
        Procedure.SHARE_AT_ONCE: _WITHOUT_ASKING,
        Procedure.SHARE: frozenset(Paper),
        Procedure.OPEN: frozenset(Paper),
    }
)

OFFERED: Mapping[Paper, Mapping[Reader, Fact]] = MappingProxyType(
    {
        # Before it is filed, the applicant prints it, has it sealed, and sends it along.
        Paper.APPLICATION: {
            Reader.APPLICANT: Fact.DRAFTED,
            Reader.PROVIDER: Fact.SUBMITTED,
            Reader.AUTHORITY: Fact.SUBMITTED,
        },
        Paper.UNDERTAKING: {
            Reader.APPLICANT: Fact.DRAFTED,
            Reader.PROVIDER: Fact.SUBMITTED,
            Reader.AUTHORITY: Fact.SUBMITTED,
        },
        Paper.RECEIPT: {
            Reader.APPLICANT: Fact.ACCEPTED,
            Reader.PROVIDER: Fact.ACCEPTED,
            Reader.AUTHORITY: Fact.ACCEPTED,
        },
        Paper.SUPPLEMENT: {
            Reader.APPLICANT: Fact.RETURNED,
            Reader.PROVIDER: Fact.RETURNED,
            Reader.AUTHORITY: Fact.RETURNED,
        },
        Paper.EXTENSION: {
            Reader.APPLICANT: Fact.EXTENDED,
            Reader.PROVIDER: Fact.EXTENDED,
            Reader.AUTHORITY: Fact.EXTENDED,
        },
        # The applicant is told that the clock stands still, not what a third party is asked.
        Paper.CONSULTATION: {
            Reader.PROVIDER: Fact.CONSULTED,
            Reader.THIRD_PARTY: Fact.CONSULTED,
            Reader.AUTHORITY: Fact.CONSULTED,
        },
        Paper.REPLY_APPROVED: {
            Reader.APPLICANT: Fact.APPROVED,
            Reader.PROVIDER: Fact.APPROVED,
            Reader.AUTHORITY: Fact.APPROVED,
        },
        Paper.REPLY_IN_PART: {
            Reader.APPLICANT: Fact.APPROVED_IN_PART,
            Reader.PROVIDER: Fact.APPROVED_IN_PART,
            Reader.AUTHORITY: Fact.APPROVED_IN_PART,
        },
        Paper.REPLY_REFUSED: {
            Reader.APPLICANT: Fact.REFUSED,
            Reader.PROVIDER: Fact.REFUSED,
            Reader.AUTHORITY: Fact.REFUSED,
        },
        Paper.REVOCATION: {
            Reader.APPLICANT: Fact.REVOKED,
            Reader.PROVIDER: Fact.REVOKED,
            Reader.AUTHORITY: Fact.REVOKED,
        },
        Paper.APPEAL_REPLY: {
            Reader.APPLICANT: Fact.APPEAL_DECIDED,
            Reader.PROVIDER: Fact.APPEAL_DECIDED,
            Reader.AUTHORITY: Fact.APPEAL_DECIDED,
        },
    }
)
"""What must have happened before a reader is offered a paper; who is not named never gets it."""

_REPLY = ("number", "issuer", "filed_on", "parts")
REQUIRED: Mapping[Paper, tuple[str, ...]] = MappingProxyType(
    {
        Paper.APPLICATION: ("parts",),
        Paper.UNDERTAKING: ("parts",),
        Paper.RECEIPT: (*_REPLY, "received_on"),
        Paper.SUPPLEMENT: (*_REPLY, "supplement"),
        Paper.EXTENSION: (*_REPLY, "extension"),
        Paper.CONSULTATION: (*_REPLY, "consultation"),
        Paper.REPLY_APPROVED: _REPLY,
        Paper.REPLY_IN_PART: (*_REPLY, "remedies"),
        Paper.REPLY_REFUSED: (*_REPLY, "remedies"),
        Paper.REVOCATION: (*_REPLY, "revocation", "remedies"),
        Paper.APPEAL_REPLY: (*_REPLY, "appeal"),
    }
)
"""Values without which a paper would say nothing, or nothing that binds."""

REPLIES: Mapping[Outcome, Paper] = MappingProxyType(
    {
        Outcome.APPROVED: Paper.REPLY_APPROVED,
        Outcome.APPROVED_IN_PART: Paper.REPLY_IN_PART,
        Outcome.REFUSED: Paper.REPLY_REFUSED,
    }
)


def offered(procedure: Procedure, facts: Collection[Fact], reader: Reader) -> tuple[Paper, ...]:
    """Return the papers that a reader is offered, in the order of ``Paper``."""
    return tuple(
        paper
        for paper in Paper
        if paper in EXISTING[procedure] and OFFERED[paper].get(reader) in facts
    )


def lacking(paper: Paper, values: PaperValues) -> tuple[str, ...]:
    """Return the required values that are empty."""
    return tuple(name for name in REQUIRED[paper] if not getattr(values, name))


def outcome_of(outcomes: Collection[Outcome]) -> Outcome:
    """Return what parts decided differently come to, for the one reply about them.

    Raises:
        ValueError: nothing was decided.
    """
    if not outcomes:
        raise ValueError("There is no reply to parts on which nothing was decided.")
    return next(iter(outcomes)) if len(set(outcomes)) == 1 else Outcome.APPROVED_IN_PART
