"""Sources and their runs, records and problems."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "3b8e51c7d902"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "scigov_intake_source",
    "scigov_intake_run",
    "scigov_intake_record",
    "scigov_intake_problem",
    "scigov_intake_credential",
    "scigov_intake_watermark",
)


def upgrade() -> None:
    op.create_table(
        "scigov_intake_source",
        sa.Column("id", sa.Text, nullable=False, comment="of the harvest source"),
        sa.Column("mapping", sa.Text, nullable=False, comment="the mapping file, as it would run"),
        sa.Column("mapping_hash", sa.Text, nullable=False, comment="of that file"),
        sa.Column(
            "approved_hash",
            sa.Text,
            nullable=False,
            comment="of the mapping and address that were approved; empty for none",
        ),
        sa.Column("made_by", sa.Text, nullable=False, comment="user id of who gave the mapping"),
        sa.Column("state", sa.Text, nullable=False, comment="whether it may run"),
        sa.Column(
            "decided_by", sa.Text, nullable=False, comment="user id of who approved or refused"
        ),
        sa.Column("decided_at", MOMENT, nullable=True, comment="when"),
        sa.Column("decision_reason", sa.Text, nullable=False, comment="in words"),
        sa.Column(
            "is_internal",
            sa.Boolean,
            nullable=False,
            comment="private addresses may be asked; set by an administrator",
        ),
        sa.Column(
            "schedule", sa.Text, nullable=False, comment="code of how often it runs by itself"
        ),
        sa.Column("next_run_at", MOMENT, nullable=True, comment="when it is due"),
        sa.Column(
            "grace_days",
            sa.Integer,
            nullable=False,
            comment="so long a record may be missing before its entry is archived",
        ),
        sa.Column(
            "most_vanished_percent",
            sa.Integer,
            nullable=False,
            comment="a run that would take away more stops and asks",
        ),
        sa.Column(
            "mail_policy", sa.Text, nullable=False, comment="after which runs somebody is told"
        ),
        sa.Column(
            "known",
            JSONB,
            nullable=False,
            comment="what its connector wants to remember from run to run",
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused')", name="scigov_intake_source_state"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_intake_source_due", "scigov_intake_source", ["next_run_at"], unique=False
    )
    op.create_table(
        "scigov_intake_run",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("source_id", sa.Text, nullable=False, comment="the source"),
        sa.Column("job_id", sa.Text, nullable=False, comment="harvest job"),
        sa.Column("kind", sa.Text, nullable=False, comment="full, or forced"),
        sa.Column("state", sa.Text, nullable=False, comment="where it is"),
        sa.Column("wish", sa.Text, nullable=False, comment="pause or cancel, at the next page"),
        sa.Column(
            "requested_by", sa.Text, nullable=False, comment="user id; empty for the schedule"
        ),
        sa.Column("requested_at", MOMENT, nullable=False, comment="when"),
        sa.Column("started_at", MOMENT, nullable=True, comment="first page asked for"),
        sa.Column("heard_at", MOMENT, nullable=True, comment="last sign of life"),
        sa.Column("finished_at", MOMENT, nullable=True, comment="ended, however"),
        sa.Column("worker", sa.Text, nullable=False, comment="host and process at work"),
        sa.Column(
            "checkpoint",
            JSONB,
            nullable=True,
            comment="where its connector goes on; null at the beginning",
        ),
        sa.Column("is_read", sa.Boolean, nullable=False, comment="the last page is in"),
        sa.Column(
            "known",
            JSONB,
            nullable=False,
            comment="what is remembered for the next run once this one has finished",
        ),
        sa.Column("total", sa.Integer, nullable=True, comment="records, as the source says"),
        sa.Column(
            "counts",
            JSONB,
            nullable=False,
            comment="word of a count → number",
        ),
        sa.Column(
            "may_vanish",
            sa.Boolean,
            nullable=False,
            comment="somebody has confirmed that so many may be taken away",
        ),
        sa.Column("stop_reason", sa.Text, nullable=False, comment="code of why it failed or asks"),
        sa.Column(
            "stop_detail",
            JSONB,
            nullable=False,
            comment="values of that",
        ),
        sa.CheckConstraint("kind IN ('full', 'forced')", name="scigov_intake_run_kind"),
        sa.CheckConstraint(
            "state IN ('queued', 'running', 'paused', 'asking', 'finished', 'failed', 'cancelled', 'lost')",
            name="scigov_intake_run_state",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_intake_run_one",
        "scigov_intake_run",
        ["source_id"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('finished', 'failed', 'cancelled')"),
    )
    op.create_index(
        "scigov_intake_run_source", "scigov_intake_run", ["source_id", "requested_at"], unique=False
    )
    op.create_table(
        "scigov_intake_record",
        sa.Column("source_id", sa.Text, nullable=False, comment="the source"),
        sa.Column(
            "key",
            sa.Text,
            nullable=False,
            comment="identity there; of one without any, its own hash",
        ),
        sa.Column(
            "ordinal",
            sa.Integer,
            nullable=False,
            comment="0 for the first of that identity, then its duplicates",
        ),
        sa.Column("title", sa.Text, nullable=False, comment="as the source has it"),
        sa.Column("fate", sa.Text, nullable=False, comment="what became of it"),
        sa.Column("reason", sa.Text, nullable=False, comment="code of why it is not in"),
        sa.Column("dataset_id", sa.Text, nullable=False, comment="the entry; empty for none"),
        sa.Column("hash", sa.Text, nullable=False, comment="of its content and of the mapping"),
        sa.Column("version", sa.Text, nullable=False, comment="what the source says of its state"),
        sa.Column(
            "raw",
            JSONB,
            nullable=True,
            comment="as its source gave it last, of what is in; null otherwise",
        ),
        sa.Column(
            "entry",
            JSONB,
            nullable=True,
            comment="what its mapping made of it then; null where there is no entry",
        ),
        sa.Column("first_run", sa.Text, nullable=False, comment="run that saw it first"),
        sa.Column("last_run", sa.Text, nullable=False, comment="run that saw it last"),
        sa.Column("changed_at", MOMENT, nullable=False, comment="written last"),
        sa.Column("missing_since", MOMENT, nullable=True, comment="first run that did not see it"),
        sa.CheckConstraint(
            "fate IN ('in', 'duplicate', 'rejected', 'archived')", name="scigov_intake_record_fate"
        ),
        sa.PrimaryKeyConstraint("source_id", "key", "ordinal"),
    )
    op.create_index(
        "scigov_intake_record_dataset", "scigov_intake_record", ["dataset_id"], unique=False
    )
    op.create_index(
        "scigov_intake_record_fates",
        "scigov_intake_record",
        ["source_id", "fate", "title"],
        unique=False,
    )
    op.create_table(
        "scigov_intake_problem",
        sa.Column("id", sa.BigInteger, sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.Text, nullable=False, comment="the run"),
        sa.Column("key", sa.Text, nullable=False, comment="identity of the record; empty for none"),
        sa.Column("title", sa.Text, nullable=False, comment="of the record"),
        sa.Column("severity", sa.Text, nullable=False, comment="error or warning"),
        sa.Column("cause", sa.Text, nullable=False, comment="code of what is wrong"),
        sa.Column("field", sa.Text, nullable=False, comment="field of the record or the entry"),
        sa.Column("value", sa.Text, nullable=False, comment="what stood there, cut"),
        sa.Column("detail", sa.Text, nullable=False, comment="a sentence of a validator, if any"),
        sa.CheckConstraint(
            "severity IN ('error', 'warning')", name="scigov_intake_problem_severity"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_intake_problem_run",
        "scigov_intake_problem",
        ["run_id", "severity", "cause", "field"],
        unique=False,
    )
    op.create_table(
        "scigov_intake_credential",
        sa.Column("source_id", sa.Text, nullable=False, comment="the source"),
        sa.Column("name", sa.Text, nullable=False, comment="as the mapping calls it"),
        sa.Column("sealed", sa.Text, nullable=False, comment="encrypted and authenticated"),
        sa.Column("set_by", sa.Text, nullable=False, comment="user id"),
        sa.Column("set_at", MOMENT, nullable=False, comment="when"),
        sa.PrimaryKeyConstraint("source_id", "name"),
    )
    op.create_table(
        "scigov_intake_watermark",
        sa.Column("source_id", sa.Text, nullable=False, comment="the source"),
        sa.Column("table_name", sa.Text, nullable=False, comment="the table there"),
        sa.Column("resource_id", sa.Text, nullable=False, comment="where its rows go"),
        sa.Column("value", sa.Text, nullable=False, comment="last value of its growing column"),
        sa.Column(
            "columns_hash", sa.Text, nullable=False, comment="of its columns and their types"
        ),
        sa.Column("rows", sa.BigInteger, nullable=False, comment="taken so far"),
        sa.Column("taken_at", MOMENT, nullable=False, comment="when last"),
        sa.PrimaryKeyConstraint("source_id", "table_name"),
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
