"""Tokens that are bound to a grant."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d05e8a3b71f2"
down_revision = "4b7d90e1c6a8"
branch_labels = None
depends_on = None

TABLE = "scigov_access_grant_token"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Text, nullable=False, comment="random, known to people"),
        sa.Column(
            "token_id", sa.Text, nullable=False, comment="CKAN's id of the token, never shown"
        ),
        sa.Column("digest", sa.Text, nullable=False, comment="SHA-256 of the token itself"),
        sa.Column("grant_number", sa.Text, nullable=False, comment="the grant"),
        sa.Column("user_id", sa.Text, nullable=False, comment="who sends it"),
        sa.Column("title", sa.Text, nullable=False, comment="what it is for"),
        sa.Column("created_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("created_at", moment, nullable=False, comment="when"),
        sa.Column("revoked_by", sa.Text, comment="user id"),
        sa.Column("revoked_at", moment, comment="when"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest", name="scigov_access_grant_token_digest"),
        sa.UniqueConstraint("token_id", name="scigov_access_grant_token_of_ckan"),
    )
    op.create_index("scigov_access_grant_token_grant", TABLE, ["grant_number"])


def downgrade() -> None:
    # What is left of them in CKAN's table would be nobody's.
    op.execute("DELETE FROM api_token WHERE id IN (SELECT token_id FROM scigov_access_grant_token)")
    op.drop_table(TABLE)
