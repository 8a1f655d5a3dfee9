"""Tables of disputes: what was reported, what has happened to it since; data and addresses apart."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.kinds import FilerKind, Kind
from ckanext.scigov.dispute.domain.states import Event, Level, Party, State
from ckanext.scigov.dispute.domain.target import TargetKind

MOMENT = sa.DateTime(timezone=True)


def one_of(column: str, values: type[enum.Enum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Dispute(tk.BaseModel):  # type: ignore[name-defined]
    """A doubt about data: what was reported, and a projection of its events."""

    __tablename__ = "scigov_dispute_dispute"
    __table_args__ = (
        sa.CheckConstraint(one_of("target_kind", TargetKind), name="scigov_dispute_target_kind"),
        sa.CheckConstraint(one_of("kind", Kind), name="scigov_dispute_kind"),
        sa.CheckConstraint(one_of("filer_kind", FilerKind), name="scigov_dispute_filer_kind"),
        sa.CheckConstraint(one_of("state", State), name="scigov_dispute_state"),
        sa.CheckConstraint(one_of("escalated_from", State), name="scigov_dispute_escalated_from"),
        sa.CheckConstraint(one_of("result", State), name="scigov_dispute_result"),
        sa.CheckConstraint(one_of("level", Level), name="scigov_dispute_level"),
        sa.UniqueConstraint("number", name="scigov_dispute_number"),
        sa.Index("scigov_dispute_dataset", "dataset_id", "filed_at"),
        sa.Index("scigov_dispute_provider", "provider_id", "filed_at"),
        sa.Index("scigov_dispute_unit", "unit_id", "state", "due_on"),
        sa.Index("scigov_dispute_due", "state", "due_on"),
        sa.Index("scigov_dispute_filed", "filed_at", "id"),
        sa.Index("scigov_dispute_reporters", "reporter_ids", postgresql_using="gin"),
        sa.Index("scigov_dispute_merged", "merged_into"),
        sa.Index("scigov_dispute_cause", "cause", postgresql_where=sa.text("cause <> ''")),
        sa.Index(
            "scigov_dispute_annotating", "dataset_id",
            postgresql_where=sa.text("annotated_at IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    number: Mapped[str | None] = mapped_column(
        sa.Text, comment="register number; empty until it is confirmed"
    )
    target_kind: Mapped[str] = mapped_column(sa.Text, comment="what it points at")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="the dataset")
    dataset_title: Mapped[str] = mapped_column(
        sa.Text, comment="what the dataset was called when it was reported"
    )
    resource_id: Mapped[str] = mapped_column(sa.Text, comment="the resource, if it names one")
    item: Mapped[str] = mapped_column(sa.Text, comment="field name of the data item, if any")
    field: Mapped[str] = mapped_column(sa.Text, comment="name of the catalogue field, if any")
    provider_id: Mapped[str] = mapped_column(sa.Text, comment="organisation of the dataset")
    unit_id: Mapped[str] = mapped_column(
        sa.Text, comment="organisation that is responsible; empty until it is forwarded"
    )
    kind: Mapped[str] = mapped_column(sa.Text, comment="what is said to be wrong")
    filer_kind: Mapped[str] = mapped_column(sa.Text, comment="what its reporter is")
    author_id: Mapped[str] = mapped_column(
        sa.Text, comment="user id of its reporter; empty for visitors and the portal itself"
    )
    agency_id: Mapped[str] = mapped_column(sa.Text, comment="agency that it is reported for")
    reporter_ids: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="user ids of all who have reported it, by joining too"
    )
    explanation: Mapped[str] = mapped_column(sa.Text, comment="in the reporter's words")
    links: Mapped[list[str]] = mapped_column(ARRAY(sa.Text), comment="that show it")
    dataset_ids: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="other datasets that say so"
    )
    saw_more: Mapped[bool] = mapped_column(
        sa.Boolean, comment="the reporter could read what the public cannot"
    )
    cause: Mapped[str] = mapped_column(
        sa.Text, comment="signature of what a comparison has found; empty: people report it"
    )
    filed_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    version: Mapped[int] = mapped_column(sa.Integer, comment="counts the steps")
    state: Mapped[str] = mapped_column(sa.Text, comment="where it stands")
    flow: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="how it is handled; set when confirmed"
    )
    limits: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="times in working days, as they were when confirmed"
    )
    clock: Mapped[dict[str, Any] | None] = mapped_column(JSONB, comment="that runs now")
    due_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="of the clock")
    pressed_on: Mapped[dt.date | None] = mapped_column(
        sa.Date, comment="when it was pressed last since the present clock began"
    )
    is_signed: Mapped[bool] = mapped_column(sa.Boolean, comment="its reporter was signed in")
    joined: Mapped[int] = mapped_column(sa.Integer, comment="how many were merged into it")
    merged_into: Mapped[str] = mapped_column(sa.Text, comment="id of another; empty: of none")
    is_published: Mapped[bool] = mapped_column(sa.Boolean, comment="may be shown in public")
    is_accepted: Mapped[bool] = mapped_column(sa.Boolean, comment="by the responsible unit")
    accepted_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    annotated_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="since when the data bear a note; empty: they bear none"
    )
    decided_by: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="user ids of all who have answered"
    )
    is_extended: Mapped[bool] = mapped_column(sa.Boolean, comment="more time has been given")
    was_reopened: Mapped[bool] = mapped_column(sa.Boolean, comment="by the reporter, once")
    level: Mapped[str | None] = mapped_column(sa.Text, comment="whom it was escalated to")
    escalated_from: Mapped[str | None] = mapped_column(sa.Text, comment="state before")
    must_correct: Mapped[bool] = mapped_column(
        sa.Boolean, comment="an escalation was decided for the reporter"
    )
    assigned_to: Mapped[str | None] = mapped_column(sa.Text, comment="user id of who handles it")
    was_accepted: Mapped[bool | None] = mapped_column(
        sa.Boolean, comment="what the unit said of it first or last; empty: nothing yet"
    )
    accepted_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="day of acceptance")
    result: Mapped[str | None] = mapped_column(sa.Text, comment="the last answer; stays")
    ground: Mapped[str | None] = mapped_column(sa.Text, comment="code of its ground")
    answer: Mapped[str | None] = mapped_column(sa.Text, comment="what the unit has answered")
    answered_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="day of the answer")
    took_days: Mapped[int | None] = mapped_column(
        sa.Integer, comment="working days from acceptance to the answer"
    )
    was_late: Mapped[bool | None] = mapped_column(sa.Boolean, comment="answered after its last day")
    correction: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="resource and versions of the table before and after"
    )
    outside: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="decision of a superior or the government: whose, number, day"
    )
    stepped_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="of the last step")


class Seen(tk.BaseModel):  # type: ignore[name-defined]
    """What a report holds of the data: never in a log, a notice, an index, or before a stranger."""

    __tablename__ = "scigov_dispute_seen"

    dispute_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_dispute_dispute.id", name="scigov_dispute_seen_of"),
        primary_key=True,
        comment="the dispute",
    )
    target: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="key and fingerprint of a row")
    value: Mapped[str | None] = mapped_column(sa.Text, comment="as the reporter saw it")
    cells: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="the row as the reporter saw it, by column"
    )
    proposal: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="what should stand there instead"
    )


class Visitor(tk.BaseModel):  # type: ignore[name-defined]
    """How to reach a reporter without an account. It goes when the dispute has ended long enough."""

    __tablename__ = "scigov_dispute_visitor"

    dispute_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_dispute_dispute.id", name="scigov_dispute_visitor_of"),
        primary_key=True,
        comment="the dispute",
    )
    email: Mapped[str] = mapped_column(sa.Text, comment="as it was given")
    language: Mapped[str] = mapped_column(sa.Text, comment="of the mails")
    nonce: Mapped[str] = mapped_column(sa.Text, comment="random; part of the links sent")
    verified_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when")


class DisputeEvent(tk.BaseModel):  # type: ignore[name-defined]
    """A step. Rows are added and never changed; the database refuses anything else."""

    __tablename__ = "scigov_dispute_event"
    __table_args__ = (
        sa.CheckConstraint(one_of("event", Event), name="scigov_dispute_event_event"),
        sa.CheckConstraint(one_of("as_party", Party), name="scigov_dispute_event_party"),
        sa.Index("scigov_dispute_event_dispute", "dispute_id", "id"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="order of writing"
    )
    dispute_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_dispute_dispute.id", name="scigov_dispute_event_of"),
        comment="the dispute",
    )
    event: Mapped[str] = mapped_column(sa.Text, comment="what happened")
    at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    actor_id: Mapped[str] = mapped_column(
        sa.Text, comment="user id, empty for the system and for visitors"
    )
    actor_name: Mapped[str] = mapped_column(sa.Text, comment="as an audit reader sees it")
    as_party: Mapped[str] = mapped_column(sa.Text, comment="as what he did it")
    reason: Mapped[str] = mapped_column(sa.Text, comment="in the actor's words")
    before: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="values that the step changed")
    after: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="what they are since")
    is_internal: Mapped[bool] = mapped_column(sa.Boolean, comment="for officials only")


class DisputeEvidence(tk.BaseModel):  # type: ignore[name-defined]
    """A file that shows what is reported; its bytes lie in a store of their own."""

    __tablename__ = "scigov_dispute_evidence"
    __table_args__ = (sa.Index("scigov_dispute_evidence_dispute", "dispute_id"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    dispute_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_dispute_dispute.id", name="scigov_dispute_evidence_of"),
        comment="the dispute",
    )
    file_name: Mapped[str] = mapped_column(sa.Text, comment="as it was given")
    storage_key: Mapped[str] = mapped_column(sa.Text, comment="random name of the stored file")
    size: Mapped[int] = mapped_column(sa.BigInteger, comment="in bytes")
    media_type: Mapped[str] = mapped_column(sa.Text, comment="found in the bytes")
    sha256: Mapped[str] = mapped_column(sa.Text, comment="of the bytes")
    state: Mapped[str] = mapped_column(sa.Text, comment="unscanned, clean or infected")
    added_by: Mapped[str] = mapped_column(sa.Text, comment="user id; empty for visitors")
    added_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")


class ReplyTemplate(tk.BaseModel):  # type: ignore[name-defined]
    """A text that a unit answers with often."""

    __tablename__ = "scigov_dispute_template"
    __table_args__ = (
        sa.CheckConstraint(one_of("event", Event), name="scigov_dispute_template_event"),
        sa.Index("scigov_dispute_template_unit", "unit_id", "title"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    unit_id: Mapped[str] = mapped_column(sa.Text, comment="organisation that uses it")
    event: Mapped[str] = mapped_column(sa.Text, comment="the step it is written for")
    ground: Mapped[str] = mapped_column(sa.Text, comment="code of a ground, or empty")
    title: Mapped[str] = mapped_column(sa.Text, comment="to find it by")
    text: Mapped[str] = mapped_column(sa.Text, comment="what is answered")
    set_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    set_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    removed_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="when; empty: it is offered"
    )
