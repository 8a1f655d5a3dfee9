"""What stands around applications: files, identities, questions, reports of use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b10f5e83ca47"
down_revision = "4d7a90c2e618"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "scigov_application_evidence",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("filing_id", sa.Text, nullable=False, comment="the filing"),
        sa.Column("kind", sa.Text, nullable=False, comment="letter, or what else it is"),
        sa.Column("file_name", sa.Text, nullable=False, comment="as it was given"),
        sa.Column("storage_key", sa.Text, nullable=False, comment="random name of the stored file"),
        sa.Column("size", sa.BigInteger, nullable=False, comment="in bytes"),
        sa.Column("media_type", sa.Text, nullable=False, comment="found in the bytes"),
        sa.Column("sha256", sa.Text, nullable=False, comment="of the bytes"),
        sa.Column("state", sa.Text, nullable=False, comment="unscanned, clean or infected"),
        sa.Column("added_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("added_at", MOMENT, nullable=False, comment="when"),
        sa.Column("removed_at", MOMENT, comment="when; empty: it is there"),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["scigov_application_filing.id"], name="scigov_application_evidence_of"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_application_evidence_filing", "scigov_application_evidence", ["filing_id"]
    )
    op.create_table(
        "scigov_application_identity",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("user_id", sa.Text, nullable=False, comment="CKAN user id"),
        sa.Column("kind", sa.Text, nullable=False, comment="person or company"),
        sa.Column("name", sa.Text, nullable=False, comment="full or registered name"),
        sa.Column(
            "code",
            sa.Text,
            nullable=False,
            comment="unified social credit code, or the masked number of a document",
        ),
        sa.Column("verified_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("verified_at", MOMENT, nullable=False, comment="when"),
        sa.Column("revoked_at", MOMENT, comment="when it was taken back"),
        sa.Column("revoked_by", sa.Text, comment="user id"),
        sa.CheckConstraint(
            "kind IN ('person', 'company')", name="scigov_application_identity_kind"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_application_identity_now",
        "scigov_application_identity",
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "scigov_application_question",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("dataset_id", sa.Text, nullable=False, comment="the dataset"),
        sa.Column("position", sa.Integer, nullable=False, comment="its place in the form"),
        sa.Column("text", sa.Text, nullable=False, comment="the question"),
        sa.Column("is_needed", sa.Boolean, nullable=False, comment="has to be answered"),
        sa.Column("set_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("set_at", MOMENT, nullable=False, comment="when"),
        sa.Column("removed_at", MOMENT, comment="when; empty: it is asked"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_application_question_dataset",
        "scigov_application_question",
        ["dataset_id", "position"],
    )
    op.create_table(
        "scigov_application_report",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("part_id", sa.Text, nullable=False, comment="the part"),
        sa.Column(
            "is_purpose_kept",
            sa.Boolean,
            nullable=False,
            comment="used for nothing but the purpose",
        ),
        sa.Column("results", sa.Text, nullable=False, comment="what came of it"),
        sa.Column("problems", sa.Text, nullable=False, comment="with data or service"),
        sa.Column("reported_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("reported_at", MOMENT, nullable=False, comment="when"),
        sa.ForeignKeyConstraint(
            ["part_id"], ["scigov_application_part.id"], name="scigov_application_report_of"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scigov_application_report_part", "scigov_application_report", ["part_id"])


def downgrade() -> None:
    op.drop_table("scigov_application_report")
    op.drop_table("scigov_application_question")
    op.drop_table("scigov_application_identity")
    op.drop_table("scigov_application_evidence")
