"""SELECTs of proposals that can be decided together, and of those that are left for a single look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import queries, worklist_queries
from ckanext.scigov.access.domain.grading import ObjectKind, ProposalState
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.domain.together import (
    WITHHELD,
    Case,
    Caution,
    Group,
    Outcome,
    cautions_of,
)
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.access.model_together import DecisionOnEach
from ckanext.scigov.catalogue import legal_bases
from ckanext.scigov.catalogue.domain import legal_bases as bases
from ckanext.scigov.shared.session import Session

PACKAGE = model.Package
FALSE = sa.false()


@dataclass(frozen=True, slots=True)
class Counted:
    """A group, with how many of its proposals can be decided together and how many cannot."""

    group: Group
    provider: str
    proposer: str
    number: int
    left: int


@dataclass(frozen=True, slots=True)
class Member:
    """A proposal of a group."""

    dataset_id: str
    name: str
    title: str
    proposed_at: dt.datetime
    cautions: tuple[Caution, ...]


def approves(principal: Principal) -> bool:
    return any(held.role is Role.APPROVER for held in principal.roles)


def within_scope(session: Session, principal: Principal) -> sa.ColumnElement[bool]:
    """Return which datasets somebody approves grades of."""
    scopes = [held.scope for held in principal.roles if held.role is Role.APPROVER]
    return worklist_queries.owned_within(session, scopes)


class Sight:
    """What an approver sees of what waits: within his scope, and in no decision that is under way."""

    def __init__(self, session: Session, principal: Principal) -> None:
        self._session = session
        self._reach = within_scope(session, principal)
        self._is_clean = _is_clean(_has_doubtful_basis(session, self._waiting()))

    def groups(self, limit: int, offset: int) -> tuple[list[Counted], int]:
        """Return the groups of which anything can be decided together, the largest first."""
        query = self._counted().having(self._number() > 0)
        order = (self._number().desc(), *_key())
        rows = self._session.execute(query.order_by(*order).limit(limit).offset(offset)).all()
        return [_counted(row) for row in rows], rows[0][-1] if rows else 0

    def group(self, group: Group) -> Counted | None:
        row = self._session.execute(self._counted().where(*_in(group))).first()
        return _counted(row) if row else None

    def together(self, group: Group, limit: int) -> list[Member]:
        """Return the first that a decision about the group is about."""
        return self._members(group, self._is_clean, limit)

    def left(self, group: Group, limit: int) -> list[Member]:
        """Return the first that are left for a single look, with why."""
        return self._members(group, sa.not_(self._is_clean), limit)

    def to_decide(self, group: Group) -> sa.Select[Any]:
        """Select what a decision about the group is about: proposal, dataset, its last change."""
        columns = (GradeProposal.id, PACKAGE.id, PACKAGE.metadata_modified)
        return _joined(*columns).where(*self._waiting(), *_in(group), self._is_clean)

    def _members(self, group: Group, condition: Any, limit: int) -> list[Member]:
        query = _joined(*_of_case(), *_of_member()).where(*self._waiting(), *_in(group), condition)
        order = (GradeProposal.proposed_at, GradeProposal.id)
        rows = self._session.execute(query.order_by(*order).limit(limit)).all()
        doubtful = _doubtful(self._session, [row[12] for row in rows])
        return [
            Member(
                row[12], row[13], row[14] or row[13], row[15],
                cautions_of(_case(row, is_doubtful=row[12] in doubtful)),
            )
            for row in rows
        ]  # fmt: skip

    def _waiting(self) -> list[Any]:
        return [
            self._reach,
            GradeProposal.state == ProposalState.WAITING.value,
            PACKAGE.type == "dataset",
            PACKAGE.state == model.State.ACTIVE,
            ~_is_under_way(),
        ]

    def _number(self) -> Any:
        return sa.func.count().filter(self._is_clean)

    def _counted(self) -> sa.Select[Any]:
        number = self._number()
        title = sa.func.max(sa.func.coalesce(model.Group.title, ""))
        user = model.User
        proposer = sa.func.max(sa.func.coalesce(sa.func.nullif(user.fullname, ""), user.name, ""))
        numbers = (title, proposer, number, sa.func.count() - number, sa.func.count().over())
        return (
            _joined(*_key(), *numbers)
            .outerjoin(model.Group, model.Group.id == PACKAGE.owner_org)
            .outerjoin(user, user.id == GradeProposal.proposed_by)
            .where(*self._waiting())
            .group_by(*_key())
        )


def cases(session: Session, proposal_ids: Collection[str]) -> dict[str, Case]:
    """Return proposals as the rule about single looks sees them, by id; two statements."""
    query = _joined(*_of_case(), PACKAGE.id).where(GradeProposal.id.in_(sorted(proposal_ids)))
    rows = session.execute(query).all()
    doubtful = _doubtful(session, [row[12] for row in rows])
    return {row[0]: _case(row, is_doubtful=row[12] in doubtful) for row in rows}


def _joined(*columns: Any) -> sa.Select[Any]:
    return (
        sa.select(*columns)
        .select_from(GradeProposal)
        .join(PACKAGE, PACKAGE.id == GradeProposal.dataset_id)
        .outerjoin(GradeInForce, GradeInForce.object_id == GradeProposal.object_id)
    )


def _key() -> tuple[Any, ...]:
    return (
        sa.func.coalesce(PACKAGE.owner_org, sa.literal_column("''")),
        GradeProposal.security_level,
        GradeProposal.share_type,
        GradeProposal.open_type,
        GradeProposal.proposed_by,
        _source(),
    )


def _source() -> sa.ColumnElement[str]:
    """Return where the entries came from; of what a person has proposed that is no matter."""
    portal = sa.func.coalesce(_extra("source_portal"), sa.literal_column("''"))
    by_system = GradeProposal.proposed_by == sa.literal_column("''")
    return sa.case((by_system, portal), else_=sa.literal_column("''"))


def _extra(name: str) -> Any:
    # Written out, so that what is selected and what is grouped by are the same to PostgreSQL.
    return sa.literal_column(f"(package.extras ->> '{name}')", sa.Text)


def _in(group: Group) -> list[Any]:
    wanted = (group.provider_id, *group.codes, group.proposed_by, group.source)
    return [column == value for column, value in zip(_key(), wanted, strict=True)]


def _is_under_way() -> Any:
    return (
        sa.select(DecisionOnEach.proposal_id)
        .where(DecisionOnEach.proposal_id == GradeProposal.id)
        .where(DecisionOnEach.outcome == Outcome.WAITING.value)
        .exists()
    )


def _is_clean(has_doubtful_basis: Any) -> sa.ColumnElement[bool]:
    """Return the condition that there is no caution: ``cautions_of`` in SQL."""
    lifecycle = sa.func.coalesce(_extra("lifecycle_status"), "")
    codes = (GradeProposal.security_level, GradeProposal.share_type, GradeProposal.open_type)
    own = (GradeInForce.security_level, GradeInForce.share_type, GradeInForce.open_type)
    return sa.and_(
        sa.func.jsonb_array_length(GradeProposal.findings) == 0,
        GradeProposal.object_kind == ObjectKind.DATASET.value,
        *(code.is_not(None) for code in codes),
        *(code.is_(None) for code in own),
        PACKAGE.private.is_not(True),
        lifecycle.not_in(sorted(queries.LIFECYCLE)),
        sa.func.lower(sa.func.coalesce(_extra("hide_entry"), "")) != "true",
        sa.not_(has_doubtful_basis),
    )


def _has_doubtful_basis(session: Session, waiting: list[Any]) -> sa.ColumnElement[bool]:
    """Return the condition that something is to be said of why an entry's data are withheld."""
    stated = [_extra(field) for field in bases.LOWEST]
    query = _joined(*stated).where(*waiting, _withholds()).distinct()
    texts = session.execute(query).all()
    known = legal_bases.known()
    found = [
        column.in_(sorted(doubtful))
        for number, (field, column) in enumerate(zip(bases.LOWEST, stated, strict=True))
        if (
            doubtful := {
                row[number] for row in texts if bases.judge(field, row[number] or "", known)
            }
        )
    ]
    is_doubtful = sa.func.coalesce(sa.or_(FALSE, *found), FALSE)
    return sa.and_(_withholds(), is_doubtful)


def _withholds() -> sa.ColumnElement[bool]:
    columns = (GradeProposal.share_type, GradeProposal.open_type)
    return sa.or_(*(sa.func.coalesce(column, "") == WITHHELD for column in columns))


def _doubtful(session: Session, dataset_ids: Collection[str]) -> set[str]:
    """Return those of some datasets that state a basis of which something is to be said."""
    stated = [_extra(field) for field in bases.LOWEST]
    query = sa.select(PACKAGE.id, *stated).where(PACKAGE.id.in_(sorted(dataset_ids)))
    known = legal_bases.known()
    return {
        row[0]
        for row in session.execute(query)
        for field, text in zip(bases.LOWEST, row[1:], strict=True)
        if bases.judge(field, text or "", known)
    }


def _of_case() -> tuple[Any, ...]:
    return (
        GradeProposal.id, GradeProposal.object_kind, GradeProposal.security_level,
        GradeProposal.share_type, GradeProposal.open_type, GradeInForce.security_level,
        GradeInForce.share_type, GradeInForce.open_type, PACKAGE.state, PACKAGE.private,
        sa.func.jsonb_array_length(GradeProposal.findings),
        sa.func.jsonb_build_array(_extra("lifecycle_status"), _extra("hide_entry")),
    )  # fmt: skip


def _of_member() -> tuple[Any, ...]:
    return (PACKAGE.id, PACKAGE.name, PACKAGE.title, GradeProposal.proposed_at)


def _case(row: Any, *, is_doubtful: bool) -> Case:
    lifecycle, hidden = row[11]
    return Case(
        kind=ObjectKind(row[1]),
        proposed=(row[2], row[3], row[4]),
        in_force=(row[5], row[6], row[7]),
        state=queries.state_of(row[8], is_private=bool(row[9]), lifecycle=lifecycle or ""),
        is_hidden=queries.is_true(hidden),
        findings=row[10],
        has_doubtful_basis=is_doubtful,
    )


def _counted(row: Any) -> Counted:
    provider_id, level, share, open_type, proposed_by, source, title, proposer, number, left, _ = (
        row
    )
    group = Group(provider_id, (level, share, open_type), proposed_by, source)
    return Counted(group, title, proposer, number, left)
