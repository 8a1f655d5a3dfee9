"""What a reporter says, and what is missing before it can be filed."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from ckanext.scigov.dispute.domain import proposal as proposing
from ckanext.scigov.dispute.domain.kinds import SHORTEST, Kind
from ckanext.scigov.dispute.domain.proposal import Proposal, ProposalReason
from ckanext.scigov.dispute.domain.target import Target

LONGEST = 4_000
"""Characters of an explanation."""
LONGEST_LINK = 2_000
LONGEST_ADDRESS = 254
MOST_LINKS = 5
MOST_DATASETS = 5
_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[^\s@<>,;:\"().]+")


class FilingReason(enum.Enum):
    """What is wrong with a field."""

    UNKNOWN = "unknown"
    MISSING = "missing"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    NO_LINK = "no_link"
    NO_ADDRESS = "no_address"
    OWN_DATASET = "own_dataset"
    """A dataset is no evidence against itself."""


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    reason: FilingReason | ProposalReason
    about: str = ""
    """The link or the dataset, where a field has several."""


@dataclass(frozen=True, slots=True)
class Report:
    kind: str
    """As it was sent."""
    explanation: str = ""
    proposal: Proposal | None = None
    links: tuple[str, ...] = ()
    dataset_ids: tuple[str, ...] = ()
    """Other datasets that say so."""
    is_signed: bool = False
    email: str = ""
    """Of a visitor."""


def problems(report: Report, target: Target, seen: str | None = None) -> tuple[Problem, ...]:
    """Return all that is wrong, in the order of the form.

    Args:
        report: what is said.
        target: what it is said of.
        seen: the value as the reporter saw it, None for an empty or an unknown one.
    """
    return (
        *_of_kind(report),
        *_of_proposal(report, target, seen),
        *_of_explanation(report),
        *_of_evidence(report, target),
        *_of_address(report),
    )


def kind_of(report: Report) -> Kind:
    """Return the kind of a report without problems."""
    return Kind(report.kind)


def _of_kind(report: Report) -> Iterator[Problem]:
    if not report.kind:
        yield Problem("kind", FilingReason.MISSING)
    elif report.kind not in {one.value for one in Kind}:
        yield Problem("kind", FilingReason.UNKNOWN)


def _of_proposal(report: Report, target: Target, seen: str | None) -> Iterator[Problem]:
    if report.proposal and (reason := proposing.judge(report.proposal, target.kind, seen)):
        yield Problem("proposal", reason)


def _of_explanation(report: Report) -> Iterator[Problem]:
    text = report.explanation.strip()
    if not text:
        yield Problem("explanation", FilingReason.MISSING)
    elif len(text) < SHORTEST:
        yield Problem("explanation", FilingReason.TOO_SHORT)
    elif len(text) > LONGEST:
        yield Problem("explanation", FilingReason.TOO_LONG)


def _of_evidence(report: Report, target: Target) -> Iterator[Problem]:
    if len(report.links) > MOST_LINKS:
        yield Problem("links", FilingReason.TOO_MANY)
    for link in report.links:
        if not _is_link(link):
            yield Problem("links", FilingReason.NO_LINK, link)
    if len(report.dataset_ids) > MOST_DATASETS:
        yield Problem("datasets", FilingReason.TOO_MANY)
    if target.dataset_id in report.dataset_ids:
        yield Problem("datasets", FilingReason.OWN_DATASET, target.dataset_id)


def _of_address(report: Report) -> Iterator[Problem]:
    if report.is_signed:
        return
    address = report.email.strip()
    if not address:
        yield Problem("email", FilingReason.MISSING)
    elif len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        yield Problem("email", FilingReason.NO_ADDRESS)


def _is_link(text: str) -> bool:
    if len(text) > LONGEST_LINK or not text.isprintable() or " " in text:
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
