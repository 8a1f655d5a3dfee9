"""Who has accepted the terms of a grant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9a41c7d2e85b"
down_revision = "8c41d97e2ab6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scigov_access_acceptance",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("grant_number", sa.Text, nullable=False, comment="the grant"),
        sa.Column("user_id", sa.Text, nullable=False, comment="CKAN user id"),
        sa.Column("version", sa.Text, nullable=False, comment="of the text that was shown"),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False, comment="when"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(
            "grant_number", "user_id", "version", name="scigov_access_acceptance_once"
        ),
    )


def downgrade() -> None:
    op.drop_table("scigov_access_acceptance")
