"""Files that came before their entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "b81d3f60c9a2"
down_revision = "5e0c7a91d3b6"
branch_labels = None
depends_on = None

TABLE = "scigov_drafts_file"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("draft_id", sa.Text, primary_key=True, comment="the draft it waits with"),
        sa.Column(
            "storage_key", sa.Text, nullable=False, unique=True,
            comment="random name of the stored file",
        ),
        sa.Column("file_name", sa.Text, nullable=False, comment="as it was given"),
        sa.Column("size", sa.BigInteger, nullable=False, comment="in bytes"),
        sa.Column(
            "told", JSONB, nullable=False, comment="fields of the form that were derived from it"
        ),
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table(TABLE)
