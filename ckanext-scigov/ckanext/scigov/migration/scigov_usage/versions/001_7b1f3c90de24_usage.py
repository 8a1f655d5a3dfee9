"""Views and downloads by month, and the last batch of counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7b1f3c90de24"
down_revision = None
branch_labels = None
depends_on = None

MONTHS, STATE = "scigov_usage_month", "scigov_usage_state"


def upgrade() -> None:
    op.create_table(
        MONTHS,
        sa.Column("dataset_id", sa.Text, primary_key=True, comment="of which dataset"),
        sa.Column(
            "resource_id", sa.Text, primary_key=True,
            comment="of which resource; empty for the dataset's own page",
        ),
        sa.Column(
            "month", sa.Date, primary_key=True,
            comment="its first day, by the calendar of the portal",
        ),
        sa.Column("views", sa.Integer, nullable=False, comment="pages shown"),
        sa.Column("downloads", sa.Integer, nullable=False, comment="files handed out"),
    )  # fmt: skip
    op.create_index("scigov_usage_month_month", MONTHS, ["month"])
    op.create_table(
        STATE,
        sa.Column(
            "id", sa.Integer, primary_key=True, autoincrement=False, comment="always 1"
        ),
        sa.Column("batch", sa.Text, nullable=False, comment="name of the batch stored last"),
        sa.Column(
            "stored_at", sa.DateTime(timezone=True), nullable=False, comment="when that was"
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table(STATE)
    op.drop_index("scigov_usage_month_month", MONTHS)
    op.drop_table(MONTHS)
