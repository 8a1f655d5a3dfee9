"""Tables of this feature: where a resource's bytes lie, and how far its table is."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

MOMENT = sa.DateTime(timezone=True)


class LoadState(str, enum.Enum):
    QUEUED = "queued"
    LOADING = "loading"
    LOADED = "loaded"
    FAILED = "failed"


_STATES = ", ".join(repr(state.value) for state in LoadState)


class Location(tk.BaseModel):  # type: ignore[name-defined]
    """The real place of a resource: a stored file, or (used by graded links) an address."""

    __tablename__ = "scigov_tables_location"
    __table_args__ = (
        sa.CheckConstraint(
            "(storage_key IS NULL) <> (url IS NULL)", name="scigov_tables_location_one_place"
        ),
        sa.Index("scigov_tables_location_key", "storage_key", unique=True),
    )

    resource_id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="CKAN's id, no foreign key"
    )
    storage_key: Mapped[str | None] = mapped_column(
        sa.Text, comment="random name of the stored file"
    )
    file_name: Mapped[str] = mapped_column(sa.Text, comment="as it is offered for download")
    size: Mapped[int | None] = mapped_column(sa.BigInteger, comment="of the stored file, in bytes")
    sha256: Mapped[str | None] = mapped_column(sa.Text, comment="of the stored file, hexadecimal")
    url: Mapped[str | None] = mapped_column(sa.Text, comment="the real address of a link")
    created_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when it became the location")


class Load(tk.BaseModel):  # type: ignore[name-defined]
    """The newest load of a resource's file into the DataStore."""

    __tablename__ = "scigov_tables_load"
    __table_args__ = (sa.CheckConstraint(f"state IN ({_STATES})", name="scigov_tables_load_state"),)

    resource_id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="CKAN's id, no foreign key"
    )
    state: Mapped[str] = mapped_column(sa.Text, comment="queued, loading, loaded or failed")
    storage_key: Mapped[str] = mapped_column(sa.Text, comment="the file to be loaded")
    dictionary: Mapped[str] = mapped_column(sa.Text, comment="hash of the data items used")
    rows_done: Mapped[int] = mapped_column(sa.BigInteger, comment="progress")
    bytes_done: Mapped[int] = mapped_column(sa.BigInteger, comment="progress")
    bytes_total: Mapped[int] = mapped_column(sa.BigInteger, comment="size of the file")
    attempts: Mapped[int] = mapped_column(sa.Integer, comment="how often a worker began")
    row_count: Mapped[int | None] = mapped_column(
        sa.BigInteger, comment="rows of the table that is shown"
    )
    loaded_key: Mapped[str | None] = mapped_column(
        sa.Text, comment="the file the shown table was made from"
    )
    problems: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, comment="first problems: line, column, …"
    )
    problem_count: Mapped[int] = mapped_column(sa.Integer, comment="all problems")
    notes: Mapped[list[dict[str, Any]]] = mapped_column(
        JSONB, comment="items without column and the reverse"
    )
    layout: Mapped[str] = mapped_column(sa.Text, comment="encoding and delimiter found")
    queued_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when the load was asked for")
    started_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="of the last attempt")
    seen_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="last sign of life of the worker"
    )
    finished_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="loaded or failed")
