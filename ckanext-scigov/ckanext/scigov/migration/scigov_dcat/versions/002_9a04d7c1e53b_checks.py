"""What was found about each dataset of the feed, and how it scores."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "9a04d7c1e53b"
down_revision = "2f8d6b0c41aa"
branch_labels = None
depends_on = None

CHECK, FINDING = "scigov_dcat_check", "scigov_dcat_finding"
OF_WHICH = "of which dataset; empty: the catalogue"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        CHECK,
        sa.Column("dataset_id", sa.Text(collation="C"), primary_key=True, comment=OF_WHICH),
        sa.Column("read_at", moment, nullable=False, comment="since when it has read as it did then"),
        sa.Column("judged_by", sa.Text, nullable=False, comment="digest of the shapes"),
        sa.Column("checked_at", moment, nullable=False, comment="when it was checked"),
        sa.Column("errors", sa.Integer, nullable=False, comment="how many errors it has"),
        sa.Column("warnings", sa.Integer, nullable=False, comment="how many warnings it has"),
        sa.Column("met", ARRAY(sa.Text), nullable=False, comment="indicators of the score that it meets"),
        sa.Column(
            "has_distribution", sa.Boolean, nullable=False,
            comment="whether indicators of distributions are asked of it",
        ),
    )  # fmt: skip
    op.create_table(
        FINDING,
        sa.Column("dataset_id", sa.Text(collation="C"), primary_key=True, comment=OF_WHICH),
        sa.Column(
            "position", sa.Integer, primary_key=True, autoincrement=False, comment="the gravest first, from 0 on"
        ),
        sa.Column("severity", sa.Text, nullable=False, comment="error, warning or info"),
        sa.Column("path", sa.Text, nullable=False, comment="property that it is about"),
        sa.Column("zh", sa.Text, nullable=False, comment="what is wrong, in Chinese"),
        sa.Column("en", sa.Text, nullable=False, comment="what is wrong, in English"),
        sa.Column("times", sa.Integer, nullable=False, comment="how often, in this dataset"),
        sa.CheckConstraint("severity IN ('error', 'warning', 'info')", name="scigov_dcat_finding_severity"),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table(FINDING)
    op.drop_table(CHECK)
