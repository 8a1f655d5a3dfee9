"""Every change of a dictionary is a version, its items in a stored file."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b3d6f1a27e48"
down_revision = "7ad2e94b1c05"
branch_labels = None
depends_on = None

TABLE = "scigov_tables_dictionary"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.create_table(
        TABLE,
        sa.Column("resource_id", sa.Text, primary_key=True, comment="CKAN's id, no foreign key"),
        sa.Column(
            "number", sa.Integer, primary_key=True, autoincrement=False,
            comment="counted from 1 in each resource",
        ),
        sa.Column(
            "changed_at", sa.DateTime(timezone=True), nullable=False, comment="when it was saved"
        ),
        sa.Column("changed_by", sa.Text, nullable=False, comment="who saved it"),
        sa.Column(
            "storage_key", sa.Text, nullable=False, comment="the stored file with its items"
        ),
        sa.Column("sha256", sa.Text, nullable=False, comment="of the items, hexadecimal"),
        sa.Column("item_count", sa.Integer, nullable=False, comment="how many items it has"),
        sa.Column(
            "is_hidden", sa.Boolean, nullable=False,
            comment="was told only to whoever may have the data",
        ),
    )  # fmt: skip
    op.create_index("scigov_tables_dictionary_key", TABLE, ["storage_key"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '10s'")
    op.drop_index("scigov_tables_dictionary_key", TABLE)
    op.drop_table(TABLE)
