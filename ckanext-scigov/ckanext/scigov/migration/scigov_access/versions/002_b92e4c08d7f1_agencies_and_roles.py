"""Agencies with their members, and roles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b92e4c08d7f1"
down_revision = "6d1f0b7a93c4"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scigov_access_agency",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("title", sa.Text, nullable=False, comment="official name"),
        sa.Column("credit_code", sa.Text, nullable=False, comment="unified social credit code"),
        sa.Column("state", sa.Text, nullable=False, comment="registered, approved or suspended"),
        sa.Column("organization_id", sa.Text, comment="CKAN organisation it also is"),
        sa.Column("registered_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("registered_at", MOMENT, nullable=False, comment="when"),
        sa.Column("decided_by", sa.Text, comment="user id, last decision"),
        sa.Column("decided_at", MOMENT, comment="when"),
        sa.Column("reason", sa.Text, nullable=False, comment="of the last decision"),
        sa.CheckConstraint(
            "state IN ('registered', 'approved', 'suspended')", name="scigov_access_agency_state"
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("credit_code", name="scigov_access_agency_credit_code"),
    )
    op.create_index("scigov_access_agency_title", "scigov_access_agency", ["title"])
    op.create_table(
        "scigov_access_agency_member",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("agency_id", sa.Text, nullable=False, comment="the agency"),
        sa.Column("user_id", sa.Text, nullable=False, comment="CKAN user id"),
        sa.Column(
            "capacity", sa.Text, nullable=False, comment="member, or approver of applications"
        ),
        sa.Column("added_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("added_at", MOMENT, nullable=False, comment="when"),
        sa.Column("removed_by", sa.Text, comment="user id"),
        sa.Column("removed_at", MOMENT, comment="when"),
        sa.CheckConstraint(
            "capacity IN ('member', 'approver')", name="scigov_access_agency_member_capacity"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_access_agency_member_now",
        "scigov_access_agency_member",
        ["user_id", "agency_id"],
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_table(
        "scigov_access_role",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("user_id", sa.Text, nullable=False, comment="CKAN user id"),
        sa.Column("role", sa.Text, nullable=False, comment="steward, approver, …"),
        sa.Column("scope_kind", sa.Text, nullable=False, comment="platform, unit_tree or provider"),
        sa.Column(
            "scope_id", sa.Text, nullable=False, comment="organisation id, empty for platform"
        ),
        sa.Column("from_at", MOMENT, nullable=False, comment="first moment"),
        sa.Column("until_at", MOMENT, comment="end; empty: none set"),
        sa.Column("substitute_for", sa.Text, comment="user id stood in for"),
        sa.Column("granted_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("revoked_at", MOMENT, comment="when it was taken"),
        sa.Column("revoked_by", sa.Text, comment="user id"),
        sa.Column("reason", sa.Text, nullable=False, comment="why it was given, or taken"),
        sa.CheckConstraint(
            "(scope_kind = 'platform') = (scope_id = '')", name="scigov_access_role_scope_id"
        ),
        sa.CheckConstraint(
            "role IN ('steward', 'approver', 'reviewer', 'decider', 'cdo', 'auditor', 'operator')",
            name="scigov_access_role_role",
        ),
        sa.CheckConstraint(
            "scope_kind IN ('platform', 'unit_tree', 'provider')", name="scigov_access_role_scope"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scigov_access_role_user", "scigov_access_role", ["user_id"])


def downgrade() -> None:
    op.drop_table("scigov_access_role")
    op.drop_table("scigov_access_agency_member")
    op.drop_table("scigov_access_agency")
