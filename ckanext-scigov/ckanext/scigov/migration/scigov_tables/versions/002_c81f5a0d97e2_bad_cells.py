"""What a load has found stands in a stored report: names of columns and cells are in no table of CKAN's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "c81f5a0d97e2"
down_revision = "2f7c9be1a640"
branch_labels = None
depends_on = None

TABLE = "scigov_tables_load"
LISTS = (
    ("problems", "first problems: line, column, …"),
    ("notes", "items without column and the reverse"),
)
# A file that was refused is looked at once more, so that there is a report that says why.
AGAIN = """
    UPDATE scigov_tables_load
    SET state = 'queued', attempts = 0, problem_count = 0, started_at = NULL, seen_at = NULL,
        finished_at = NULL
    WHERE state = 'failed'
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    comment = "stored report of the newest load"
    op.add_column(TABLE, sa.Column("report_key", sa.Text, comment=comment))
    for name, _comment in LISTS:
        op.drop_column(TABLE, name)
    op.execute(AGAIN)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    for name, comment in LISTS:
        empty = sa.text("'[]'::jsonb")
        column = sa.Column(name, JSONB, nullable=False, server_default=empty, comment=comment)
        op.add_column(TABLE, column)
        op.alter_column(TABLE, name, server_default=None)
    op.drop_column(TABLE, "report_key")
