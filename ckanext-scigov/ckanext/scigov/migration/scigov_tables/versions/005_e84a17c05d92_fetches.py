"""Links are fetched on a schedule: when the last time was, how it ended, when the next one is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e84a17c05d92"
down_revision = "b3d6f1a27e48"
branch_labels = None
depends_on = None

TABLE = "scigov_tables_fetch"
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.create_table(
        TABLE,
        sa.Column("resource_id", sa.Text, primary_key=True, comment="CKAN's id, no foreign key"),
        sa.Column(
            "schedule", sa.Text, nullable=False, comment="daily, weekly, monthly; empty: no more"
        ),
        sa.Column(
            "address_hash", sa.Text, nullable=False,
            comment="sha256 of the link that all this is about",
        ),
        sa.Column("next_at", MOMENT, comment="when it is due; none: no more"),
        sa.Column("begun_at", MOMENT, comment="since when somebody is at it"),
        sa.Column("fetched_at", MOMENT, comment="when the last fetch ended"),
        sa.Column("result", sa.Text, nullable=False, comment="how the last fetch ended"),
        sa.Column("reason", sa.Text, nullable=False, comment="why it failed, in a word"),
        sa.Column("status", sa.Integer, nullable=False, comment="what a server answered instead"),
        sa.Column("failures", sa.Integer, nullable=False, comment="one after another"),
        sa.Column("etag", sa.Text, nullable=False, comment="of the file that was stored"),
        sa.Column("modified", sa.Text, nullable=False, comment="of the file that was stored"),
        sa.CheckConstraint(
            "result IN ('', 'new', 'unchanged', 'failed', 'refused')",
            name="scigov_tables_fetch_result",
        ),
    )  # fmt: skip
    op.create_index("scigov_tables_fetch_due", TABLE, ["next_at"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.drop_index("scigov_tables_fetch_due", TABLE)
    op.drop_table(TABLE)
