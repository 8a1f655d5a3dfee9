"""Filings, their parts, and a history that only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "4d7a90c2e618"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

# Whoever writes, a history only grows.
REFUSAL = """
CREATE FUNCTION scigov_application_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'The history of applications only grows: % of % is refused, whoever asks for it.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $body$;
CREATE TRIGGER scigov_application_event_kept
    BEFORE UPDATE OR DELETE OR TRUNCATE ON scigov_application_event
    FOR EACH STATEMENT EXECUTE FUNCTION scigov_application_refuse();
"""


def upgrade() -> None:
    op.create_table(
        "scigov_application_filing",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("number", sa.Text, comment="acceptance number; empty until it is submitted"),
        sa.Column("kind", sa.Text, nullable=False, comment="share or open"),
        sa.Column("creator_id", sa.Text, nullable=False, comment="user id of who applies"),
        sa.Column(
            "agency_id",
            sa.Text,
            nullable=False,
            comment="applying agency; empty for a person or a company",
        ),
        sa.Column(
            "handler_ids",
            ARRAY(sa.Text),
            nullable=False,
            comment="user ids of who works with the data",
        ),
        sa.Column(
            "fields", JSONB, nullable=False, comment="what the applicant says, as he has it now"
        ),
        sa.Column("created_at", MOMENT, nullable=False, comment="when"),
        sa.Column("saved_at", MOMENT, nullable=False, comment="of the last saving"),
        sa.Column("submitted_at", MOMENT, comment="first submitted"),
        sa.Column("version", sa.Integer, nullable=False, comment="counts the savings"),
        sa.CheckConstraint("kind IN ('share', 'open')", name="scigov_application_filing_kind"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("number", name="scigov_application_filing_number"),
    )
    op.create_index("scigov_application_filing_agency", "scigov_application_filing", ["agency_id"])
    op.create_index(
        "scigov_application_filing_creator", "scigov_application_filing", ["creator_id", "saved_at"]
    )
    op.create_index(
        "scigov_application_filing_handlers",
        "scigov_application_filing",
        ["handler_ids"],
        postgresql_using="gin",
    )
    op.create_table(
        "scigov_application_part",
        sa.Column("id", sa.Text, nullable=False, comment="random"),
        sa.Column("filing_id", sa.Text, nullable=False, comment="the filing"),
        sa.Column("position", sa.Integer, nullable=False, comment="its place in the filing"),
        sa.Column("kind", sa.Text, nullable=False, comment="the filing's"),
        sa.Column("dataset_id", sa.Text, nullable=False, comment="what is asked for"),
        sa.Column("provider_id", sa.Text, nullable=False, comment="organisation that decides"),
        sa.Column("asked", JSONB, nullable=False, comment="resources, items, manner, term"),
        sa.Column("version", sa.Integer, nullable=False, comment="counts the steps"),
        sa.Column("state", sa.Text, nullable=False, comment="where it stands"),
        sa.Column("flow", JSONB, comment="how it is handled; set when submitted"),
        sa.Column("limits", JSONB, comment="times in working days, as they were when submitted"),
        sa.Column("said", JSONB, comment="what the applicant said when it was submitted last"),
        sa.Column("clock", JSONB, comment="that runs now"),
        sa.Column("due_on", sa.Date, comment="of the clock while it runs"),
        sa.Column("received_on", sa.Date, comment="reply's clock began"),
        sa.Column("reply_due_on", sa.Date, comment="reply's last day"),
        sa.Column("decided_on", sa.Date, comment="day of the decision"),
        sa.Column("took_days", sa.Integer, comment="working days until then"),
        sa.Column("was_late", sa.Boolean, comment="decided after its last day"),
        sa.Column(
            "escalated_on",
            sa.Date,
            comment="when the authority was told that the present clock has run out",
        ),
        sa.Column("assigned_to", sa.Text, comment="user id of who handles it"),
        sa.Column("was_checked", sa.Boolean, nullable=False, comment="by the data authority"),
        sa.Column("is_advised", sa.Boolean, nullable=False, comment="a reviewer has advised"),
        sa.Column("extension_asked", sa.Boolean, nullable=False, comment="more time is asked for"),
        sa.Column("is_extended", sa.Boolean, nullable=False, comment="more time has been given"),
        sa.Column(
            "consulted",
            ARRAY(sa.Text),
            nullable=False,
            comment="organisations that were asked as third parties",
        ),
        sa.Column("consultation", JSONB, comment="that is open: organisation, question, last day"),
        sa.Column("proposed", sa.Text, comment="outcome that waits for a second"),
        sa.Column("proposed_by", sa.Text, nullable=False, comment="user id; empty: none waits"),
        sa.Column("proposal", JSONB, comment="the decision that waits"),
        sa.Column(
            "decided_by", ARRAY(sa.Text), nullable=False, comment="user ids of all who have decided"
        ),
        sa.Column("outcome", sa.Text, comment="what was decided"),
        sa.Column("ground", sa.Text, comment="kind of ground of a refusal"),
        sa.Column("reply", sa.Text, comment="reasons told to the applicant"),
        sa.Column("given", JSONB, comment="as asked, what is given"),
        sa.Column("obligations", JSONB, comment="on what conditions"),
        sa.Column("from_on", sa.Date, comment="first day of what is given"),
        sa.Column("until_on", sa.Date, comment="last day of what is given"),
        sa.Column("grant_number", sa.Text, comment="of the grant"),
        sa.Column("renewal_until_on", sa.Date, comment="last day that is asked for instead"),
        sa.Column("appeal_level", sa.Text, comment="whom the appeal went to"),
        sa.Column("owes_report", sa.Boolean, nullable=False, comment="of the use is owed"),
        sa.Column("report_due_on", sa.Date, comment="its last day"),
        sa.Column("stepped_at", MOMENT, nullable=False, comment="of the last step"),
        sa.CheckConstraint(
            "appeal_level IN ('negotiate', 'authority', 'government', 'review')",
            name="scigov_application_part_level",
        ),
        sa.CheckConstraint(
            "ground IN ('purpose_unclear', 'more_than_needed', 'law_forbids', 'secrecy_or_privacy', 'rights_of_others', 'security_not_enough', 'not_held', 'other')",
            name="scigov_application_part_ground",
        ),
        sa.CheckConstraint("kind IN ('share', 'open')", name="scigov_application_part_kind"),
        sa.CheckConstraint(
            "outcome IN ('approved', 'approved_in_part', 'refused')",
            name="scigov_application_part_outcome",
        ),
        sa.CheckConstraint(
            "proposed IN ('approved', 'approved_in_part', 'refused')",
            name="scigov_application_part_proposed",
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'signing', 'checking', 'submitted', 'returned', 'in_review', 'consulting', 'confirming', 'approved', 'approved_in_part', 'refused', 'delivering', 'active', 'appealed', 'withdrawn', 'expired', 'revoked', 'closed')",
            name="scigov_application_part_state",
        ),
        sa.ForeignKeyConstraint(
            ["filing_id"], ["scigov_application_filing.id"], name="scigov_application_part_of"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("scigov_application_part_dataset", "scigov_application_part", ["dataset_id"])
    op.create_index("scigov_application_part_due", "scigov_application_part", ["state", "due_on"])
    op.create_index(
        "scigov_application_part_filing", "scigov_application_part", ["filing_id", "position"]
    )
    op.create_index(
        "scigov_application_part_provider",
        "scigov_application_part",
        ["provider_id", "state", "due_on"],
    )
    op.create_index("scigov_application_part_until", "scigov_application_part", ["until_on"])
    op.create_table(
        "scigov_application_event",
        sa.Column(
            "id",
            sa.BigInteger,
            sa.Identity(always=True),
            nullable=False,
            comment="order of writing",
        ),
        sa.Column("part_id", sa.Text, nullable=False, comment="the part"),
        sa.Column("filing_id", sa.Text, nullable=False, comment="the part's filing"),
        sa.Column("event", sa.Text, nullable=False, comment="what happened"),
        sa.Column("at", MOMENT, nullable=False, comment="when"),
        sa.Column("actor_id", sa.Text, nullable=False, comment="user id, empty for the system"),
        sa.Column("actor_name", sa.Text, nullable=False, comment="as an audit reader sees it"),
        sa.Column("as_party", sa.Text, nullable=False, comment="as what he did it"),
        sa.Column("reason", sa.Text, nullable=False, comment="in the actor's words"),
        sa.Column("before", JSONB, nullable=False, comment="values that the step changed"),
        sa.Column("after", JSONB, nullable=False, comment="what they are since"),
        sa.Column("is_internal", sa.Boolean, nullable=False, comment="for officials only"),
        sa.CheckConstraint(
            "as_party IN ('applicant', 'signer', 'handler', 'reviewer', 'decider', 'third', 'authority', 'auditor', 'system')",
            name="scigov_application_event_party",
        ),
        sa.CheckConstraint(
            "event IN ('submit', 'sign', 'send_back', 'check', 'accept', 'return', 'advise', 'consult', 'answer', 'ask_extension', 'extend', 'assign', 'remark', 'approve', 'approve_in_part', 'refuse', 'confirm', 'object', 'await', 'deliver', 'begin', 'withdraw', 'give_up', 'ask_renewal', 'renew', 'expire', 'revoke', 'appeal', 'uphold', 'remit', 'overrule', 'correct', 'escalate', 'report', 'close')",
            name="scigov_application_event_event",
        ),
        sa.ForeignKeyConstraint(
            ["part_id"], ["scigov_application_part.id"], name="scigov_application_event_of"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "scigov_application_event_filing", "scigov_application_event", ["filing_id", "id"]
    )
    op.create_index("scigov_application_event_part", "scigov_application_event", ["part_id", "id"])
    op.execute(sa.text(REFUSAL))


def downgrade() -> None:
    op.drop_table("scigov_application_event")
    op.drop_table("scigov_application_part")
    op.drop_table("scigov_application_filing")
    op.execute(sa.text("DROP FUNCTION scigov_application_refuse()"))
