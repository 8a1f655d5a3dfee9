"""Tables of applications: filings, their parts, everything that has happened to them."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.acting import RefusalGround
from ckanext.scigov.application.domain.states import (
    AppealLevel,
    Event,
    Kind,
    Outcome,
    Party,
    State,
)

MOMENT = sa.DateTime(timezone=True)


def _one_of(column: str, values: type[enum.Enum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Filing(tk.BaseModel):  # type: ignore[name-defined]
    """What somebody applies for at once: one text, one number, a part for each dataset."""

    __tablename__ = "scigov_application_filing"
    __table_args__ = (
        sa.CheckConstraint(_one_of("kind", Kind), name="scigov_application_filing_kind"),
        sa.UniqueConstraint("number", name="scigov_application_filing_number"),
        sa.Index("scigov_application_filing_creator", "creator_id", "saved_at"),
        sa.Index("scigov_application_filing_agency", "agency_id"),
        sa.Index(
            "scigov_application_filing_handlers", "handler_ids", postgresql_using="gin"
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    number: Mapped[str | None] = mapped_column(
        sa.Text, comment="acceptance number; empty until it is submitted"
    )
    kind: Mapped[str] = mapped_column(sa.Text, comment="share or open")
    creator_id: Mapped[str] = mapped_column(sa.Text, comment="user id of who applies")
    agency_id: Mapped[str] = mapped_column(
        sa.Text, comment="applying agency; empty for a person or a company"
    )
    handler_ids: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="user ids of who works with the data"
    )
    fields: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="what the applicant says, as he has it now"
    )
    created_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    saved_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="of the last saving")
    submitted_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="first submitted")
    version: Mapped[int] = mapped_column(sa.Integer, comment="counts the savings")


class Part(tk.BaseModel):  # type: ignore[name-defined]
    """What a filing asks of one provider: a projection of its events, but for ``asked``.

    ``asked`` is the applicant's own while he writes; a step that submits it puts it on record.
    """

    __tablename__ = "scigov_application_part"
    __table_args__ = (
        sa.CheckConstraint(_one_of("kind", Kind), name="scigov_application_part_kind"),
        sa.CheckConstraint(_one_of("state", State), name="scigov_application_part_state"),
        sa.CheckConstraint(_one_of("outcome", Outcome), name="scigov_application_part_outcome"),
        sa.CheckConstraint(_one_of("proposed", Outcome), name="scigov_application_part_proposed"),
        sa.CheckConstraint(
            _one_of("appeal_level", AppealLevel), name="scigov_application_part_level"
        ),
        sa.CheckConstraint(_one_of("ground", RefusalGround), name="scigov_application_part_ground"),
        sa.Index("scigov_application_part_filing", "filing_id", "position"),
        sa.Index("scigov_application_part_dataset", "dataset_id"),
        sa.Index("scigov_application_part_provider", "provider_id", "state", "due_on"),
        sa.Index("scigov_application_part_due", "state", "due_on"),
        sa.Index("scigov_application_part_until", "until_on"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    filing_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_application_filing.id", name="scigov_application_part_of"),
        comment="the filing",
    )
    position: Mapped[int] = mapped_column(sa.Integer, comment="its place in the filing")
    kind: Mapped[str] = mapped_column(sa.Text, comment="the filing's")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="what is asked for")
    provider_id: Mapped[str] = mapped_column(sa.Text, comment="organisation that decides")
    asked: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="resources, items, manner, term")
    version: Mapped[int] = mapped_column(sa.Integer, comment="counts the steps")
    state: Mapped[str] = mapped_column(sa.Text, comment="where it stands")
    flow: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="how it is handled; set when submitted"
    )
    limits: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="times in working days, as they were when submitted"
    )
    said: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="what the applicant said when it was submitted last"
    )
    clock: Mapped[dict[str, Any] | None] = mapped_column(JSONB, comment="that runs now")
    due_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="of the clock while it runs")
    received_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="reply's clock began")
    reply_due_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="reply's last day")
    decided_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="day of the decision")
    took_days: Mapped[int | None] = mapped_column(sa.Integer, comment="working days until then")
    was_late: Mapped[bool | None] = mapped_column(sa.Boolean, comment="decided after its last day")
    escalated_on: Mapped[dt.date | None] = mapped_column(
        sa.Date, comment="when the authority was told that the present clock has run out"
    )
    assigned_to: Mapped[str | None] = mapped_column(sa.Text, comment="user id of who handles it")
    was_checked: Mapped[bool] = mapped_column(sa.Boolean, comment="by the data authority")
    is_advised: Mapped[bool] = mapped_column(sa.Boolean, comment="a reviewer has advised")
    extension_asked: Mapped[bool] = mapped_column(sa.Boolean, comment="more time is asked for")
    is_extended: Mapped[bool] = mapped_column(sa.Boolean, comment="more time has been given")
    consulted: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="organisations that were asked as third parties"
    )
    consultation: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="that is open: organisation, question, last day"
    )
    proposed: Mapped[str | None] = mapped_column(sa.Text, comment="outcome that waits for a second")
    proposed_by: Mapped[str] = mapped_column(sa.Text, comment="user id; empty: none waits")
    proposal: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="the decision that waits"
    )
    decided_by: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="user ids of all who have decided"
    )
    outcome: Mapped[str | None] = mapped_column(sa.Text, comment="what was decided")
    ground: Mapped[str | None] = mapped_column(sa.Text, comment="kind of ground of a refusal")
    reply: Mapped[str | None] = mapped_column(sa.Text, comment="reasons told to the applicant")
    given: Mapped[dict[str, Any] | None] = mapped_column(JSONB, comment="as asked, what is given")
    obligations: Mapped[dict[str, Any] | None] = mapped_column(JSONB, comment="on what conditions")
    from_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="first day of what is given")
    until_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="last day of what is given")
    grant_number: Mapped[str | None] = mapped_column(sa.Text, comment="of the grant")
    renewal_until_on: Mapped[dt.date | None] = mapped_column(
        sa.Date, comment="last day that is asked for instead"
    )
    appeal_level: Mapped[str | None] = mapped_column(sa.Text, comment="whom the appeal went to")
    outside: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="the government's decision: whose, number, day, id of the file"
    )
    owes_report: Mapped[bool] = mapped_column(sa.Boolean, comment="of the use is owed")
    report_due_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="its last day")
    stepped_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="of the last step")


class HappenedEvent(tk.BaseModel):  # type: ignore[name-defined]
    """A step. Rows are added and never changed; the database refuses anything else."""

    __tablename__ = "scigov_application_event"
    __table_args__ = (
        sa.CheckConstraint(_one_of("event", Event), name="scigov_application_event_event"),
        sa.CheckConstraint(_one_of("as_party", Party), name="scigov_application_event_party"),
        sa.Index("scigov_application_event_part", "part_id", "id"),
        sa.Index("scigov_application_event_filing", "filing_id", "id"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="order of writing"
    )
    part_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_application_part.id", name="scigov_application_event_of"),
        comment="the part",
    )
    filing_id: Mapped[str] = mapped_column(sa.Text, comment="the part's filing")
    event: Mapped[str] = mapped_column(sa.Text, comment="what happened")
    at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    actor_id: Mapped[str] = mapped_column(sa.Text, comment="user id, empty for the system")
    actor_name: Mapped[str] = mapped_column(sa.Text, comment="as an audit reader sees it")
    as_party: Mapped[str] = mapped_column(sa.Text, comment="as what he did it")
    reason: Mapped[str] = mapped_column(sa.Text, comment="in the actor's words")
    before: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="values that the step changed")
    after: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="what they are since")
    is_internal: Mapped[bool] = mapped_column(sa.Boolean, comment="for officials only")


class Evidence(tk.BaseModel):  # type: ignore[name-defined]
    """A file that belongs to a filing; its bytes lie in a store of their own."""

    __tablename__ = "scigov_application_evidence"
    __table_args__ = (sa.Index("scigov_application_evidence_filing", "filing_id"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    filing_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_application_filing.id", name="scigov_application_evidence_of"),
        comment="the filing",
    )
    kind: Mapped[str] = mapped_column(sa.Text, comment="letter, or what else it is")
    file_name: Mapped[str] = mapped_column(sa.Text, comment="as it was given")
    storage_key: Mapped[str] = mapped_column(sa.Text, comment="random name of the stored file")
    size: Mapped[int] = mapped_column(sa.BigInteger, comment="in bytes")
    media_type: Mapped[str] = mapped_column(sa.Text, comment="found in the bytes")
    sha256: Mapped[str] = mapped_column(sa.Text, comment="of the bytes")
    state: Mapped[str] = mapped_column(sa.Text, comment="unscanned, clean or infected")
    added_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    added_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    removed_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="when it was withdrawn; empty: the application rests on it"
    )


class Identity(tk.BaseModel):  # type: ignore[name-defined]
    """Who a user is outside the portal: a person or a company, verified by an official."""

    __tablename__ = "scigov_application_identity"
    __table_args__ = (
        sa.Index(
            "scigov_application_identity_now", "user_id", unique=True,
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
        sa.CheckConstraint(
            "kind IN ('person', 'company')", name="scigov_application_identity_kind"
        ),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    user_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN user id")
    kind: Mapped[str] = mapped_column(sa.Text, comment="person or company")
    name: Mapped[str] = mapped_column(sa.Text, comment="full or registered name")
    code: Mapped[str] = mapped_column(
        sa.Text, comment="unified social credit code, or the masked number of a document"
    )
    verified_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    verified_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    revoked_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when it was taken back")
    revoked_by: Mapped[str | None] = mapped_column(sa.Text, comment="user id")


class Question(tk.BaseModel):  # type: ignore[name-defined]
    """What a provider asks besides of who applies for one of its datasets."""

    __tablename__ = "scigov_application_question"
    __table_args__ = (sa.Index("scigov_application_question_dataset", "dataset_id", "position"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="the dataset")
    position: Mapped[int] = mapped_column(sa.Integer, comment="its place in the form")
    text: Mapped[str] = mapped_column(sa.Text, comment="the question")
    is_needed: Mapped[bool] = mapped_column(sa.Boolean, comment="has to be answered")
    set_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    set_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    removed_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="when; empty: it is asked"
    )


class UseReport(tk.BaseModel):  # type: ignore[name-defined]
    """What came of data that were given."""

    __tablename__ = "scigov_application_report"
    __table_args__ = (sa.Index("scigov_application_report_part", "part_id"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    part_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_application_part.id", name="scigov_application_report_of"),
        comment="the part",
    )
    is_purpose_kept: Mapped[bool] = mapped_column(
        sa.Boolean, comment="used for nothing but the purpose"
    )
    results: Mapped[str] = mapped_column(sa.Text, comment="what came of it")
    problems: Mapped[str] = mapped_column(sa.Text, comment="with data or service")
    reported_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    reported_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
