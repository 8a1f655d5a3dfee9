"""Tokens that are bound to a grant."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

MOMENT = sa.DateTime(timezone=True)


class GrantToken(tk.BaseModel):  # type: ignore[name-defined]
    """A token that is bound to a grant. CKAN has a row of the same id, which it looks for."""

    __tablename__ = "scigov_access_grant_token"
    __table_args__ = (
        sa.UniqueConstraint("digest", name="scigov_access_grant_token_digest"),
        sa.UniqueConstraint("token_id", name="scigov_access_grant_token_of_ckan"),
        sa.Index("scigov_access_grant_token_grant", "grant_number"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random, known to people")
    token_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN's id of the token, never shown")
    digest: Mapped[str] = mapped_column(sa.Text, comment="SHA-256 of the token itself")
    grant_number: Mapped[str] = mapped_column(sa.Text, comment="the grant")
    user_id: Mapped[str] = mapped_column(sa.Text, comment="who sends it")
    title: Mapped[str] = mapped_column(sa.Text, comment="what it is for")
    created_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    created_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    revoked_by: Mapped[str | None] = mapped_column(sa.Text, comment="user id")
    revoked_at: Mapped[dt.datetime | None] = mapped_column(MOMENT, comment="when")
