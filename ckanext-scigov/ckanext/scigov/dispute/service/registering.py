"""The register of sources and the comparisons that are declared. Lines are ended, never overwritten."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import sqlalchemy as sa

from ckanext.scigov.dispute import source_queries
from ckanext.scigov.dispute.domain import comparing_checks, declaring, sources
from ckanext.scigov.dispute.domain.comparing import Comparison, Types
from ckanext.scigov.dispute.domain.sources import Source
from ckanext.scigov.dispute.model_sources import ComparisonDeclared, Finding, SourceLine
from ckanext.scigov.dispute.service import verifying
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

LONGEST_NAME = 200


class RegisterReason(enum.Enum):
    """Why the register or a declaration cannot be changed."""

    HAS_ENDED = "has_ended"
    IN_USE = "in_use"
    """A comparison needs this source."""
    TOO_LONG = "too_long"
    NOT_AUTHORITY = "not_authority"
    """Only the data authority in whose scope all of it is does this."""


@dataclass(frozen=True, slots=True)
class NewLine:
    item: str
    title: str
    unit_id: str
    dataset_id: str
    resource_id: str
    column: str


def set_line(session: Session, new: NewLine, doer: Doer) -> SourceLine:
    """Put a source on the register.

    Raises:
        Refused: the line is not whole, or the item has a source.
    """
    source_queries.lock(session, source_queries.KNOWLEDGE)
    line = Source(new.item, new.unit_id, new.resource_id)
    wrong = list(sources.wrong_with(line, source_queries.register(session).values()))
    long = (one for one in ("item", "title") if len(getattr(new, one)) > LONGEST_NAME)
    wrong += [Refusal(RegisterReason.TOO_LONG, one) for one in long]
    if wrong:
        raise Refused(*wrong)
    row = SourceLine(
        id=ids.random_key(), item=new.item, title=new.title or new.item, unit_id=new.unit_id,
        dataset_id=new.dataset_id, resource_id=new.resource_id, column_name=new.column,
        set_by=doer.user_id, set_at=doer.now, ended_by="",
    )  # fmt: skip
    session.add(row)
    _account(session, "source_set", row, doer)
    verifying.renew(session)
    return row


def end_line(session: Session, id_: str, doer: Doer) -> SourceLine:
    """End a line of the register; it stays on record.

    Raises:
        NotVisible: there is none.
        Refused: it has ended, or a comparison needs it.
    """
    source_queries.lock(session, source_queries.KNOWLEDGE)
    row = session.get(SourceLine, id_, populate_existing=True)
    if row is None:
        raise NotVisible
    if row.ended_at is not None:
        raise Refused(Refusal(RegisterReason.HAS_ENDED))
    if any(_needs(one, row.item) for one in source_queries.declared(session)):
        raise Refused(Refusal(RegisterReason.IN_USE))
    row.ended_by, row.ended_at = doer.user_id, doer.now
    _account(session, "source_end", row, doer)
    verifying.renew(session)
    return row


def declare(
    session: Session, name: str, comparison: Comparison, types: Types, doer: Doer
) -> ComparisonDeclared:
    """Put a comparison on record.

    Args:
        session: the database's.
        name: what people call it.
        comparison: as it is declared.
        types: of the columns that whoever declares it is told of, by table.
        doer: who declares it.

    Raises:
        Refused: with all that is wrong with it.
    """
    register = source_queries.register(session)
    wrong = list(comparing_checks.wrong_with(comparison, register, types))
    if len(name) > LONGEST_NAME:
        wrong.append(Refusal(RegisterReason.TOO_LONG, "name"))
    if wrong:
        raise Refused(*wrong)
    row = ComparisonDeclared(
        id=ids.random_key(), name=name, declared=declaring.to_values(comparison),
        set_by=doer.user_id, set_at=doer.now, ended_by="",
    )  # fmt: skip
    session.add(row)
    doer.by.record(session, "dispute.comparison_set", "comparison", row.id)
    verifying.renew(session)
    return row


def end_comparison(session: Session, row: ComparisonDeclared, doer: Doer) -> None:
    """End a comparison; what it has seen of the data is forgotten, what it has counted stays.

    Raises:
        Refused: it has ended.
    """
    source_queries.lock(session, source_queries.RUNS)
    session.refresh(row, with_for_update=True)
    if row.ended_at is not None:
        raise Refused(Refusal(RegisterReason.HAS_ENDED))
    row.ended_by, row.ended_at = doer.user_id, doer.now
    session.execute(sa.delete(Finding).where(Finding.comparison_id == row.id))
    doer.by.record(session, "dispute.comparison_end", "comparison", row.id)
    verifying.renew(session)


def _needs(comparison: ComparisonDeclared, item: str) -> bool:
    return item in {one["name"] for one in comparison.declared["items"]}


def _account(session: Session, event: str, row: SourceLine, doer: Doer) -> None:
    doer.by.record(
        session, f"dispute.{event}", "source", row.id, item=row.item, unit_id=row.unit_id,
        resource_id=row.resource_id,
    )  # fmt: skip
