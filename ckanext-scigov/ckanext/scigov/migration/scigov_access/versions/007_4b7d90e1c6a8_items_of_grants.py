"""A grant may be limited to chosen data items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "4b7d90e1c6a8"
down_revision = "9a41c7d2e85b"
branch_labels = None
depends_on = None

TABLE, NAME = "scigov_access_grant", "scigov_access_grant_items"


def upgrade() -> None:
    column = sa.Column(
        "items",
        ARRAY(sa.Text),
        nullable=False,
        server_default="{}",
        comment="only data items of these names; empty: all",
    )
    op.add_column(TABLE, column)
    op.alter_column(TABLE, "items", server_default=None)
    op.create_check_constraint(NAME, TABLE, "items = '{}' OR resource_ids <> '{}'")


def downgrade() -> None:
    # Without the column such a grant would open the whole table.
    op.execute(
        "UPDATE scigov_access_grant SET revoked_at = now(), revoked_by = ''"
        " WHERE items <> '{}' AND (revoked_at IS NULL OR revoked_at > now())"
    )
    op.drop_constraint(NAME, TABLE)
    op.drop_column(TABLE, "items")
