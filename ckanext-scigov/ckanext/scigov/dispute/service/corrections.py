"""A correction that is made right there: which version of which table it is, and what else it touches.

Changed rows, the note of their version and the step are written in one transaction; an uploaded file before the
step. What was made before under a dispute's number, on the page of a table or by a call that was broken off, is
found by that number.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ckanext.scigov.dispute import queries, rows, viewing
from ckanext.scigov.dispute.domain.correction import Disputed, RowChange, belonging
from ckanext.scigov.dispute.domain.fingerprint import Found, Outcome
from ckanext.scigov.dispute.domain.target import ROWS, Target, TargetKind
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.dispute.service.acts import Doer, system
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.shared.errors import Refusal, Refused, StaleVersion
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import known_versions

CORRECTION = "correction"
NO_DATA: Final = frozenset({TargetKind.FIELD, TargetKind.DECISION})
"""They are corrected in the catalogue, or by a decision; no row says them."""


class CorrectReason(enum.Enum):
    """Why a correction is not made right there."""

    MAY_NOT_WRITE = "may_not_write"
    ONE_WAY = "one_way"
    """Rows are changed, or a file takes the place of the present one."""
    NO_DATA = "no_data"
    NO_RESOURCE = "no_resource"
    ROW_NONE = "row_none"
    ROW_SEVERAL = "row_several"
    UNTOUCHED = "untouched"
    BESIDE = "beside"
    VERSION_MISSING = "version_missing"


class Way(str, enum.Enum):
    """How data were corrected."""

    ROWS = "rows"
    UPLOAD = "upload"


@dataclass(frozen=True, slots=True)
class Correction:
    """The versions of a table before and after a correction; the later one may still be loaded."""

    resource_id: str
    before: int | None
    after: int | None
    way: Way

    def values(self) -> dict[str, Any]:
        """Return it as a dispute keeps it."""
        return {
            "resource_id": self.resource_id,
            "before": self.before,
            "after": self.after,
            "way": self.way.value,
        }


def opened(session: Session, dispute_id: str, step: Step, doer: Doer) -> Dispute:
    """Lock a dispute that its doer can answer so. Raises as ``steps.take``, before anything is written."""
    dispute = steps.check(session, dispute_id, step.event, doer).dispute
    if step.version is not None and step.version != dispute.version:
        raise StaleVersion
    return dispute


def beside(
    target: Target, resource_id: str, touched: Iterable[Mapping[str, Any]], *, also_other: bool
) -> tuple[int, ...]:
    """Return the rows that a correction touches beside what is disputed.

    Args:
        target: what the dispute points at.
        resource_id: of the table.
        touched: rows with ``row``, ``before`` and ``after``, as they would be.
        also_other: the caller says that he means to touch others, or one that nobody can find for certain.

    Raises:
        Refused: the disputed row is not found for certain, is not touched, or others are and nobody said so.
    """
    found = rows.find(target) if target.kind in ROWS else None
    changes = [RowChange(one["row"], one["before"], one["after"]) for one in touched]
    if found is not None and found.number is None:
        if also_other:
            return tuple(one.number for one in changes)
        raise Refused(_not_found(found))
    disputed = Disputed("", target, found.number if found else None)
    sorted_out = belonging(changes, [disputed], resource_id)
    if sorted_out.untouched:
        raise Refused(Refusal(CorrectReason.UNTOUCHED, "changes"))
    numbers = tuple(one.number for one in sorted_out.beside)
    if numbers and not also_other:
        listed = ", ".join(map(str, numbers[:10]))
        raise Refused(Refusal(CorrectReason.BESIDE, "changes", {"rows": listed}))
    return numbers


def _not_found(found: Found) -> Refusal:
    if found.outcome is Outcome.NONE:
        return Refusal(CorrectReason.ROW_NONE, "changes")
    listed = ", ".join(map(str, found.numbers[:10]))
    return Refusal(CorrectReason.ROW_SEVERAL, "changes", {"rows": listed})


def made_before(session: Session, dispute: Dispute, resource_id: str) -> Correction | None:
    """Return the newest version that bears a dispute's number and that no answer has named yet."""
    told = _told(session, dispute, resource_id)
    for one in known_versions.known(session, resource_id) if dispute.number else ():
        if one.reference == dispute.number and one.number > told:
            return _named(resource_id, one.number, Way.ROWS if one.is_by_hand else Way.UPLOAD)
    return None


def coming(session: Session, resource_id: str, way: Way) -> Correction:
    """Return what a new file of a table will be, before it is written."""
    return _named(resource_id, known_versions.next_number(session, resource_id), way)


def _named(resource_id: str, number: int, way: Way) -> Correction:
    return Correction(resource_id, number - 1 or None, number, way)


def answered(
    session: Session, dispute_id: str, correction: Correction | None, step: Step, doer: Doer
) -> Dispute:
    """Take the step; what was corrected elsewhere names no version."""
    values = {CORRECTION: correction.values() if correction else None}
    told = Step(step.event, step.reason, values, version=step.version)
    return steps.take(session, dispute_id, told, doer)


def is_public(session: Session, dispute: Dispute, doer: Doer) -> bool:
    """Say whether everybody may know of a dispute, and so read why there is a version."""
    nobody = Doer(system(doer.now, doer.rules).by, doer.rules)
    return bool(viewing.viewed(session, [dispute], nobody))


def _told(session: Session, dispute: Dispute, resource_id: str) -> int:
    """Return the number of the last version that an answer of this dispute has named."""
    named = [event.after.get(CORRECTION) for event in queries.events_of(session, [dispute.id])]
    return max(
        (one["after"] or 0 for one in named if one and one["resource_id"] == resource_id), default=0
    )
