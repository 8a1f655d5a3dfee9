"""Packages that report the catalogue, and what the receiver said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "6d2f0b91c7e4"
down_revision = None
branch_labels = None
depends_on = None

PACKAGE = "scigov_reporting_package"
LINE = "scigov_reporting_line"
LACKING = "scigov_reporting_lacking"


def upgrade() -> None:
    op.create_table(
        PACKAGE,
        sa.Column(
            "sequence",
            sa.Integer,
            primary_key=True,
            autoincrement=False,
            comment="1, 2, 3 … without gaps",
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="when"),
        sa.Column("made_by", sa.Text, nullable=False, comment="id of who made it"),
        sa.Column("state", sa.Text, nullable=False, comment="waiting, answered or superseded"),
        sa.Column("added", sa.Integer, nullable=False, comment="resources that are new"),
        sa.Column("changed", sa.Integer, nullable=False, comment="resources that have changed"),
        sa.Column("withdrawn", sa.Integer, nullable=False, comment="resources that are no more"),
        sa.Column(
            "lacking",
            sa.Integer,
            nullable=False,
            comment="entries without what the template demands",
        ),
        sa.Column("storage_key", sa.Text, nullable=False, comment="random name of the stored file"),
        sa.Column("size", sa.BigInteger, nullable=False, comment="of the file, in bytes"),
        sa.Column("sha256", sa.Text, nullable=False, comment="checksum of the file"),
        sa.CheckConstraint(
            "state IN ('waiting', 'answered', 'superseded')", name="scigov_reporting_package_state"
        ),
    )
    op.create_table(
        LINE,
        sa.Column("sequence", sa.Integer, primary_key=True, comment="of its package"),
        sa.Column("code", sa.Text, primary_key=True, comment="code of the resource"),
        sa.Column("dataset_id", sa.Text, nullable=False, comment="of the entry"),
        sa.Column("title", sa.Text, nullable=False, comment="as it was then"),
        sa.Column("provider_id", sa.Text, nullable=False, comment="whose entry it was then"),
        sa.Column("provider_title", sa.Text, nullable=False, comment="as it was then"),
        sa.Column("change", sa.Text, nullable=False, comment="new, changed or withdrawn"),
        sa.Column(
            "fingerprint",
            sa.Text,
            nullable=False,
            comment="checksum of the 13 elements; empty when withdrawn",
        ),
        sa.Column(
            "outcome", sa.Text, nullable=False, comment="what the receiver said, if anything"
        ),
        sa.Column(
            "reason", sa.Text, nullable=False, comment="of a refusal, in the receiver's words"
        ),
        sa.Column("receiver_code", sa.Text, nullable=False, comment="what the receiver calls it"),
        sa.Column(
            "answered_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when its receipt came",
        ),
        sa.CheckConstraint(
            "change IN ('new', 'changed', 'withdrawn')", name="scigov_reporting_line_change"
        ),
        sa.CheckConstraint(
            "outcome IN ('waiting', 'accepted', 'refused', 'superseded')",
            name="scigov_reporting_line_outcome",
        ),
    )
    op.create_index("scigov_reporting_line_code", LINE, ["code", "sequence"])
    op.create_index("scigov_reporting_line_provider", LINE, ["provider_id", "sequence"])
    op.create_table(
        LACKING,
        sa.Column("dataset_id", sa.Text, primary_key=True, comment="of the entry"),
        sa.Column("title", sa.Text, nullable=False, comment="as it was then"),
        sa.Column("provider_id", sa.Text, nullable=False, comment="whose entry it was then"),
        sa.Column("provider_title", sa.Text, nullable=False, comment="as it was then"),
        sa.Column(
            "reasons", sa.Text, nullable=False, comment="columns and what is wrong with them"
        ),
    )
    op.create_index("scigov_reporting_lacking_provider", LACKING, ["provider_id"])


def downgrade() -> None:
    op.drop_index("scigov_reporting_lacking_provider", LACKING)
    op.drop_index("scigov_reporting_line_provider", LINE)
    op.drop_index("scigov_reporting_line_code", LINE)
    op.drop_table(LACKING)
    op.drop_table(LINE)
    op.drop_table(PACKAGE)
