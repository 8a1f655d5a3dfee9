"""The tables of reporting: packages, what each told of which resource, and what is lacking."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.scigov.reporting.domain.changes import Change, Outcome, PackageState


def _one_of(name: str, values: list[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{name.rpartition('_')[2]} IN ({listed})", name=name)


class Package(tk.BaseModel):  # type: ignore[name-defined]
    """What was told to the receiver at once. Numbers have no gaps, and rows are never deleted."""

    __tablename__ = "scigov_reporting_package"
    __table_args__ = (
        _one_of("scigov_reporting_package_state", [one.value for one in PackageState]),
    )

    sequence: Mapped[int] = mapped_column(
        sa.Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 … without gaps"
    )
    made_at: Mapped[dt.datetime] = mapped_column(sa.DateTime(timezone=True), comment="when")
    made_by: Mapped[str] = mapped_column(sa.Text, comment="id of who made it")
    state: Mapped[str] = mapped_column(sa.Text, comment="waiting, answered or superseded")
    added: Mapped[int] = mapped_column(sa.Integer, comment="resources that are new")
    changed: Mapped[int] = mapped_column(sa.Integer, comment="resources that have changed")
    withdrawn: Mapped[int] = mapped_column(sa.Integer, comment="resources that are no more")
    lacking: Mapped[int] = mapped_column(
        sa.Integer, comment="entries without what the template demands"
    )
    storage_key: Mapped[str] = mapped_column(sa.Text, comment="random name of the stored file")
    size: Mapped[int] = mapped_column(sa.BigInteger, comment="of the file, in bytes")
    sha256: Mapped[str] = mapped_column(sa.Text, comment="checksum of the file")


class Line(tk.BaseModel):  # type: ignore[name-defined]
    """What a package told of one resource, and what the receiver said."""

    __tablename__ = "scigov_reporting_line"
    __table_args__ = (
        _one_of("scigov_reporting_line_change", [one.value for one in Change]),
        _one_of("scigov_reporting_line_outcome", [one.value for one in Outcome]),
        sa.Index("scigov_reporting_line_code", "code", "sequence"),
        sa.Index("scigov_reporting_line_provider", "provider_id", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(sa.Integer, primary_key=True, comment="of its package")
    code: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="code of the resource")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="of the entry")
    title: Mapped[str] = mapped_column(sa.Text, comment="as it was then")
    provider_id: Mapped[str] = mapped_column(sa.Text, comment="whose entry it was then")
    provider_title: Mapped[str] = mapped_column(sa.Text, comment="as it was then")
    change: Mapped[str] = mapped_column(sa.Text, comment="new, changed or withdrawn")
    fingerprint: Mapped[str] = mapped_column(
        sa.Text, comment="checksum of the 13 elements; empty when withdrawn"
    )
    outcome: Mapped[str] = mapped_column(sa.Text, comment="what the receiver said, if anything")
    reason: Mapped[str] = mapped_column(sa.Text, comment="of a refusal, in the receiver's words")
    receiver_code: Mapped[str] = mapped_column(sa.Text, comment="what the receiver calls it")
    answered_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True), comment="when its receipt came"
    )


class Lacking(tk.BaseModel):  # type: ignore[name-defined]
    """An entry that the last package could not tell of, and why not; the next one writes all anew."""

    __tablename__ = "scigov_reporting_lacking"
    __table_args__ = (sa.Index("scigov_reporting_lacking_provider", "provider_id"),)

    dataset_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="of the entry")
    title: Mapped[str] = mapped_column(sa.Text, comment="as it was then")
    provider_id: Mapped[str] = mapped_column(sa.Text, comment="whose entry it was then")
    provider_title: Mapped[str] = mapped_column(sa.Text, comment="as it was then")
    reasons: Mapped[str] = mapped_column(sa.Text, comment="columns and what is wrong with them")
