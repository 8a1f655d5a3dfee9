"""The tables of the feed: how each dataset reads that the public's feed has held, and what was found about it."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk


class Fragment(tk.BaseModel):  # type: ignore[name-defined]
    """A dataset as it reads in each form; without any text once the feed holds it no more."""

    __tablename__ = "scigov_dcat_fragment"
    __table_args__ = (
        sa.Index("scigov_dcat_fragment_changed", "changed_at"),
        sa.Index(
            "scigov_dcat_fragment_gone", "gone_at", postgresql_where=sa.text("gone_at IS NOT NULL")
        ),
    )

    dataset_id: Mapped[str] = mapped_column(
        sa.Text(collation="C"), primary_key=True, comment="of which dataset"
    )
    stamp: Mapped[str] = mapped_column(sa.Text, comment="of the document that it was made of")
    made_for: Mapped[str] = mapped_column(
        sa.Text, comment="address and vocabulary that it was made for"
    )
    provider_id: Mapped[str] = mapped_column(sa.Text, comment="who publishes it")
    terms: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="terms that a page with it has to describe"
    )
    ttl: Mapped[str | None] = mapped_column(sa.Text, comment="its triples in Turtle")
    rdf: Mapped[str | None] = mapped_column(sa.Text, comment="its triples in RDF/XML")
    jsonld: Mapped[str | None] = mapped_column(sa.Text, comment="its triples in JSON-LD")
    nt: Mapped[bytes | None] = mapped_column(
        sa.LargeBinary, comment="its triples in N-Triples, packed by gzip"
    )
    changed_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="when it came to read so"
    )
    gone_at: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime(timezone=True), comment="since when the feed holds it no more"
    )


class Check(tk.BaseModel):  # type: ignore[name-defined]
    """When a dataset of the public's feed was checked and how it scores; the one without an id is the catalogue."""

    __tablename__ = "scigov_dcat_check"

    dataset_id: Mapped[str] = mapped_column(
        sa.Text(collation="C"), primary_key=True, comment="of which dataset; empty: the catalogue"
    )
    read_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="since when it has read as it did then"
    )
    judged_by: Mapped[str] = mapped_column(sa.Text, comment="digest of the shapes")
    checked_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="when it was checked"
    )
    errors: Mapped[int] = mapped_column(sa.Integer, comment="how many errors it has")
    warnings: Mapped[int] = mapped_column(sa.Integer, comment="how many warnings it has")
    met: Mapped[list[str]] = mapped_column(
        ARRAY(sa.Text), comment="indicators of the score that it meets"
    )
    has_distribution: Mapped[bool] = mapped_column(
        sa.Boolean, comment="whether indicators of distributions are asked of it"
    )


class FindingOf(tk.BaseModel):  # type: ignore[name-defined]
    """What a rule finds wrong with a dataset, and how often; never what stands there instead."""

    __tablename__ = "scigov_dcat_finding"
    __table_args__ = (
        sa.CheckConstraint(
            "severity IN ('error', 'warning', 'info')", name="scigov_dcat_finding_severity"
        ),
    )

    dataset_id: Mapped[str] = mapped_column(
        sa.Text(collation="C"), primary_key=True, comment="of which dataset; empty: the catalogue"
    )
    position: Mapped[int] = mapped_column(
        sa.Integer, primary_key=True, autoincrement=False, comment="the gravest first, from 0 on"
    )
    severity: Mapped[str] = mapped_column(sa.Text, comment="error, warning or info")
    path: Mapped[str] = mapped_column(sa.Text, comment="property that it is about")
    zh: Mapped[str] = mapped_column(sa.Text, comment="what is wrong, in Chinese")
    en: Mapped[str] = mapped_column(sa.Text, comment="what is wrong, in English")
    times: Mapped[int] = mapped_column(sa.Integer, comment="how often, in this dataset")
