"""The tables of drafts, templates, and files that wait with drafts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk


class Draft(tk.BaseModel):  # type: ignore[name-defined]
    """A form as somebody left it. With an organisation it is a template for all who edit there."""

    __tablename__ = "scigov_drafts_draft"
    __table_args__ = (
        sa.Index("scigov_drafts_draft_user", "user_id", "saved_at"),
        sa.Index("scigov_drafts_draft_organization", "organization_id"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    user_id: Mapped[str] = mapped_column(sa.Text, comment="whose it is")
    organization_id: Mapped[str] = mapped_column(
        sa.Text, comment="provider whose template it is; empty for a draft"
    )
    dataset_id: Mapped[str] = mapped_column(
        sa.Text, comment="entry whose form it is; empty for a new one"
    )
    title: Mapped[str] = mapped_column(sa.Text, comment="what lists call it")
    values: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="input name → text or texts")
    saved_at: Mapped[dt.datetime] = mapped_column(
        sa.DateTime(timezone=True), comment="of the last saving"
    )


class WaitingFile(tk.BaseModel):  # type: ignore[name-defined]
    """A file that came before its entry; it goes when it has become a resource, or with its draft."""

    __tablename__ = "scigov_drafts_file"

    draft_id: Mapped[str] = mapped_column(
        sa.Text, primary_key=True, comment="the draft it waits with"
    )
    storage_key: Mapped[str] = mapped_column(
        sa.Text, unique=True, comment="random name of the stored file"
    )
    file_name: Mapped[str] = mapped_column(sa.Text, comment="as it was given")
    size: Mapped[int] = mapped_column(sa.BigInteger, comment="in bytes")
    told: Mapped[list[str]] = mapped_column(
        JSONB, comment="fields of the form that were derived from it"
    )
