"""The outbox and the schedule."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "5d1c0a7e9b31"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scigov_shared_outbox",
        sa.Column("id", sa.Text, primary_key=True, comment="random key; RQ job id, Message-ID"),
        sa.Column("name", sa.Text, nullable=False, comment="which job: a name of IJobs"),
        sa.Column("payload", JSONB, nullable=False, comment="ids only, never content"),
        sa.Column("key", sa.Text, nullable=False, comment="entries with one key wait only once"),
        sa.Column("state", sa.Text, nullable=False, comment="waiting, queued, done or failed"),
        sa.Column("attempts", sa.Integer, nullable=False, comment="how often it was started"),
        sa.Column("created_at", MOMENT, nullable=False, comment="by the act"),
        sa.Column("run_at", MOMENT, nullable=False, comment="not before this moment"),
        sa.Column("queued_at", MOMENT, comment="last handed to a worker"),
        sa.Column("finished_at", MOMENT, comment="done or given up"),
        sa.Column("last_error", sa.Text, nullable=False, comment="of the last failed attempt"),
        sa.CheckConstraint(
            "state IN ('waiting', 'queued', 'done', 'failed')", name="scigov_shared_outbox_state"
        ),
    )
    op.create_index(
        "scigov_shared_outbox_waiting_key",
        "scigov_shared_outbox",
        ["key"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index("scigov_shared_outbox_due", "scigov_shared_outbox", ["state", "run_at"])
    op.create_table(
        "scigov_shared_schedule",
        sa.Column("name", sa.Text, primary_key=True, comment="a name of IJobs"),
        sa.Column("last_run_at", MOMENT, nullable=False, comment="last put into the outbox"),
    )


def downgrade() -> None:
    op.drop_table("scigov_shared_schedule")
    op.drop_table("scigov_shared_outbox")
