"""Files that show what is reported, and texts that a unit answers with often."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "91b4e07c5d2a"
down_revision = "6c2f81d9a340"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scigov_dispute_evidence",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("dispute_id", sa.Text, nullable=False, comment="the dispute"),
        sa.Column("file_name", sa.Text, nullable=False, comment="as it was given"),
        sa.Column("storage_key", sa.Text, nullable=False, comment="random name of the stored file"),
        sa.Column("size", sa.BigInteger, nullable=False, comment="in bytes"),
        sa.Column("media_type", sa.Text, nullable=False, comment="found in the bytes"),
        sa.Column("sha256", sa.Text, nullable=False, comment="of the bytes"),
        sa.Column("state", sa.Text, nullable=False, comment="unscanned, clean or infected"),
        sa.Column("added_by", sa.Text, nullable=False, comment="user id; empty for visitors"),
        sa.Column("added_at", MOMENT, nullable=False, comment="when"),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["scigov_dispute_dispute.id"], name="scigov_dispute_evidence_of"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scigov_dispute_evidence_dispute", "scigov_dispute_evidence", ["dispute_id"])
    op.create_table(
        "scigov_dispute_template",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("unit_id", sa.Text, nullable=False, comment="organisation that uses it"),
        sa.Column("event", sa.Text, nullable=False, comment="the step it is written for"),
        sa.Column("ground", sa.Text, nullable=False, comment="code of a ground, or empty"),
        sa.Column("title", sa.Text, nullable=False, comment="to find it by"),
        sa.Column("text", sa.Text, nullable=False, comment="what is answered"),
        sa.Column("set_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("set_at", MOMENT, nullable=False, comment="when"),
        sa.Column("removed_at", MOMENT, comment="when; empty: it is offered"),
        sa.CheckConstraint(
            "event IN ('confirm', 'moderate', 'dismiss', 'forward', 'accept', 'reject', 'assign', 'verify', 'extend', 'correct', 'correct_in_part', 'refuse', 'merge', 'join', 'escalate', 'uphold', 'remit', 'overrule', 'reopen', 'press', 'remark', 'note', 'withdraw', 'close')",
            name="scigov_dispute_template_event",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scigov_dispute_template_unit", "scigov_dispute_template", ["unit_id", "title"])


def downgrade() -> None:
    op.drop_table("scigov_dispute_template")
    op.drop_table("scigov_dispute_evidence")
