"""Forms that are not finished, and templates of providers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "5e0c7a91d3b6"
down_revision = None
branch_labels = None
depends_on = None

TABLE = "scigov_drafts_draft"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Text, primary_key=True, comment="random"),
        sa.Column("user_id", sa.Text, nullable=False, comment="whose it is"),
        sa.Column(
            "organization_id", sa.Text, nullable=False,
            comment="provider whose template it is; empty for a draft",
        ),
        sa.Column(
            "dataset_id", sa.Text, nullable=False,
            comment="entry whose form it is; empty for a new one",
        ),
        sa.Column("title", sa.Text, nullable=False, comment="what lists call it"),
        sa.Column("values", JSONB, nullable=False, comment="input name → text or texts"),
        sa.Column(
            "saved_at", sa.DateTime(timezone=True), nullable=False, comment="of the last saving"
        ),
    )  # fmt: skip
    op.create_index("scigov_drafts_draft_user", TABLE, ["user_id", "saved_at"])
    op.create_index("scigov_drafts_draft_organization", TABLE, ["organization_id"])


def downgrade() -> None:
    op.drop_index("scigov_drafts_draft_organization", TABLE)
    op.drop_index("scigov_drafts_draft_user", TABLE)
    op.drop_table(TABLE)
