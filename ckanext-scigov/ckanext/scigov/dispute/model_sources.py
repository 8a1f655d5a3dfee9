"""Tables of one source, many checks: the register, comparisons, what they found; data apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.compared_status import Status
from ckanext.scigov.dispute.model import MOMENT, one_of


class SourceLine(tk.BaseModel):  # type: ignore[name-defined]
    """A line of the register of sources. It is ended and never overwritten."""

    __tablename__ = "scigov_dispute_source"
    __table_args__ = (
        sa.Index(
            "scigov_dispute_source_item", "item", unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
        sa.Index("scigov_dispute_source_place", "resource_id", "column_name"),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    item: Mapped[str] = mapped_column(sa.Text, comment="name of the data item in the register")
    title: Mapped[str] = mapped_column(sa.Text, comment="what people call it")
    unit_id: Mapped[str] = mapped_column(sa.Text, comment="organisation whose value counts")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="dataset of the table")
    resource_id: Mapped[str] = mapped_column(sa.Text, comment="table in which it is kept")
    column_name: Mapped[str] = mapped_column(sa.Text, comment="column of the table")
    set_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    set_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    ended_by: Mapped[str] = mapped_column(sa.Text, comment="user id; empty: it holds")
    ended_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when; empty: it holds")


class ComparisonDeclared(tk.BaseModel):  # type: ignore[name-defined]
    """A comparison as it was declared. It is ended and never overwritten."""

    __tablename__ = "scigov_dispute_comparison"
    __table_args__ = (sa.Index("scigov_dispute_comparison_held", "ended_at", "name"),)

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    name: Mapped[str] = mapped_column(sa.Text, comment="what people call it")
    declared: Mapped[dict[str, Any]] = mapped_column(
        JSONB, comment="tables, keys and items, with their columns and rules"
    )
    set_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    set_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    ended_by: Mapped[str] = mapped_column(sa.Text, comment="user id; empty: it is run")
    ended_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when; empty: it is run")


class ComparisonRun(tk.BaseModel):  # type: ignore[name-defined]
    """A run: what it has counted. Keys and values are in the findings alone."""

    __tablename__ = "scigov_dispute_run"
    __table_args__ = (sa.Index("scigov_dispute_run_of", "comparison_id", "id"),)

    id: Mapped[int] = mapped_column(
        sa.BigInteger, sa.Identity(always=True), primary_key=True, comment="order of writing"
    )
    comparison_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_dispute_comparison.id", name="scigov_dispute_run_comparison"),
        comment="the comparison",
    )
    at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    run_by: Mapped[str] = mapped_column(sa.Text, comment="user id; empty: the daily job")
    mark: Mapped[str] = mapped_column(
        sa.Text, comment="hash of versions and sources; the same: nothing has changed"
    )
    causes: Mapped[list[Any]] = mapped_column(
        JSONB, comment="kind, tables, item and counts of each cause"
    )
    checks: Mapped[list[Any]] = mapped_column(
        JSONB, comment="compared and differing cells of each item and other table"
    )
    refusals: Mapped[list[Any]] = mapped_column(
        JSONB, comment="why it could not be run: reasons with tables and columns"
    )


class Finding(tk.BaseModel):  # type: ignore[name-defined]
    """A cause that the last run has found, with examples, which are data as those of ``Seen``."""

    __tablename__ = "scigov_dispute_finding"

    comparison_id: Mapped[str] = mapped_column(
        sa.ForeignKey("scigov_dispute_comparison.id", name="scigov_dispute_finding_comparison"),
        primary_key=True,
        comment="the comparison",
    )
    signature: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="of the cause; stays from run to run"
    )
    examples: Mapped[list[Any]] = mapped_column(
        JSONB, comment="keys and values of both tables, as the last run saw them"
    )


class CauseTold(tk.BaseModel):  # type: ignore[name-defined]
    """What is known of a cause over all runs: which dispute is about it, what was told and decided."""

    __tablename__ = "scigov_dispute_cause_told"

    signature: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="of the cause; stays from run to run"
    )
    unit_id: Mapped[str] = mapped_column(sa.Text, comment="organisation that answers for it")
    dispute_id: Mapped[str] = mapped_column(sa.Text, comment="the last dispute about it")
    told: Mapped[str] = mapped_column(
        sa.Text, comment="digest of what the dispute has been told; empty: it is gone"
    )
    found: Mapped[str] = mapped_column(
        sa.Text, comment="digest of what was found last; empty: it is gone"
    )
    decided: Mapped[str] = mapped_column(
        sa.Text, comment="digest of what was found when the dispute was answered; empty: it was not"
    )


class Verification(tk.BaseModel):  # type: ignore[name-defined]
    """What is known of a data item after it was compared (核验状态)."""

    __tablename__ = "scigov_dispute_verification"
    __table_args__ = (
        sa.CheckConstraint(one_of("status", Status), name="scigov_dispute_verification_status"),
        sa.Index("scigov_dispute_verification_dataset", "dataset_id"),
    )

    resource_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the table")
    column_name: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the column")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="the dataset")
    item: Mapped[str] = mapped_column(sa.Text, comment="name of the data item in the register")
    status: Mapped[str] = mapped_column(sa.Text, comment="what is known of it")
    verified_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="of the last comparison; empty: there was none"
    )
