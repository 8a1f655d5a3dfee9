"""The tables of notices: what somebody was told, and how he wants to be told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

MOMENT = sa.DateTime(timezone=True)


class NoticeRow(tk.BaseModel):  # type: ignore[name-defined]
    """One person told of one event; it says what in its kind's words, so there is no text here."""

    __tablename__ = "scigov_notices_notice"
    __table_args__ = (
        sa.Index("scigov_notices_notice_event", "user_id", "key", unique=True),
        sa.Index("scigov_notices_notice_list", "user_id", "created_at"),
        sa.Index(
            "scigov_notices_notice_unread", "user_id", postgresql_where=sa.text("read_at IS NULL")
        ),
        sa.Index(
            "scigov_notices_notice_read",
            "read_at",
            postgresql_where=sa.text("read_at IS NOT NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="random; also the id of its messages on every channel"
    )
    user_id: Mapped[str] = mapped_column(sa.Text, comment="who is told")
    key: Mapped[str] = mapped_column(sa.Text, comment="the event: nobody is told of one twice")
    kind: Mapped[str] = mapped_column(sa.Text, comment="a code of INoticeWords")
    feature: Mapped[str] = mapped_column(sa.Text, comment="whose object it is about")
    object_id: Mapped[str] = mapped_column(sa.Text, comment="the object")
    path: Mapped[str] = mapped_column(sa.Text, comment="the portal's page to go to")
    params: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="numbers, days, codes and titles; never protected data"
    )
    created_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="moment of the event")
    read_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="marked as read")


class SettingRow(tk.BaseModel):  # type: ignore[name-defined]
    """What somebody has chosen; who has not chosen has no row."""

    __tablename__ = "scigov_notices_setting"

    user_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="whose")
    mail: Mapped[bool] = mapped_column(sa.Boolean, comment="whether notices go out by mail, too")
    language: Mapped[str] = mapped_column(
        sa.Text, comment="of mail and other messages; empty for the site's"
    )
