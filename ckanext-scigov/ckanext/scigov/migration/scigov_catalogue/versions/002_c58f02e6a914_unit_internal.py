"""What only staff may know of a provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c58f02e6a914"
down_revision = "7d3e91b05c2a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scigov_catalogue_unit_internal",
        sa.Column("organization_id", sa.Text, nullable=False, comment="CKAN organisation"),
        sa.Column(
            "security_owner", sa.Text, nullable=False, comment="who answers for data security"
        ),
        sa.Column("security_contact", sa.Text, nullable=False, comment="how to reach that person"),
        sa.Column("changed_by", sa.Text, nullable=False, comment="user id, empty for the system"),
        sa.Column(
            "changed_at", sa.DateTime(timezone=True), nullable=False, comment="of the last change"
        ),
        sa.PrimaryKeyConstraint("organization_id"),
    )


def downgrade() -> None:
    op.drop_table("scigov_catalogue_unit_internal")
