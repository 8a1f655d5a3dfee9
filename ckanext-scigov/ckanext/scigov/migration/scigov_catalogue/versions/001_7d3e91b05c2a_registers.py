"""Information systems and business items of each provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7d3e91b05c2a"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = ("scigov_catalogue_system", "scigov_catalogue_business_item")


def upgrade() -> None:
    for table in TABLES:
        own = []
        if table == "scigov_catalogue_business_item":
            own = [
                sa.Column("update_cycle", sa.Text, nullable=False, comment="code of update_cycle")
            ]
        op.create_table(
            table,
            sa.Column("id", sa.Text, nullable=False, comment="random"),
            sa.Column(
                "organization_id",
                sa.Text,
                nullable=False,
                comment="CKAN organisation it belongs to",
            ),
            sa.Column(
                "title",
                sa.Text,
                nullable=False,
                comment="name, as entries of the catalogue have it",
            ),
            sa.Column("code", sa.Text, nullable=False, comment="the provider's own, may be empty"),
            sa.Column("note", sa.Text, nullable=False, comment="what it is for, may be empty"),
            sa.Column(
                "changed_by", sa.Text, nullable=False, comment="user id, empty for the system"
            ),
            sa.Column("changed_at", MOMENT, nullable=False, comment="of the last change"),
            sa.Column("retired_at", MOMENT, comment="no longer proposed since"),
            *own,
            sa.PrimaryKeyConstraint("id"),
        )
        op.create_index(
            f"{table}_title",
            table,
            ["organization_id", "title"],
            unique=True,
            postgresql_where=sa.text("retired_at IS NULL"),
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
