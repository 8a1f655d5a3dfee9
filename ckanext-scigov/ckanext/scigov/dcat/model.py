"""The table of the feed: how each dataset reads that the public's feed has held."""

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
