"""The tables of usage: counts by month, and which batch of them came last."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk


class Usage(tk.BaseModel):  # type: ignore[name-defined]
    """How often a dataset's page was seen, or one of its resources seen or fetched, in a month."""

    __tablename__ = "scigov_usage_month"
    __table_args__ = (sa.Index("scigov_usage_month_month", "month"),)

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="of which dataset")
    resource_id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="of which resource; empty for the dataset's own page"
    )
    month: Mapped[dt.date] = mapped_column(
        sa.Date, primary_key=True, comment="its first day, by the calendar of the portal"
    )
    views: Mapped[int] = mapped_column(sa.Integer, comment="pages shown")
    downloads: Mapped[int] = mapped_column(sa.Integer, comment="files handed out")


class UsageState(tk.BaseModel):  # type: ignore[name-defined]
    """One row: the batch of counts that was stored last, so that none is stored twice."""

    __tablename__ = "scigov_usage_state"

    id: Mapped[int] = mapped_column(
        sa.Integer, primary_key=True, autoincrement=False, comment="always 1"
    )
    batch: Mapped[str] = mapped_column(sa.Text, comment="name of the batch stored last")
    stored_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="when that was"
    )
