"""Data items bear grades; how often a grant's data was asked for on a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "8c41d97e2ab6"
down_revision = "9c02be7a51f6"
branch_labels = None
depends_on = None

KINDS = {
    "scigov_access_grade": "scigov_access_grade_kind",
    "scigov_access_proposal": "scigov_access_proposal_kind",
    "scigov_access_tombstone": "scigov_access_tombstone_kind",
}
WITH_ITEMS = "object_kind IN ('dataset', 'resource', 'item')"
WITHOUT_ITEMS = "object_kind IN ('dataset', 'resource')"


def upgrade() -> None:
    for table, name in KINDS.items():
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, WITH_ITEMS)
    op.create_table(
        "scigov_access_reads",
        sa.Column("grant_number", sa.Text, nullable=False, comment="whose requests"),
        sa.Column("day", sa.Date, nullable=False, comment="the working calendar's local day"),
        sa.Column("requests", sa.Integer, nullable=False, comment="for data, on that day"),
        sa.PrimaryKeyConstraint("grant_number", "day"),
    )


def downgrade() -> None:
    op.drop_table("scigov_access_reads")
    for table, name in KINDS.items():
        op.execute(f"DELETE FROM {table} WHERE object_kind = 'item'")  # noqa: S608 (constant names)
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, WITHOUT_ITEMS)
