"""Decisions about many proposals at once, and what became of each of them."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.together import Outcome, Verdict

MOMENT = sa.DateTime(timezone=True)
VERDICTS = ", ".join(repr(one.value) for one in Verdict)
OUTCOMES = ", ".join(repr(one.value) for one in Outcome)


class DecisionTogether(tk.BaseModel):  # type: ignore[name-defined]
    """Somebody has decided about a group of proposals; a job carries it out."""

    __tablename__ = "scigov_access_decision_together"
    __table_args__ = (
        sa.CheckConstraint(
            f"decision IN ({VERDICTS})", name="scigov_access_decision_together_decision"
        ),
        sa.Index("scigov_access_decision_together_user", "decided_by", "decided_at"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="random")
    provider_id: Mapped[str] = mapped_column(sa.Text, comment="whose entries")
    security_level: Mapped[str] = mapped_column(sa.Text, comment="proposed")
    share_type: Mapped[str] = mapped_column(sa.Text, comment="proposed")
    open_type: Mapped[str] = mapped_column(sa.Text, comment="proposed")
    proposed_by: Mapped[str] = mapped_column(sa.Text, comment="user id, empty for the system")
    source: Mapped[str] = mapped_column(sa.Text, comment="portal the entries came from")
    decision: Mapped[str] = mapped_column(sa.Text, comment="approve or reject")
    reason: Mapped[str] = mapped_column(sa.Text, comment="the approver's")
    count: Mapped[int] = mapped_column(sa.Integer, comment="how many proposals it is about")
    decided_by: Mapped[str] = mapped_column(sa.Text, comment="user id")
    decided_at: Mapped[dt.datetime] = mapped_column(MOMENT, comment="when")
    finished_at: Mapped[dt.datetime | None] = mapped_column(
        MOMENT, comment="when the last of them was carried out"
    )


class DecisionOnEach(tk.BaseModel):  # type: ignore[name-defined]
    """A proposal of a group; it waits for one decision only."""

    __tablename__ = "scigov_access_decision_each"
    __table_args__ = (
        sa.CheckConstraint(f"outcome IN ({OUTCOMES})", name="scigov_access_decision_each_outcome"),
        sa.Index(
            "scigov_access_decision_each_waiting",
            "proposal_id",
            unique=True,
            postgresql_where=sa.text("outcome = 'waiting'"),
        ),
    )

    decision_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the decision")
    proposal_id: Mapped[str] = mapped_column(sa.Text, primary_key=True, comment="the proposal")
    dataset_id: Mapped[str] = mapped_column(sa.Text, comment="CKAN's id")
    entry_modified: Mapped[dt.datetime | None] = mapped_column(
        sa.DateTime, comment="when the entry was changed last, as CKAN keeps it"
    )
    outcome: Mapped[str] = mapped_column(sa.Text, comment="waiting, done or skipped")
    reason: Mapped[str] = mapped_column(sa.Text, comment="why it was skipped")
