"""Tables of what is taken in: sources, their runs and records, imports, and what is held from outside."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.states import (
    BatchKind,
    BatchState,
    Fate,
    OutsideState,
    RowState,
    RunKind,
    RunState,
    Severity,
    SourceState,
)

MOMENT = sa.DateTime(timezone=True)
UNENDED = f"state NOT IN ('{RunState.FINISHED.value}', '{RunState.FAILED.value}', '{RunState.CANCELLED.value}')"


def one_of(column: str, values: type[enum.Enum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Source(tk.BaseModel):  # type: ignore[name-defined]
    """What this portal adds to a harvest source: its mapping, its approval, how it runs."""

    __tablename__ = "scigov_intake_source"
    __table_args__ = (
        sa.CheckConstraint(one_of("state", SourceState), name="scigov_intake_source_state"),
        sa.Index("scigov_intake_source_due", "next_run_at"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="of the harvest source")
    mapping: Mapped[str] = mapped_column(sa.Text, comment="the mapping file, as it would run")
    mapping_hash: Mapped[str] = mapped_column(sa.Text, comment="of that file")
    approved_hash: Mapped[str] = mapped_column(
        sa.Text, comment="of the mapping and address that were approved; empty for none"
    )
    made_by: Mapped[str] = mapped_column(sa.Text, comment="user id of who gave the mapping")
    state: Mapped[str] = mapped_column(sa.Text, comment="whether it may run")
    decided_by: Mapped[str] = mapped_column(sa.Text, comment="user id of who approved or refused")
    decided_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when")
    decision_reason: Mapped[str] = mapped_column(sa.Text, comment="in words")
    is_internal: Mapped[bool] = mapped_column(
        sa.Boolean, comment="private addresses may be asked; set by an administrator"
    )
    schedule: Mapped[str] = mapped_column(sa.Text, comment="code of how often it runs by itself")
    next_run_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when it is due")
    grace_days: Mapped[int] = mapped_column(
        sa.Integer, comment="so long a record may be missing before its entry is archived"
    )
    most_vanished_percent: Mapped[int] = mapped_column(
        sa.Integer, comment="a run that would take away more stops and asks"
    )
    mail_policy: Mapped[str] = mapped_column(sa.Text, comment="after which runs somebody is told")
    known: Mapped[dict[str, str]] = mapped_column(
        JSONB, comment="what its connector wants to remember from run to run"
    )


class Run(tk.BaseModel):  # type: ignore[name-defined]
    """One passage through a source, from its first page to its report."""

    __tablename__ = "scigov_intake_run"
    __table_args__ = (
        sa.CheckConstraint(one_of("state", RunState), name="scigov_intake_run_state"),
        sa.CheckConstraint(one_of("kind", RunKind), name="scigov_intake_run_kind"),
        sa.Index("scigov_intake_run_source", "source_id", "requested_at"),
        sa.Index(
            "scigov_intake_run_one", "source_id", unique=True, postgresql_where=sa.text(UNENDED)
        ),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    source_id: Mapped[str] = mapped_column(sa.Text, comment="the source")
    job_id: Mapped[str] = mapped_column(sa.Text, comment="harvest job")
    kind: Mapped[str] = mapped_column(sa.Text, comment="full, or forced")
    state: Mapped[str] = mapped_column(sa.Text, comment="where it is")
    wish: Mapped[str] = mapped_column(sa.Text, comment="pause or cancel, at the next page")
    requested_by: Mapped[str] = mapped_column(sa.Text, comment="user id; empty for the schedule")
    requested_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    started_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="first page asked for")
    heard_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="last sign of life")
    finished_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="ended, however")
    worker: Mapped[str] = mapped_column(sa.Text, comment="host and process at work")
    checkpoint: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="where its connector goes on; null at the beginning"
    )
    is_read: Mapped[bool] = mapped_column(sa.Boolean, comment="the last page is in")
    known: Mapped[dict[str, str]] = mapped_column(
        JSONB, comment="what is remembered for the next run once this one has finished"
    )
    total: Mapped[int | None] = mapped_column(sa.Integer, comment="records, as the source says")
    counts: Mapped[dict[str, int]] = mapped_column(JSONB, comment="word of a count → number")
    may_vanish: Mapped[bool] = mapped_column(
        sa.Boolean, comment="somebody has confirmed that so many may be taken away"
    )
    stop_reason: Mapped[str] = mapped_column(sa.Text, comment="code of why it failed or asks")
    stop_detail: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="values of that")


class Record(tk.BaseModel):  # type: ignore[name-defined]
    """The fate of each record of a source."""

    __tablename__ = "scigov_intake_record"
    __table_args__ = (
        sa.CheckConstraint(one_of("fate", Fate), name="scigov_intake_record_fate"),
        sa.Index("scigov_intake_record_dataset", "dataset_id"),
        sa.Index("scigov_intake_record_fates", "source_id", "fate", "title"),
    )

    source_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the source")
    key: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="identity there; of one without any, its own hash"
    )
    ordinal: Mapped[int] = mapped_column(
        sa.Integer,
        primary_key=True,
        comment="0 for the first of that identity, then its duplicates",
    )
    title: Mapped[str] = mapped_column(sa.Text, comment="as the source has it")
    fate: Mapped[str] = mapped_column(sa.Text, comment="what became of it")
    reason: Mapped[str] = mapped_column(sa.Text, comment="code of why it is not in")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="the entry; empty for none")
    hash: Mapped[str] = mapped_column(sa.Text, comment="of its content and of the mapping")
    version: Mapped[str] = mapped_column(sa.Text, comment="what the source says of its state")
    raw: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="as its source gave it last, of what is in; null otherwise"
    )
    entry: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="what its mapping made of it then; null where there is no entry"
    )
    first_run: Mapped[str] = mapped_column(sa.Text, comment="run that saw it first")
    last_run: Mapped[str] = mapped_column(sa.Text, comment="run that saw it last")
    changed_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="written last")
    missing_since: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="first run that did not see it"
    )


class Problem(tk.BaseModel):  # type: ignore[name-defined]
    """What was wrong with a record in a run; kept when the record is gone."""

    __tablename__ = "scigov_intake_problem"
    __table_args__ = (
        sa.CheckConstraint(one_of("severity", Severity), name="scigov_intake_problem_severity"),
        sa.Index("scigov_intake_problem_run", "run_id", "severity", "cause", "field"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    run_id: Mapped[str] = mapped_column(sa.Text, comment="the run")
    key: Mapped[str] = mapped_column(sa.Text, comment="identity of the record; empty for none")
    title: Mapped[str] = mapped_column(sa.Text, comment="of the record")
    severity: Mapped[str] = mapped_column(sa.Text, comment="error or warning")
    cause: Mapped[str] = mapped_column(sa.Text, comment="code of what is wrong")
    field: Mapped[str] = mapped_column(sa.Text, comment="field of the record or the entry")
    value: Mapped[str] = mapped_column(sa.Text, comment="what stood there, cut")
    detail: Mapped[str] = mapped_column(sa.Text, comment="a sentence of a validator, if any")


class Credential(tk.BaseModel):  # type: ignore[name-defined]
    """A password or token of a source, sealed with the site's key; shown to nobody."""

    __tablename__ = "scigov_intake_credential"

    source_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the source")
    name: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="as the mapping calls it")
    sealed: Mapped[str] = mapped_column(sa.Text, comment="encrypted and authenticated")
    set_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    set_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")


class Watermark(tk.BaseModel):  # type: ignore[name-defined]
    """How far the rows of a source's table have been taken."""

    __tablename__ = "scigov_intake_watermark"

    source_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the source")
    table_name: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the table there")
    resource_id: Mapped[str] = mapped_column(sa.Text, comment="where its rows go")
    value: Mapped[str] = mapped_column(sa.Text, comment="last value of its growing column")
    columns_hash: Mapped[str] = mapped_column(sa.Text, comment="of its columns and their types")
    rows: Mapped[int] = mapped_column(sa.BigInteger, comment="taken so far")
    taken_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when last")


class Batch(tk.BaseModel):  # type: ignore[name-defined]
    """One import of a spreadsheet: checked, written, perhaps undone."""

    __tablename__ = "scigov_intake_batch"
    __table_args__ = (
        sa.CheckConstraint(one_of("kind", BatchKind), name="scigov_intake_batch_kind"),
        sa.CheckConstraint(one_of("state", BatchState), name="scigov_intake_batch_state"),
        sa.Index("scigov_intake_batch_provider", "provider_id", "made_at"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    kind: Mapped[str] = mapped_column(sa.Text, comment="entries, data items or rows")
    provider_id: Mapped[str] = mapped_column(sa.Text, comment="organisation it is for")
    resource_id: Mapped[str] = mapped_column(sa.Text, comment="table it is for; empty for entries")
    file_name: Mapped[str] = mapped_column(sa.Text, comment="of what was uploaded")
    file_hash: Mapped[str] = mapped_column(sa.Text, comment="SHA-256 of it")
    headers: Mapped[list[str]] = mapped_column(JSONB, comment="of its columns, in their order")
    columns: Mapped[dict[str, str]] = mapped_column(JSONB, comment="header → field")
    profile: Mapped[str] = mapped_column(
        sa.Text, comment="of entries: entry or gathered; empty for what is none"
    )
    outcome: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="notes on the file, and what was written, so that it can be undone"
    )
    policy: Mapped[str] = mapped_column(sa.Text, comment="what is written when some is wrong")
    state: Mapped[str] = mapped_column(sa.Text, comment="where it is")
    made_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    made_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when it was uploaded")
    written_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when it was written")
    undone_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when it was undone")


class BatchRow(tk.BaseModel):  # type: ignore[name-defined]
    """One row of an import, with what is wrong in it and what it became."""

    __tablename__ = "scigov_intake_batch_row"
    __table_args__ = (
        sa.CheckConstraint(one_of("state", RowState), name="scigov_intake_batch_row_state"),
    )

    batch_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the import")
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True, comment="row of the sheet")
    cells: Mapped[list[Any]] = mapped_column(JSONB, comment="as they were read")
    errors: Mapped[dict[str, list[str]]] = mapped_column(JSONB, comment="header → sentences")
    state: Mapped[str] = mapped_column(sa.Text, comment="good, bad, written, undone")
    object_id: Mapped[str] = mapped_column(sa.Text, comment="what it became; empty for nothing")
    before: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB, comment="what was there before, so that it can be undone; null for nothing"
    )


class ColumnChoice(tk.BaseModel):  # type: ignore[name-defined]
    """Which field a provider's column was matched with last time."""

    __tablename__ = "scigov_intake_column_choice"

    provider_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="organisation")
    kind: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="of the import")
    header: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="of the column")
    field: Mapped[str] = mapped_column(sa.Text, comment="empty: left out on purpose")
    chosen_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when last")


class Outside(tk.BaseModel):  # type: ignore[name-defined]
    """What one of our departments asks of a body outside, and what it received on which terms."""

    __tablename__ = "scigov_intake_outside"
    __table_args__ = (
        sa.CheckConstraint(one_of("state", OutsideState), name="scigov_intake_outside_state"),
        sa.Index("scigov_intake_outside_provider", "provider_id", "ends_on"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    title: Mapped[str] = mapped_column(sa.Text, comment="of the data")
    provider_id: Mapped[str] = mapped_column(sa.Text, comment="our department, an organisation")
    body: Mapped[str] = mapped_column(sa.Text, comment="who is asked")
    body_code: Mapped[str] = mapped_column(sa.Text, comment="its USCC; empty if not known")
    basis: Mapped[str] = mapped_column(sa.Text, comment="on what ground it is asked")
    purpose: Mapped[str] = mapped_column(sa.Text, comment="what for")
    terms: Mapped[str] = mapped_column(sa.Text, comment="what was agreed about its use")
    contract_number: Mapped[str] = mapped_column(sa.Text, comment="of the agreement, if any")
    asked_on: Mapped[dt.date] = mapped_column(sa.Date, comment="day")
    received_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="day")
    ends_on: Mapped[dt.date | None] = mapped_column(sa.Date, comment="last day it may be used")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="its entry here; empty for none yet")
    state: Mapped[str] = mapped_column(sa.Text, comment="where it is")
    note: Mapped[str] = mapped_column(sa.Text, comment="in words")
    set_by: Mapped[str] = mapped_column(sa.Text, comment="user id of who wrote it last")
    set_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
