"""What is known of data items after comparisons (核验状态): worked out anew when a part of it changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import sqlalchemy as sa

from ckanext.scigov.dispute import source_queries
from ckanext.scigov.dispute.domain import compared_status
from ckanext.scigov.dispute.domain.compared_status import Checked
from ckanext.scigov.dispute.domain.states import UNDECIDED, State
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.model_sources import ComparisonRun, SourceLine, Verification
from ckanext.scigov.shared.session import Session

Column: TypeAlias = "tuple[str, str]"
"""Resource id and name."""
ANSWERS = frozenset({State.CORRECTED, State.PARTLY_CORRECTED, State.NOT_CORRECTED})


@dataclass(slots=True)
class _Known:
    item: str
    checks: list[Checked | None] = field(default_factory=list["Checked | None"])
    at: dt.datetime | None = None

    def add(self, run: ComparisonRun | None, there: str) -> None:
        """Take in what the last run says of this item and another table."""
        self.checks.append(_check(run, self.item, there))
        if run is not None:
            self.at = max(self.at or run.at, run.at)


def renew(session: Session) -> None:
    """Work out what is known of every item of the register, and of its copies."""
    session.flush()
    source_queries.lock(session, source_queries.KNOWLEDGE)
    known = _known(session)
    decided = source_queries.decided(session)
    places = source_queries.places(session, [resource_id for resource_id, _name in known])
    session.execute(sa.delete(Verification))
    session.add_all(
        Verification(
            resource_id=resource_id,
            column_name=name,
            dataset_id=places[resource_id].dataset_id,
            item=one.item,
            status=compared_status.status(one.checks, decided).value,
            verified_at=one.at,
        )
        for (resource_id, name), one in known.items()
        if resource_id in places
    )
    session.flush()


def stepped(session: Session, dispute: Dispute, before: State, after: State) -> None:
    """Take in that a dispute was decided, or is looked at again, if comparisons have found its cause.

    Args:
        session: in the transaction of the step.
        dispute: any one.
        before: where it stood.
        after: where it stands now.
    """
    is_decided = after in ANSWERS
    if before is after or not (dispute.cause or dispute.joined):
        return
    if not is_decided and after not in UNDECIDED:
        return
    causes = source_queries.causes_of(session, dispute.id)
    for one in causes:
        one.decided = one.found if is_decided else ""
    if causes:
        renew(session)


def _known(session: Session) -> dict[Column, _Known]:
    lines = {one.item: one for one in source_queries.lines(session)}
    known = {(one.resource_id, one.column_name): _Known(one.item) for one in lines.values()}
    declared = source_queries.declared(session)
    runs = source_queries.last_runs(session, [one.id for one in declared])
    for comparison in declared:
        for item in comparison.declared["items"]:
            line = lines.get(item["name"])
            if line is not None:
                _take_in(known, line, item["columns"], runs.get(comparison.id))
    return known


def _take_in(
    known: dict[Column, _Known],
    line: SourceLine,
    columns: Mapping[str, str],
    run: ComparisonRun | None,
) -> None:
    source = known[line.resource_id, line.column_name]
    for there, name in columns.items():
        if there != line.resource_id:
            source.add(run, there)
            known.setdefault((there, name), _Known(line.item)).add(run, there)


def _check(run: ComparisonRun | None, item: str, there: str) -> Checked | None:
    checks: Sequence[Mapping[str, Any]] = run.checks if run is not None else ()
    for one in checks:
        if (one["item"], one["there"]) == (item, there):
            return Checked(one["cells"], one["differing"], one["causes"])
    return None
