"""The audit log's tables: the events, their chain, its seals, what the retention left.

All but the queue only grow: the migration takes the right to change or delete from everybody and
lets triggers refuse it (docs/audit.md).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

import ckan.plugins.toolkit as tk

MOMENT = sa.DateTime(timezone=True)


class Xid8(UserDefinedType[int]):
    """PostgreSQL's 64-bit transaction id: it never wraps around."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


class PgSnapshot(UserDefinedType[str]):
    """PostgreSQL's list of the transactions that are seen at one moment."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "pg_snapshot"


class AuditEvent(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_audit_event"
    __table_args__ = (
        sa.Index("scigov_audit_event_object", "object_type", "object_id", "id"),
        sa.Index("scigov_audit_event_at", "at"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="order of writing"
    )
    at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="of the act")
    actor_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN user id, empty for the system")
    actor_name: Mapped[str] = mapped_column(sa.Text, comment="user name at that time")
    event: Mapped[str] = mapped_column(sa.Text, comment="what was done: object.verb")
    object_type: Mapped[str] = mapped_column(sa.Text, comment="dataset, resource, …")
    object_id: Mapped[str] = mapped_column(sa.Text, comment="its id")
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="what else must be accounted for")
    written_by: Mapped[int] = mapped_column(
        Xid8(),
        server_default=sa.func.pg_current_xact_id(),
        comment="transaction that wrote it: tells a late commit from a row put in later",
    )


class AuditUnsealed(tk.BaseModel):  # type: ignore[name-defined]
    """The queue of the sealing job; a trigger puts every new event into it."""

    __tablename__ = "scigov_audit_unsealed"

    event_id: Mapped[int] = mapped_column(
        sa.BigInteger, primary_key=True, autoincrement=False, comment="event without a place yet"
    )


class AuditLink(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_audit_link"
    __table_args__ = (sa.Index("scigov_audit_link_event", "event_id", unique=True),)

    seq: Mapped[int] = mapped_column(
        sa.BigInteger, primary_key=True, autoincrement=False, comment="place in the chain, no gaps"
    )
    event_id: Mapped[int] = mapped_column(sa.BigInteger, comment="event that stands there")
    previous: Mapped[bytes] = mapped_column(sa.LargeBinary, comment="hash at the place before")
    hash: Mapped[bytes] = mapped_column(
        sa.LargeBinary, comment="SHA-256 over the previous hash and the whole event"
    )


class AuditSeal(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_audit_seal"

    id: Mapped[int] = mapped_column(
        sa.BigInteger, primary_key=True, autoincrement=False, comment="number, no gaps"
    )
    last_seq: Mapped[int] = mapped_column(sa.BigInteger, comment="place it reaches to")
    events: Mapped[int] = mapped_column(sa.BigInteger, comment="how many were sealed with it")
    last_event_id: Mapped[int] = mapped_column(
        sa.BigInteger, comment="highest number of an event sealed so far"
    )
    head: Mapped[bytes] = mapped_column(sa.LargeBinary, comment="hash at that place")
    sealed_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when it was made")
    snapshot: Mapped[str] = mapped_column(PgSnapshot(), comment="transactions that were seen")
    written_by: Mapped[int] = mapped_column(
        sa.BigInteger, comment="its own transaction: whichever began later has a higher number"
    )
    is_complete: Mapped[bool] = mapped_column(
        sa.Boolean, comment="whether every event that was seen is sealed"
    )
    cluster: Mapped[str] = mapped_column(
        sa.Text, comment="system identifier: whose transaction numbers these are"
    )
    mac: Mapped[bytes] = mapped_column(
        sa.LargeBinary, comment="HMAC-SHA256 over all the other columns"
    )


class AuditCheckpoint(tk.BaseModel):  # type: ignore[name-defined]
    """Where the retention has removed everything before; only its function may write here."""

    __tablename__ = "scigov_audit_checkpoint"
    __table_args__ = (sa.Index("scigov_audit_checkpoint_written_by", "written_by"),)

    seal_id: Mapped[int] = mapped_column(
        sa.BigInteger, primary_key=True, autoincrement=False, comment="last seal that is gone"
    )
    last_seq: Mapped[int] = mapped_column(sa.BigInteger, comment="last place that is gone")
    head: Mapped[bytes] = mapped_column(sa.LargeBinary, comment="hash at that place")
    older_than: Mapped[dt.datetime] = mapped_column(MOMENT, comment="all that is gone was older")
    made_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when it was removed")
    mac: Mapped[bytes] = mapped_column(
        sa.LargeBinary, comment="HMAC-SHA256 over the columns before it"
    )
    written_by: Mapped[int] = mapped_column(
        Xid8(),
        server_default=sa.func.pg_current_xact_id(),
        comment="transaction that wrote it: only that one may delete what it covers",
    )
