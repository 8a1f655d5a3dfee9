"""Tables of graded access: grades in force, proposals, agencies, roles, grants, what is gone."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.agencies import AgencyCapacity, AgencyState
from ckanext.scigov.access.domain.grading import ObjectKind, ProposalState
from ckanext.scigov.access.domain.roles import Role, ScopeKind
from ckanext.scigov.access.domain.subjects import Axis
from ckanext.scigov.catalogue.domain.grades import ACCESS_RIGHTS, Level, OpenType, ShareType

MOMENT = sa.DateTime(timezone=True)
COMPLETE = " OR ".join(
    f"(security_level, share_type, open_type) = ('{g.level.value}', '{g.share.value}', "
    f"'{g.open.value}')"
    for g in ACCESS_RIGHTS
)
UNCLASSIFIED = "(security_level IS NULL AND share_type IS NULL AND open_type IS NULL)"


def _one_of(column: str, values: type[enum.Enum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class GradeInForce(tk.BaseModel):  # type: ignore[name-defined]
    """What holds for a dataset, or what a resource holds beyond its dataset.

    A dataset without a row, or with an empty one, is 待定级 and closed.
    """

    __tablename__ = "scigov_access_grade"
    __table_args__ = (
        sa.CheckConstraint(
            f"object_kind <> 'dataset' OR {UNCLASSIFIED} OR {COMPLETE}",
            name="scigov_access_grade_legal",
        ),
        sa.CheckConstraint(_one_of("object_kind", ObjectKind), name="scigov_access_grade_kind"),
        sa.CheckConstraint(_one_of("security_level", Level), name="scigov_access_grade_level"),
        sa.CheckConstraint(_one_of("share_type", ShareType), name="scigov_access_grade_share"),
        sa.CheckConstraint(_one_of("open_type", OpenType), name="scigov_access_grade_open"),
        sa.Index("scigov_access_grade_dataset", "dataset_id"),
    )

    object_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="CKAN's id")
    object_kind: Mapped[str] = mapped_column(sa.Text, comment="dataset or resource")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="the dataset it is, or belongs to")
    security_level: Mapped[str | None] = mapped_column(sa.Text, comment="1 to 4")
    share_type: Mapped[str | None] = mapped_column(sa.Text, comment="to departments")
    open_type: Mapped[str | None] = mapped_column(sa.Text, comment="to the public")
    since: Mapped[dt.datetime] = mapped_column(MOMENT, comment="in force since")
    set_by: Mapped[str] = mapped_column(sa.Text, comment="user id, empty for the system")
    reason: Mapped[str] = mapped_column(sa.Text, comment="why it was set so")


class GradeProposal(tk.BaseModel):  # type: ignore[name-defined]
    """A grade somebody wants; one may wait for each object."""

    __tablename__ = "scigov_access_proposal"
    __table_args__ = (
        sa.CheckConstraint(_one_of("state", ProposalState), name="scigov_access_proposal_state"),
        sa.CheckConstraint(_one_of("object_kind", ObjectKind), name="scigov_access_proposal_kind"),
        sa.Index(
            "scigov_access_proposal_waiting",
            "object_id",
            unique=True,
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        sa.Index("scigov_access_proposal_dataset", "dataset_id", "proposed_at"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    object_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN's id")
    object_kind: Mapped[str] = mapped_column(sa.Text, comment="dataset or resource")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="the dataset it is, or belongs to")
    security_level: Mapped[str | None] = mapped_column(sa.Text, comment="proposed; empty: 待定级")
    share_type: Mapped[str | None] = mapped_column(sa.Text, comment="proposed")
    open_type: Mapped[str | None] = mapped_column(sa.Text, comment="proposed")
    reason: Mapped[str] = mapped_column(sa.Text, comment="the proposer's")
    proposed_by: Mapped[str] = mapped_column(sa.Text, comment="user id, empty for the system")
    proposed_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    state: Mapped[str] = mapped_column(
        sa.Text, comment="waiting, approved, rejected, replaced or withdrawn"
    )
    findings: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, comment="personal data found: kind, item, by what, how often"
    )
    answers: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, comment="the approver's answers to the findings"
    )
    decided_by: Mapped[str | None] = mapped_column(sa.Text, comment="user id")
    decided_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when")
    decision_reason: Mapped[str | None] = mapped_column(sa.Text, comment="the approver's")


class Agency(tk.BaseModel):  # type: ignore[name-defined]
    """A body of the government that data is shared with. It is approved, never self-made."""

    __tablename__ = "scigov_access_agency"
    __table_args__ = (
        sa.CheckConstraint(_one_of("state", AgencyState), name="scigov_access_agency_state"),
        sa.UniqueConstraint("credit_code", name="scigov_access_agency_credit_code"),
        sa.Index("scigov_access_agency_title", "title"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    title: Mapped[str] = mapped_column(sa.Text, comment="official name")
    credit_code: Mapped[str] = mapped_column(sa.Text, comment="unified social credit code")
    state: Mapped[str] = mapped_column(sa.Text, comment="registered, approved or suspended")
    organization_id: Mapped[str | None] = mapped_column(
        sa.Text, comment="CKAN organisation it also is"
    )
    registered_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    registered_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    decided_by: Mapped[str | None] = mapped_column(sa.Text, comment="user id, last decision")
    decided_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when")
    reason: Mapped[str] = mapped_column(sa.Text, comment="of the last decision")


class AgencyMember(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_access_agency_member"
    __table_args__ = (
        sa.CheckConstraint(
            _one_of("capacity", AgencyCapacity), name="scigov_access_agency_member_capacity"
        ),
        sa.Index(
            "scigov_access_agency_member_now",
            "user_id",
            "agency_id",
            unique=True,
            postgresql_where=sa.text("removed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    agency_id: Mapped[str] = mapped_column(sa.Text, comment="the agency")
    user_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN user id")
    capacity: Mapped[str] = mapped_column(sa.Text, comment="member, or approver of applications")
    added_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    added_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    removed_by: Mapped[str | None] = mapped_column(sa.Text, comment="user id")
    removed_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when")


class RoleAssignment(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_access_role"
    __table_args__ = (
        sa.CheckConstraint(_one_of("role", Role), name="scigov_access_role_role"),
        sa.CheckConstraint(_one_of("scope_kind", ScopeKind), name="scigov_access_role_scope"),
        sa.CheckConstraint(
            "(scope_kind = 'platform') = (scope_id = '')", name="scigov_access_role_scope_id"
        ),
        sa.Index("scigov_access_role_user", "user_id"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    user_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN user id")
    role: Mapped[str] = mapped_column(sa.Text, comment="steward, approver, …")
    scope_kind: Mapped[str] = mapped_column(sa.Text, comment="platform, unit_tree or provider")
    scope_id: Mapped[str] = mapped_column(sa.Text, comment="organisation id, empty for platform")
    from_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="first moment")
    until_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="end; empty: none set")
    substitute_for: Mapped[str | None] = mapped_column(sa.Text, comment="user id stood in for")
    granted_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    revoked_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when it was taken")
    revoked_by: Mapped[str | None] = mapped_column(sa.Text, comment="user id")
    reason: Mapped[str] = mapped_column(sa.Text, comment="why it was given, or taken")


class Grant(tk.BaseModel):  # type: ignore[name-defined]
    """Permission to get conditional data. Only a decision makes one."""

    __tablename__ = "scigov_access_grant"
    __table_args__ = (
        sa.CheckConstraint(_one_of("axis", Axis), name="scigov_access_grant_axis"),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (agency_id IS NULL)", name="scigov_access_grant_grantee"
        ),
        sa.CheckConstraint(
            "items = '{}' OR resource_ids <> '{}'", name="scigov_access_grant_items"
        ),
        sa.CheckConstraint(
            "member_ids = '{}' OR agency_id IS NOT NULL", name="scigov_access_grant_members"
        ),
        sa.UniqueConstraint("number", name="scigov_access_grant_number"),
        sa.Index("scigov_access_grant_user", "user_id"),
        sa.Index("scigov_access_grant_agency", "agency_id"),
        sa.Index("scigov_access_grant_dataset", "dataset_id"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    number: Mapped[str] = mapped_column(sa.Text, comment="shown to people and in watermarks")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="what it opens")
    resource_ids: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="only these; empty: all of the dataset"
    )
    items: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="only data items of these names; empty: all"
    )
    axis: Mapped[str] = mapped_column(sa.Text, comment="sharing or opening")
    user_id: Mapped[str | None] = mapped_column(sa.Text, comment="whom it is for")
    agency_id: Mapped[str | None] = mapped_column(sa.Text, comment="or which agency")
    member_ids: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="only these members of the agency; empty: all of them"
    )
    source: Mapped[str] = mapped_column(sa.Text, comment="application id, or 'designation'")
    obligations: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="its conditions")
    terms_version: Mapped[str] = mapped_column(
        sa.Text, comment="of the terms that are accepted first; empty: it has none"
    )
    from_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="first moment")
    until_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="end")
    granted_by: Mapped[str] = mapped_column(sa.Text, comment="user id, empty for the system")
    revoked_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when it was taken")
    revoked_by: Mapped[str | None] = mapped_column(sa.Text, comment="user id")
    reason: Mapped[str] = mapped_column(sa.Text, comment="why it was given, or taken")


class Kept(tk.BaseModel):  # type: ignore[name-defined]
    """What CKAN's tables do not say of a resource that is not open to everybody."""

    __tablename__ = "scigov_access_vault"
    __table_args__ = (sa.Index("scigov_access_vault_dataset", "dataset_id"),)

    resource_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="CKAN's id")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="the dataset it belongs to")
    fields: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="address, checksum, size and whatever else tells where data lie"
    )


class Tombstone(tk.BaseModel):  # type: ignore[name-defined]
    """What is left of something that is gone; its id is never given again."""

    __tablename__ = "scigov_access_tombstone"
    __table_args__ = (
        sa.CheckConstraint(_one_of("object_kind", ObjectKind), name="scigov_access_tombstone_kind"),
        sa.Index("scigov_access_tombstone_dataset", "dataset_id"),
    )

    object_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="CKAN's id")
    object_kind: Mapped[str] = mapped_column(sa.Text, comment="dataset or resource")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="the dataset it was, or belonged to")
    status: Mapped[str] = mapped_column(sa.Text, comment="lifecycle status it ended with")
    title: Mapped[str] = mapped_column(sa.Text, comment="what may still be said of it")
    at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    reason: Mapped[str] = mapped_column(sa.Text, comment="why")


class BrokenGlass(tk.BaseModel):  # type: ignore[name-defined]
    """An administrator reads graded data for a stated reason, for a short time."""

    __tablename__ = "scigov_access_break_glass"
    __table_args__ = (sa.Index("scigov_access_break_glass_user", "user_id"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    user_id: Mapped[str] = mapped_column(sa.Text, comment="system administrator")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="what is read")
    reason: Mapped[str] = mapped_column(sa.Text, comment="why, in the administrator's words")
    from_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="first moment")
    until_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="end")


class Reads(tk.BaseModel):  # type: ignore[name-defined]
    """How often a grant's data was asked for on a day."""

    __tablename__ = "scigov_access_reads"

    grant_number: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="whose requests")
    day: Mapped[dt.date] = mapped_column(
        sa.Date, primary_key=True, comment="the working calendar's local day"
    )
    requests: Mapped[int] = mapped_column(sa.Integer, comment="for data, on that day")


class Acceptance(tk.BaseModel):  # type: ignore[name-defined]
    """Somebody has accepted the terms of a grant, for himself or for a system of his agency."""

    __tablename__ = "scigov_access_acceptance"
    __table_args__ = (
        sa.UniqueConstraint(
            "grant_number", "user_id", "version", "accepted_by",
            name="scigov_access_acceptance_once",
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    grant_number: Mapped[str] = mapped_column(sa.Text, comment="the grant")
    user_id: Mapped[str] = mapped_column(sa.Text, comment="user id of who gets the data")
    accepted_by: Mapped[str] = mapped_column(sa.Text, comment="user id: his, or a signer's")
    version: Mapped[str] = mapped_column(sa.Text, comment="of the text that was shown")
    accepted_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
