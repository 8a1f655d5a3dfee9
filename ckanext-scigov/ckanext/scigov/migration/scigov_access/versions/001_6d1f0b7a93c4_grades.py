"""What is in force for datasets and resources, what is proposed, what is gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "6d1f0b7a93c4"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scigov_access_grade",
        sa.Column("object_id", sa.Text, nullable=False, comment="CKAN's id"),
        sa.Column("object_kind", sa.Text, nullable=False, comment="dataset or resource"),
        sa.Column(
            "dataset_id", sa.Text, nullable=False, comment="the dataset it is, or belongs to"
        ),
        sa.Column("security_level", sa.Text, comment="1 to 4"),
        sa.Column("share_type", sa.Text, comment="to departments"),
        sa.Column("open_type", sa.Text, comment="to the public"),
        sa.Column("since", MOMENT, nullable=False, comment="in force since"),
        sa.Column("set_by", sa.Text, nullable=False, comment="user id, empty for the system"),
        sa.Column("reason", sa.Text, nullable=False, comment="why it was set so"),
        sa.CheckConstraint(
            "object_kind <> 'dataset' OR (security_level IS NULL AND share_type IS NULL AND open_type IS NULL) OR (security_level, share_type, open_type) = ('1', 'unconditional', 'unconditional') OR (security_level, share_type, open_type) = ('2', 'unconditional', 'conditional') OR (security_level, share_type, open_type) = ('2', 'unconditional', 'none') OR (security_level, share_type, open_type) = ('3', 'conditional', 'conditional') OR (security_level, share_type, open_type) = ('3', 'conditional', 'none') OR (security_level, share_type, open_type) = ('4', 'none', 'none')",
            name="scigov_access_grade_legal",
        ),
        sa.CheckConstraint(
            "object_kind IN ('dataset', 'resource')", name="scigov_access_grade_kind"
        ),
        sa.CheckConstraint(
            "open_type IN ('unconditional', 'conditional', 'none')", name="scigov_access_grade_open"
        ),
        sa.CheckConstraint(
            "security_level IN ('1', '2', '3', '4')", name="scigov_access_grade_level"
        ),
        sa.CheckConstraint(
            "share_type IN ('unconditional', 'conditional', 'none')",
            name="scigov_access_grade_share",
        ),
        sa.PrimaryKeyConstraint("object_id"),
    )
    op.create_index("scigov_access_grade_dataset", "scigov_access_grade", ["dataset_id"])
    op.create_table(
        "scigov_access_proposal",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("object_id", sa.Text, nullable=False, comment="CKAN's id"),
        sa.Column("object_kind", sa.Text, nullable=False, comment="dataset or resource"),
        sa.Column(
            "dataset_id", sa.Text, nullable=False, comment="the dataset it is, or belongs to"
        ),
        sa.Column("security_level", sa.Text, comment="proposed; empty: 待定级"),
        sa.Column("share_type", sa.Text, comment="proposed"),
        sa.Column("open_type", sa.Text, comment="proposed"),
        sa.Column("reason", sa.Text, nullable=False, comment="the proposer's"),
        sa.Column("proposed_by", sa.Text, nullable=False, comment="user id, empty for the system"),
        sa.Column("proposed_at", MOMENT, nullable=False, comment="when"),
        sa.Column(
            "state",
            sa.Text,
            nullable=False,
            comment="waiting, approved, rejected, replaced or withdrawn",
        ),
        sa.Column(
            "findings",
            JSONB(),
            nullable=False,
            comment="personal data found: kind, item, by what, how often",
        ),
        sa.Column(
            "answers", JSONB(), nullable=False, comment="the approver's answers to the findings"
        ),
        sa.Column("decided_by", sa.Text, comment="user id"),
        sa.Column("decided_at", MOMENT, comment="when"),
        sa.Column("decision_reason", sa.Text, comment="the approver's"),
        sa.CheckConstraint(
            "object_kind IN ('dataset', 'resource')", name="scigov_access_proposal_kind"
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'rejected', 'replaced', 'withdrawn')",
            name="scigov_access_proposal_state",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_access_proposal_dataset", "scigov_access_proposal", ["dataset_id", "proposed_at"]
    )
    op.create_index(
        "scigov_access_proposal_waiting",
        "scigov_access_proposal",
        ["object_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "scigov_access_tombstone",
        sa.Column("object_id", sa.Text, nullable=False, comment="CKAN's id"),
        sa.Column("object_kind", sa.Text, nullable=False, comment="dataset or resource"),
        sa.Column(
            "dataset_id", sa.Text, nullable=False, comment="the dataset it was, or belonged to"
        ),
        sa.Column("status", sa.Text, nullable=False, comment="lifecycle status it ended with"),
        sa.Column("title", sa.Text, nullable=False, comment="what may still be said of it"),
        sa.Column("at", MOMENT, nullable=False, comment="when"),
        sa.Column("reason", sa.Text, nullable=False, comment="why"),
        sa.CheckConstraint(
            "object_kind IN ('dataset', 'resource')", name="scigov_access_tombstone_kind"
        ),
        sa.PrimaryKeyConstraint("object_id"),
    )
    op.create_index("scigov_access_tombstone_dataset", "scigov_access_tombstone", ["dataset_id"])


def downgrade() -> None:
    op.drop_table("scigov_access_tombstone")
    op.drop_table("scigov_access_proposal")
    op.drop_table("scigov_access_grade")
