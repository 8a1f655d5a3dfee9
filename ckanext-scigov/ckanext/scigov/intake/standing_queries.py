"""What still stands: problems that no later run has told again, because their records have not changed since.

Told is what was wrong with a record when it was written. A later run that finds it unchanged says nothing of
it, so what the last run tells is not all that is wrong.
"""

from __future__ import annotations

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.states import Fate
from ckanext.scigov.intake.model import Problem, Record, Run
from ckanext.scigov.intake.record_queries import Conditions, Eyes, seen
from ckanext.scigov.shared.session import Session

MISSING = (Cause.VANISHED.value, Cause.NOT_ARCHIVED.value)
"""They stand as long as the record is missing."""
OF_OTHER_TIMES = (*MISSING, Cause.ARCHIVED.value, Cause.DUPLICATE_IDENTITY.value)
"""Not of the record as it was written last."""
_PROPOSAL = sa.table(
    "scigov_access_proposal", sa.column("id"), sa.column("dataset_id"), sa.column("state")
)
# Of access, which keeps its classes to itself: what waits there has come from here.


def standing(source_id: str, eyes: Eyes) -> Conditions:
    """Return the conditions of a problem that still stands, of records that a reader may know of.

    Of a record and a cause the newest run that tells of them counts: a record that a run could not take over
    is told of at each run, and what is said of it then is said of what its source has now.
    """
    newest = sa.func.rank().over(
        partition_by=(Problem.key, Problem.cause), order_by=(Run.requested_at.desc(), Run.id)
    )
    is_its = sa.and_(
        Record.source_id == Run.source_id, Record.key == Problem.key, Record.ordinal == 0
    )
    found = (
        sa.select(Problem.id, newest.label("place"))
        .join(Run, Run.id == Problem.run_id)
        .join(Record, is_its)
        .where(Run.source_id == source_id, Problem.key != "", seen(eyes), _stands())
        .subquery()
    )
    return [Problem.id.in_(sa.select(found.c.id).where(found.c.place == 1))]


def _stands() -> sa.ColumnElement[bool]:
    """Return whether what a run tells of a record is so today."""
    has_written = sa.and_(
        Run.started_at <= Record.changed_at,
        sa.or_(Run.finished_at.is_(None), Run.finished_at >= Record.changed_at),
    )
    has_seen_last = Run.id == Record.last_run
    # Of a rejected record that has not changed a later run says less than the one that rejected it.
    is_told_again = sa.and_(has_seen_last, Record.fate != Fate.REJECTED.value)
    is_missing = sa.and_(Record.fate == Fate.IN.value, Record.missing_since.is_not(None))
    return sa.or_(
        sa.and_(
            Problem.cause.not_in(OF_OTHER_TIMES),
            Record.fate != Fate.ARCHIVED.value,
            sa.or_(has_written, is_told_again),
        ),
        sa.and_(Problem.cause == Cause.DUPLICATE_IDENTITY.value, has_seen_last),
        sa.and_(Problem.cause.in_(MISSING), is_missing),
    )


def waiting(session: Session, source_id: str, eyes: Eyes) -> list[tuple[str, str, int]]:
    """Return of how many entries of a source a grade waits for an approver: provider, its title, how many."""
    package, group = model.Package, model.Group
    number = sa.func.count(package.id.distinct())
    query = (
        sa.select(package.owner_org, sa.func.coalesce(sa.func.max(group.title), ""), number)
        .select_from(Record)
        .join(package, package.id == Record.dataset_id)
        .join(_PROPOSAL, _PROPOSAL.c.dataset_id == package.id)
        .outerjoin(group, group.id == package.owner_org)
        .where(Record.source_id == source_id, _PROPOSAL.c.state == "waiting", seen(eyes))
        .where(package.state == model.State.ACTIVE)
        .group_by(package.owner_org)
        .order_by(number.desc(), package.owner_org)
    )
    return [(row[0] or "", row[1], row[2]) for row in session.execute(query)]
