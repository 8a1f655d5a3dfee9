"""Tables of this feature: where a resource's bytes lie, and how far its table is."""

from __future__ import annotations

import datetime as dt
import enum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables.domain.schedules import Result

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
    problem_count: Mapped[int] = mapped_column(sa.Integer, comment="all problems")
    report_key: Mapped[str | None] = mapped_column(
        sa.Text, comment="stored report of the newest load"
    )
    layout: Mapped[str] = mapped_column(sa.Text, comment="encoding and delimiter found")
    requested_by: Mapped[str] = mapped_column(
        sa.Text, server_default="", comment="who saved file or dictionary"
    )
    version: Mapped[int | None] = mapped_column(
        sa.Integer, comment="number of the version that is shown"
    )
    note: Mapped[str] = mapped_column(sa.Text, server_default="", comment="why it was made")
    reference: Mapped[str] = mapped_column(
        sa.Text, server_default="", comment="what the note refers to"
    )
    reference_path: Mapped[str] = mapped_column(
        sa.Text, server_default="", comment="page of this site about that"
    )
    difference_key: Mapped[str | None] = mapped_column(
        sa.Text, comment="stored file of the rows that were changed by hand"
    )
    queued_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when the load was asked for")
    started_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="of the last attempt")
    seen_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="last sign of life of the worker"
    )
    finished_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="loaded or failed")


class Version(tk.BaseModel):  # type: ignore[name-defined]
    """What a load has made: file and report for as long as they are kept, its counts for good."""

    __tablename__ = "scigov_tables_version"
    __table_args__ = (
        sa.Index("scigov_tables_version_key", "storage_key"),
        sa.Index("scigov_tables_version_report", "report_key"),
        sa.Index("scigov_tables_version_difference", "difference_key"),
    )

    resource_id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="CKAN's id, no foreign key"
    )
    number: Mapped[int] = mapped_column(
        sa.Integer,
        primary_key=True,
        autoincrement=False,
        comment="counted from 1 in each resource",
    )
    loaded_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when its table was shown")
    storage_key: Mapped[str | None] = mapped_column(
        sa.Text, comment="its stored file; none once that is deleted"
    )
    file_name: Mapped[str] = mapped_column(sa.Text, comment="as it was uploaded")
    size: Mapped[int] = mapped_column(sa.BigInteger, comment="of the file, in bytes")
    sha256: Mapped[str] = mapped_column(sa.Text, comment="of the file, hexadecimal")
    row_count: Mapped[int] = mapped_column(sa.BigInteger, comment="of its table")
    column_count: Mapped[int | None] = mapped_column(
        sa.Integer, comment="of its table; none where it was loaded before there were versions"
    )
    emptied_count: Mapped[int] = mapped_column(sa.Integer, comment="cells that did not fit")
    dictionary: Mapped[str] = mapped_column(
        sa.Text, comment="hash of the data items and wishes used"
    )
    layout: Mapped[str] = mapped_column(sa.Text, comment="encoding and delimiter found")
    report_key: Mapped[str | None] = mapped_column(
        sa.Text, comment="its stored report: columns, remarks, cells that did not fit"
    )
    loaded_by: Mapped[str] = mapped_column(sa.Text, comment="who saved file or dictionary")
    note: Mapped[str] = mapped_column(sa.Text, server_default="", comment="why it was made")
    reference: Mapped[str] = mapped_column(
        sa.Text, server_default="", comment="what the note refers to"
    )
    reference_path: Mapped[str] = mapped_column(
        sa.Text, server_default="", comment="page of this site about that"
    )
    difference_key: Mapped[str | None] = mapped_column(
        sa.Text, comment="stored file of the rows that were changed by hand"
    )


class DictionaryVersion(tk.BaseModel):  # type: ignore[name-defined]
    """A dictionary as somebody saved it; its items are in a stored file."""

    __tablename__ = "scigov_tables_dictionary"
    __table_args__ = (sa.Index("scigov_tables_dictionary_key", "storage_key"),)

    resource_id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="CKAN's id, no foreign key"
    )
    number: Mapped[int] = mapped_column(
        sa.Integer,
        primary_key=True,
        autoincrement=False,
        comment="counted from 1 in each resource",
    )
    changed_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when it was saved")
    changed_by: Mapped[str] = mapped_column(sa.Text, comment="who saved it")
    storage_key: Mapped[str] = mapped_column(sa.Text, comment="the stored file with its items")
    sha256: Mapped[str] = mapped_column(sa.Text, comment="of the items, hexadecimal")
    item_count: Mapped[int] = mapped_column(sa.Integer, comment="how many items it has")
    is_hidden: Mapped[bool] = mapped_column(
        sa.Boolean, comment="was told only to whoever may have the data"
    )


class Fetch(tk.BaseModel):  # type: ignore[name-defined]
    """A link that is fetched on a schedule; what came is at the resource's location."""

    __tablename__ = "scigov_tables_fetch"
    __table_args__ = (
        sa.CheckConstraint(
            f"result IN ('', {', '.join(repr(one.value) for one in Result)})",
            name="scigov_tables_fetch_result",
        ),
        sa.Index("scigov_tables_fetch_due", "next_at"),
    )

    resource_id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="CKAN's id, no foreign key"
    )
    schedule: Mapped[str] = mapped_column(sa.Text, comment="daily, weekly, monthly; empty: no more")
    address_hash: Mapped[str] = mapped_column(
        sa.Text, comment="sha256 of the link that all this is about"
    )
    next_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="when it is due; none: no more"
    )
    begun_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="since when somebody is at it"
    )
    fetched_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="when the last fetch ended"
    )
    result: Mapped[str] = mapped_column(sa.Text, comment="how the last fetch ended")
    reason: Mapped[str] = mapped_column(sa.Text, comment="why it failed, in a word")
    status: Mapped[int] = mapped_column(sa.Integer, comment="what a server answered instead")
    failures: Mapped[int] = mapped_column(sa.Integer, comment="one after another")
    etag: Mapped[str] = mapped_column(sa.Text, comment="of the file that was stored")
    modified: Mapped[str] = mapped_column(sa.Text, comment="of the file that was stored")
