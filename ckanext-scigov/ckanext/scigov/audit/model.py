"""The audit log's table."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk


class AuditEvent(tk.BaseModel):  # type: ignore[name-defined]
    __tablename__ = "scigov_audit_event"
    __table_args__ = (
        sa.Index("scigov_audit_event_object", "object_type", "object_id", "id"),
        sa.Index("scigov_audit_event_at", "at"),
    )

    id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="order of writing"
    )
    at: Mapped[dt.datetime] = mapped_column(sa.DateTime(timezone=True), comment="of the act")
    actor_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN user id, empty for the system")
    actor_name: Mapped[str] = mapped_column(sa.Text, comment="user name at that time")
    event: Mapped[str] = mapped_column(sa.Text, comment="what was done: object.verb")
    object_type: Mapped[str] = mapped_column(sa.Text, comment="dataset, resource, …")
    object_id: Mapped[str] = mapped_column(sa.Text, comment="its id")
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="what else must be accounted for")
