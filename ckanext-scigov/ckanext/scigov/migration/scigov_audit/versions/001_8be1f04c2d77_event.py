"""The audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "8be1f04c2d77"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scigov_audit_event",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="of the act"),
        sa.Column("actor_id", sa.Text, nullable=False, comment="empty for the system"),
        sa.Column("actor_name", sa.Text, nullable=False, comment="user name at that time"),
        sa.Column("event", sa.Text, nullable=False, comment="what was done: object.verb"),
        sa.Column("object_type", sa.Text, nullable=False, comment="dataset, resource, …"),
        sa.Column("object_id", sa.Text, nullable=False, comment="its id"),
        sa.Column("detail", JSONB, nullable=False, comment="what else is accounted for"),
    )
    op.create_index(
        "scigov_audit_event_object", "scigov_audit_event", ["object_type", "object_id", "id"]
    )
    op.create_index("scigov_audit_event_at", "scigov_audit_event", ["at"])


def downgrade() -> None:
    op.drop_table("scigov_audit_event")
