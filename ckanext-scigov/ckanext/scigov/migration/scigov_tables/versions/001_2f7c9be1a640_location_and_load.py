"""Where the bytes of resources lie, and how far their tables are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "2f7c9be1a640"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scigov_tables_location",
        sa.Column("resource_id", sa.Text, primary_key=True, comment="CKAN's id, no foreign key"),
        sa.Column("storage_key", sa.Text, comment="random name of the stored file"),
        sa.Column("file_name", sa.Text, nullable=False, comment="as it is offered for download"),
        sa.Column("size", sa.BigInteger, comment="of the stored file, in bytes"),
        sa.Column("sha256", sa.Text, comment="of the stored file, hexadecimal"),
        sa.Column("url", sa.Text, comment="the real address of a link"),
        sa.Column("created_at", MOMENT, nullable=False, comment="when it became the location"),
        sa.CheckConstraint(
            "(storage_key IS NULL) <> (url IS NULL)", name="scigov_tables_location_one_place"
        ),
    )
    op.create_index(
        "scigov_tables_location_key", "scigov_tables_location", ["storage_key"], unique=True
    )
    op.create_table(
        "scigov_tables_load",
        sa.Column("resource_id", sa.Text, primary_key=True, comment="CKAN's id, no foreign key"),
        sa.Column("state", sa.Text, nullable=False, comment="queued, loading, loaded or failed"),
        sa.Column("storage_key", sa.Text, nullable=False, comment="the file to be loaded"),
        sa.Column("dictionary", sa.Text, nullable=False, comment="hash of the data items used"),
        sa.Column("rows_done", sa.BigInteger, nullable=False, comment="progress"),
        sa.Column("bytes_done", sa.BigInteger, nullable=False, comment="progress"),
        sa.Column("bytes_total", sa.BigInteger, nullable=False, comment="size of the file"),
        sa.Column("attempts", sa.Integer, nullable=False, comment="how often a worker began"),
        sa.Column("row_count", sa.BigInteger, comment="rows of the table that is shown"),
        sa.Column("loaded_key", sa.Text, comment="the file the shown table was made from"),
        sa.Column("problems", JSONB, nullable=False, comment="first problems: line, column, …"),
        sa.Column("problem_count", sa.Integer, nullable=False, comment="all problems"),
        sa.Column("notes", JSONB, nullable=False, comment="items without column and the reverse"),
        sa.Column("layout", sa.Text, nullable=False, comment="encoding and delimiter found"),
        sa.Column("queued_at", MOMENT, nullable=False, comment="when the load was asked for"),
        sa.Column("started_at", MOMENT, comment="of the last attempt"),
        sa.Column("seen_at", MOMENT, comment="last sign of life of the worker"),
        sa.Column("finished_at", MOMENT, comment="loaded or failed"),
        sa.CheckConstraint(
            "state IN ('queued', 'loading', 'loaded', 'failed')", name="scigov_tables_load_state"
        ),
    )


def downgrade() -> None:
    op.drop_table("scigov_tables_load")
    op.drop_index("scigov_tables_location_key", "scigov_tables_location")
    op.drop_table("scigov_tables_location")
