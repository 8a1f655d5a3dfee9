"""The only writer of reports. It flushes, never commits."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.audit.acts import By
from ckanext.scigov.reporting import queries
from ckanext.scigov.reporting.domain.changes import (
    Change,
    Outcome,
    PackageState,
    state_after_receipt,
)
from ckanext.scigov.reporting.domain.receipts import Answer
from ckanext.scigov.reporting.model import Lacking, Line, Package
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session
from ckanext.scigov.shared.storage import StoredFile

_LOCK = 0x7363_6967_6F76_0C72
ROWS_AT_ONCE = 5_000


class ReportReason(enum.Enum):
    NOTHING_CHANGED = "nothing_changed"
    NOTHING_COMPLETE = "nothing_complete"
    SUPERSEDED = "superseded"
    ANSWERED = "answered"
    PROBLEMS = "problems"
    NO_FILE = "no_file"
    NOT_JSON = "not_json"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Made:
    """A package as it was put together: rows of both tables, and its file."""

    sequence: int
    lines: Sequence[Mapping[str, Any]]
    lacking: Sequence[Mapping[str, Any]]
    file: StoredFile

    def count(self, change: Change) -> int:
        return sum(line["change"] == change.value for line in self.lines)


def next_sequence(session: Session) -> int:
    """Return the number of the next package; nobody else makes one until the transaction ends."""
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    return queries.last_sequence(session) + 1


def record_package(session: Session, made: Made, by: By) -> Package:
    """Write down a package; what was told before and never answered is told by this one."""
    session.execute(
        sa.update(Line)
        .where(Line.outcome == Outcome.WAITING.value)
        .values(outcome=Outcome.SUPERSEDED.value)
    )
    session.execute(
        sa.update(Package)
        .where(Package.state == PackageState.WAITING.value)
        .values(state=PackageState.SUPERSEDED.value)
    )
    package = Package(
        sequence=made.sequence,
        made_at=by.now,
        made_by=by.user_id,
        state=PackageState.WAITING.value,
        added=made.count(Change.NEW),
        changed=made.count(Change.CHANGED),
        withdrawn=made.count(Change.WITHDRAWN),
        lacking=len(made.lacking),
        storage_key=made.file.key,
        size=made.file.size,
        sha256=made.file.sha256,
    )
    session.add(package)
    session.flush()
    _insert(session, Line, [{"sequence": made.sequence, **line} for line in made.lines])
    session.execute(sa.delete(Lacking))
    _insert(session, Lacking, made.lacking)
    counts = {"new": package.added, "changed": package.changed, "withdrawn": package.withdrawn}
    by.record(
        session, "reporting.package", "reporting_package", str(made.sequence), **counts,
        lacking=package.lacking, sha256=package.sha256,
    )  # fmt: skip
    return package


def lock_for_receipt(session: Session, sequence: int) -> Package:
    """Return the package that a receipt is for.

    Raises:
        NotVisible: there is none of this number.
        Refused: a later one has taken its place, or all of it is answered.
    """
    package = queries.find_package(session, sequence, lock=True)
    if package is None:
        raise NotVisible
    if package.state == PackageState.SUPERSEDED.value:
        values: dict[str, str | int] = {"sequence": sequence}
        raise Refused(Refusal(ReportReason.SUPERSEDED, "upload", values))
    if package.state == PackageState.ANSWERED.value:
        raise Refused(Refusal(ReportReason.ANSWERED, "upload", {"sequence": sequence}))
    return package


def take_receipt(
    session: Session, package: Package, answers: Sequence[Answer], by: By
) -> dict[str, int]:
    """Mark what was accepted and what was refused, and why; return how many of each."""
    table: Any = Line.__table__
    statement = (
        sa.update(table)
        .where(table.c.sequence == package.sequence, table.c.code == sa.bindparam("of_code"))
        .values(
            outcome=sa.bindparam("told_outcome"),
            reason=sa.bindparam("told_reason"),
            receiver_code=sa.bindparam("told_code"),
            answered_at=by.now,
        )
    )
    rows = [
        {
            "of_code": one.code, "told_outcome": one.outcome.value, "told_reason": one.reason,
            "told_code": one.receiver_code,
        }
        for one in answers
    ]  # fmt: skip
    session.connection().execute(statement, rows)
    session.expire_all()
    left = queries.outcomes(session, package.sequence)
    waiting = sum(one is Outcome.WAITING for one in left.values())
    package.state = state_after_receipt(waiting).value
    counts = {
        name.value: sum(one.outcome is name for one in answers)
        for name in (Outcome.ACCEPTED, Outcome.REFUSED)
    }
    by.record(
        session, "reporting.receipt", "reporting_package", str(package.sequence), **counts,
        waiting=waiting,
    )  # fmt: skip
    session.flush()
    return {**counts, "waiting": waiting}


def _insert(session: Session, table: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        session.execute(sa.insert(table), list(rows[start : start + ROWS_AT_ONCE]))
