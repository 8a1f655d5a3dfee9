"""Grants, and graded data that an administrator has read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "e53a7160c2bd"
down_revision = "b92e4c08d7f1"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scigov_access_grant",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("number", sa.Text, nullable=False, comment="shown to people and in watermarks"),
        sa.Column("dataset_id", sa.Text, nullable=False, comment="what it opens"),
        sa.Column(
            "resource_ids",
            ARRAY(sa.Text),
            nullable=False,
            comment="only these; empty: all of the dataset",
        ),
        sa.Column("axis", sa.Text, nullable=False, comment="sharing or opening"),
        sa.Column("user_id", sa.Text, comment="whom it is for"),
        sa.Column("agency_id", sa.Text, comment="or which agency"),
        sa.Column("source", sa.Text, nullable=False, comment="application id, or 'designation'"),
        sa.Column("obligations", JSONB(), nullable=False, comment="its conditions"),
        sa.Column("from_at", MOMENT, nullable=False, comment="first moment"),
        sa.Column("until_at", MOMENT, comment="end"),
        sa.Column("granted_by", sa.Text, nullable=False, comment="user id, empty for the system"),
        sa.Column("revoked_at", MOMENT, comment="when it was taken"),
        sa.Column("revoked_by", sa.Text, comment="user id"),
        sa.Column("reason", sa.Text, nullable=False, comment="why it was given, or taken"),
        sa.CheckConstraint("axis IN ('sharing', 'opening')", name="scigov_access_grant_axis"),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (agency_id IS NULL)", name="scigov_access_grant_grantee"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="scigov_access_grant_number"),
    )
    op.create_index("scigov_access_grant_agency", "scigov_access_grant", ["agency_id"])
    op.create_index("scigov_access_grant_dataset", "scigov_access_grant", ["dataset_id"])
    op.create_index("scigov_access_grant_user", "scigov_access_grant", ["user_id"])
    op.create_table(
        "scigov_access_break_glass",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("user_id", sa.Text, nullable=False, comment="system administrator"),
        sa.Column("dataset_id", sa.Text, nullable=False, comment="what is read"),
        sa.Column("reason", sa.Text, nullable=False, comment="why, in the administrator's words"),
        sa.Column("from_at", MOMENT, nullable=False, comment="first moment"),
        sa.Column("until_at", MOMENT, nullable=False, comment="end"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scigov_access_break_glass_user", "scigov_access_break_glass", ["user_id"])


def downgrade() -> None:
    op.drop_table("scigov_access_break_glass")
    op.drop_table("scigov_access_grant")
