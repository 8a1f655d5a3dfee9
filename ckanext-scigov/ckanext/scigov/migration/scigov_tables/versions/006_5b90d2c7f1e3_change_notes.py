"""Versions have a note: why they were made, what that refers to, and which rows were changed by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5b90d2c7f1e3"
down_revision = "e84a17c05d92"
branch_labels = None
depends_on = None

# A load that is asked for has the note until its version is made.
TABLES = ("scigov_tables_load", "scigov_tables_version")
TEXTS = {
    "note": "why it was made",
    "reference": "what the note refers to",
    "reference_path": "page of this site about that",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    for table in TABLES:
        for name, comment in TEXTS.items():
            column = sa.Column(name, sa.Text, nullable=False, server_default="", comment=comment)
            op.add_column(table, column)
        comment = "stored file of the rows that were changed by hand"
        op.add_column(table, sa.Column("difference_key", sa.Text, comment=comment))
    op.create_index("scigov_tables_version_difference", "scigov_tables_version", ["difference_key"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.drop_index("scigov_tables_version_difference", "scigov_tables_version")
    for table in TABLES:
        for name in (*TEXTS, "difference_key"):
            op.drop_column(table, name)
