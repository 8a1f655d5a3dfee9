"""A grant to an agency may be for some of its members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "1f6a83c5d920"
down_revision = "d05e8a3b71f2"
branch_labels = None
depends_on = None

TABLE, NAME = "scigov_access_grant", "scigov_access_grant_members"


def upgrade() -> None:
    column = sa.Column(
        "member_ids",
        ARRAY(sa.Text),
        nullable=False,
        server_default="{}",
        comment="only these members of the agency; empty: all of them",
    )
    op.add_column(TABLE, column)
    op.alter_column(TABLE, "member_ids", server_default=None)
    op.create_check_constraint(NAME, TABLE, "member_ids = '{}' OR agency_id IS NOT NULL")


def downgrade() -> None:
    # Without the column such a grant would be for the whole agency.
    op.execute(
        "UPDATE scigov_access_grant SET revoked_at = now(), revoked_by = ''"
        " WHERE member_ids <> '{}' AND (revoked_at IS NULL OR revoked_at > now())"
    )
    op.drop_constraint(NAME, TABLE)
    op.drop_column(TABLE, "member_ids")
