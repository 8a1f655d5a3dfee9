"""Tables of the outbox: jobs and mail that start from the transaction of the act that wants them."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk


class OutboxState(str, enum.Enum):
    WAITING = "waiting"
    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


def _one_of(column: str, states: type[enum.Enum]) -> str:
    return f"{column} IN ({', '.join(repr(state.value) for state in states)})"


class OutboxEntry(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_shared_outbox"
    __table_args__ = (
        sa.CheckConstraint(_one_of("state", OutboxState), name="scigov_shared_outbox_state"),
        sa.Index(
            "scigov_shared_outbox_waiting_key",
            "key",
            unique=True,
            postgresql_where=sa.text("state = 'waiting'"),
        ),
        sa.Index("scigov_shared_outbox_due", "state", "run_at"),
    )

    id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="random key; also the RQ job id and the Message-ID"
    )
    name: Mapped[str] = mapped_column(sa.Text, comment="which job: a name of IJobs")
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="ids only, never content")
    key: Mapped[str] = mapped_column(sa.Text, comment="entries with one key wait only once")
    state: Mapped[str] = mapped_column(sa.Text, comment="waiting, queued, done or failed")
    attempts: Mapped[int] = mapped_column(sa.Integer, comment="how often it was started")
    created_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="by the act"
    )
    run_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="not before this moment"
    )
    queued_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True), comment="last handed to a worker"
    )
    finished_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True), comment="done or given up"
    )
    last_error: Mapped[str] = mapped_column(sa.Text, comment="of the last failed attempt")


class Schedule(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_shared_schedule"

    name: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="a name of IJobs")
    last_run_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="when it was last put into the outbox"
    )
