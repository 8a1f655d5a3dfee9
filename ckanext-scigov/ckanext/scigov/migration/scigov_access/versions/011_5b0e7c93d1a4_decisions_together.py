"""Decisions about many proposals of grades at once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5b0e7c93d1a4"
down_revision = "c27d4f9013ab"
branch_labels = None
depends_on = None

TOGETHER, EACH = "scigov_access_decision_together", "scigov_access_decision_each"


def _text(name: str, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, comment=comment)


def upgrade() -> None:
    _decisions()
    _of_each()


def _decisions() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TOGETHER,
        _text("id", "random"),
        _text("provider_id", "whose entries"),
        _text("security_level", "proposed"),
        _text("share_type", "proposed"),
        _text("open_type", "proposed"),
        _text("proposed_by", "user id, empty for the system"),
        _text("source", "portal the entries came from"),
        _text("decision", "approve or reject"),
        _text("reason", "the approver's"),
        sa.Column("count", sa.Integer, nullable=False, comment="how many proposals it is about"),
        _text("decided_by", "user id"),
        sa.Column("decided_at", moment, nullable=False, comment="when"),
        sa.Column("finished_at", moment, comment="when the last of them was carried out"),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(
            "decision IN ('approve', 'reject')", name="scigov_access_decision_together_decision"
        ),
    )
    op.create_index("scigov_access_decision_together_user", TOGETHER, ["decided_by", "decided_at"])


def _of_each() -> None:
    op.create_table(
        EACH,
        _text("decision_id", "the decision"),
        _text("proposal_id", "the proposal"),
        _text("dataset_id", "CKAN's id"),
        sa.Column(
            "entry_modified",
            sa.DateTime,
            comment="when the entry was changed last, as CKAN keeps it",
        ),
        _text("outcome", "waiting, done or skipped"),
        _text("reason", "why it was skipped"),
        sa.PrimaryKeyConstraint("decision_id", "proposal_id"),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'done', 'skipped')", name="scigov_access_decision_each_outcome"
        ),
    )
    op.create_index(
        "scigov_access_decision_each_waiting",
        EACH,
        ["proposal_id"],
        unique=True,
        postgresql_where=sa.text("outcome = 'waiting'"),
    )


def downgrade() -> None:
    # What was not carried out yet waits for a decision again.
    op.drop_table(EACH)
    op.drop_table(TOGETHER)
