"""Imports of spreadsheets; what is held from outside."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "7c40d9e2b81a"
down_revision = "3b8e51c7d902"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "scigov_intake_batch",
    "scigov_intake_batch_row",
    "scigov_intake_column_choice",
    "scigov_intake_outside",
)


def upgrade() -> None:
    op.create_table(
        "scigov_intake_batch",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("kind", sa.Text, nullable=False, comment="entries, data items or rows"),
        sa.Column("provider_id", sa.Text, nullable=False, comment="organisation it is for"),
        sa.Column(
            "resource_id", sa.Text, nullable=False, comment="table it is for; empty for entries"
        ),
        sa.Column("file_name", sa.Text, nullable=False, comment="of what was uploaded"),
        sa.Column("file_hash", sa.Text, nullable=False, comment="SHA-256 of it"),
        sa.Column(
            "headers",
            JSONB,
            nullable=False,
            comment="of its columns, in their order",
        ),
        sa.Column(
            "columns",
            JSONB,
            nullable=False,
            comment="header → field",
        ),
        sa.Column(
            "profile",
            sa.Text,
            nullable=False,
            comment="of entries: entry or gathered; empty for what is none",
        ),
        sa.Column(
            "outcome",
            JSONB,
            nullable=False,
            comment="notes on the file, and what was written, so that it can be undone",
        ),
        sa.Column("policy", sa.Text, nullable=False, comment="what is written when some is wrong"),
        sa.Column("state", sa.Text, nullable=False, comment="where it is"),
        sa.Column("made_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("made_at", MOMENT, nullable=False, comment="when it was uploaded"),
        sa.Column("written_at", MOMENT, nullable=True, comment="when it was written"),
        sa.Column("undone_at", MOMENT, nullable=True, comment="when it was undone"),
        sa.CheckConstraint("kind IN ('entries', 'items', 'rows')", name="scigov_intake_batch_kind"),
        sa.CheckConstraint(
            "state IN ('uploaded', 'checking', 'checked', 'writing', 'written', 'undoing',"
            " 'undone', 'discarded')",
            name="scigov_intake_batch_state",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_intake_batch_provider",
        "scigov_intake_batch",
        ["provider_id", "made_at"],
        unique=False,
    )
    op.create_table(
        "scigov_intake_batch_row",
        sa.Column("batch_id", sa.Text, nullable=False, comment="the import"),
        sa.Column("number", sa.Integer, nullable=False, comment="row of the sheet"),
        sa.Column(
            "cells",
            JSONB,
            nullable=False,
            comment="as they were read",
        ),
        sa.Column(
            "errors",
            JSONB,
            nullable=False,
            comment="header → sentences",
        ),
        sa.Column("state", sa.Text, nullable=False, comment="good, bad, written, undone"),
        sa.Column(
            "object_id", sa.Text, nullable=False, comment="what it became; empty for nothing"
        ),
        sa.Column(
            "before",
            JSONB,
            nullable=True,
            comment="what was there before, so that it can be undone; null for nothing",
        ),
        sa.CheckConstraint(
            "state IN ('good', 'bad', 'written', 'undone')", name="scigov_intake_batch_row_state"
        ),
        sa.PrimaryKeyConstraint("batch_id", "number"),
    )
    op.create_table(
        "scigov_intake_column_choice",
        sa.Column("provider_id", sa.Text, nullable=False, comment="organisation"),
        sa.Column("kind", sa.Text, nullable=False, comment="of the import"),
        sa.Column("header", sa.Text, nullable=False, comment="of the column"),
        sa.Column("field", sa.Text, nullable=False, comment="empty: left out on purpose"),
        sa.Column("chosen_at", MOMENT, nullable=False, comment="when last"),
        sa.PrimaryKeyConstraint("provider_id", "kind", "header"),
    )
    op.create_table(
        "scigov_intake_outside",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("title", sa.Text, nullable=False, comment="of the data"),
        sa.Column(
            "provider_id", sa.Text, nullable=False, comment="our department, an organisation"
        ),
        sa.Column("body", sa.Text, nullable=False, comment="who is asked"),
        sa.Column("body_code", sa.Text, nullable=False, comment="its USCC; empty if not known"),
        sa.Column("basis", sa.Text, nullable=False, comment="on what ground it is asked"),
        sa.Column("purpose", sa.Text, nullable=False, comment="what for"),
        sa.Column("terms", sa.Text, nullable=False, comment="what was agreed about its use"),
        sa.Column("contract_number", sa.Text, nullable=False, comment="of the agreement, if any"),
        sa.Column("asked_on", sa.Date, nullable=False, comment="day"),
        sa.Column("received_on", sa.Date, nullable=True, comment="day"),
        sa.Column("ends_on", sa.Date, nullable=True, comment="last day it may be used"),
        sa.Column(
            "dataset_id", sa.Text, nullable=False, comment="its entry here; empty for none yet"
        ),
        sa.Column("state", sa.Text, nullable=False, comment="where it is"),
        sa.Column("note", sa.Text, nullable=False, comment="in words"),
        sa.Column("set_by", sa.Text, nullable=False, comment="user id of who wrote it last"),
        sa.Column("set_at", MOMENT, nullable=False, comment="when"),
        sa.CheckConstraint(
            "state IN ('asked', 'received', 'refused', 'ended')", name="scigov_intake_outside_state"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_intake_outside_provider",
        "scigov_intake_outside",
        ["provider_id", "ends_on"],
        unique=False,
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
