"""The register of sources, comparisons, what they have found, and what is known of data items."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "4d7a90c2e6b1"
down_revision = "91b4e07c5d2a"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def text(name: str, comment: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, comment=comment)


def upgrade() -> None:
    _make_register()
    _make_comparisons()
    _make_knowledge()


def _make_register() -> None:
    op.create_table(
        "scigov_dispute_source",
        text("id", "random"),
        text("item", "name of the data item in the register"),
        text("title", "what people call it"),
        text("unit_id", "organisation whose value counts"),
        text("dataset_id", "dataset of the table"),
        text("resource_id", "table in which it is kept"),
        text("column_name", "column of the table"),
        text("set_by", "user id"),
        sa.Column("set_at", MOMENT, nullable=False, comment="when"),
        text("ended_by", "user id; empty: it holds"),
        sa.Column("ended_at", MOMENT, comment="when; empty: it holds"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_dispute_source_item",
        "scigov_dispute_source",
        ["item"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "scigov_dispute_source_place", "scigov_dispute_source", ["resource_id", "column_name"]
    )


def _make_comparisons() -> None:
    op.create_table(
        "scigov_dispute_comparison",
        text("id", "random"),
        text("name", "what people call it"),
        sa.Column(
            "declared",
            JSONB,
            nullable=False,
            comment="tables, keys and items, with their columns and rules",
        ),
        text("set_by", "user id"),
        sa.Column("set_at", MOMENT, nullable=False, comment="when"),
        text("ended_by", "user id; empty: it is run"),
        sa.Column("ended_at", MOMENT, comment="when; empty: it is run"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_dispute_comparison_held", "scigov_dispute_comparison", ["ended_at", "name"]
    )
    counts = (
        ("causes", "kind, tables, item and counts of each cause"),
        ("checks", "compared and differing cells of each item and other table"),
        ("refusals", "why it could not be run: reasons with tables and columns"),
    )
    op.create_table(
        "scigov_dispute_run",
        sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="order of writing",
        ),
        text("comparison_id", "the comparison"),
        sa.Column("at", MOMENT, nullable=False, comment="when"),
        text("run_by", "user id; empty: the daily job"),
        text("mark", "hash of versions and sources; the same: nothing has changed"),
        *(sa.Column(name, JSONB, nullable=False, comment=comment) for name, comment in counts),
        sa.ForeignKeyConstraint(
            ["comparison_id"],
            ["scigov_dispute_comparison.id"],
            name="scigov_dispute_run_comparison",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scigov_dispute_run_of", "scigov_dispute_run", ["comparison_id", "id"])
    op.create_table(
        "scigov_dispute_finding",
        text("comparison_id", "the comparison"),
        text("signature", "of the cause; stays from run to run"),
        sa.Column(
            "examples",
            JSONB,
            nullable=False,
            comment="keys and values of both tables, as the last run saw them",
        ),
        sa.ForeignKeyConstraint(
            ["comparison_id"],
            ["scigov_dispute_comparison.id"],
            name="scigov_dispute_finding_comparison",
        ),
        sa.PrimaryKeyConstraint("comparison_id", "signature"),
    )


def _make_knowledge() -> None:
    op.create_table(
        "scigov_dispute_cause_told",
        text("signature", "of the cause; stays from run to run"),
        text("unit_id", "organisation that answers for it"),
        text("dispute_id", "the last dispute about it"),
        text("told", "digest of what the dispute has been told; empty: it is gone"),
        text("found", "digest of what was found last; empty: it is gone"),
        text(
            "decided", "digest of what was found when the dispute was answered; empty: it was not"
        ),
        sa.PrimaryKeyConstraint("signature"),
    )
    op.create_table(
        "scigov_dispute_verification",
        text("resource_id", "the table"),
        text("column_name", "the column"),
        text("dataset_id", "the dataset"),
        text("item", "name of the data item in the register"),
        text("status", "what is known of it"),
        sa.Column("verified_at", MOMENT, comment="of the last comparison; empty: there was none"),
        sa.CheckConstraint(
            "status IN ('unverified', 'single_source', 'consistent', 'inconsistent', 'adjudicated')",
            name="scigov_dispute_verification_status",
        ),
        sa.PrimaryKeyConstraint("resource_id", "column_name"),
    )
    op.create_index(
        "scigov_dispute_verification_dataset", "scigov_dispute_verification", ["dataset_id"]
    )


def downgrade() -> None:
    op.drop_table("scigov_dispute_verification")
    op.drop_table("scigov_dispute_cause_told")
    op.drop_table("scigov_dispute_finding")
    op.drop_table("scigov_dispute_run")
    op.drop_table("scigov_dispute_comparison")
    op.drop_table("scigov_dispute_source")
