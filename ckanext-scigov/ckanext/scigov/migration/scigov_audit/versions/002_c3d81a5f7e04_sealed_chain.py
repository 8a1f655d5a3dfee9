"""The chain over the events, its seals, and rules by which the log only grows.

All of it is constant text. Functions name no schema: they find the tables where they were made.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import UserDefinedType

revision = "c3d81a5f7e04"
down_revision = "8be1f04c2d77"
branch_labels = None
depends_on = None

EVENT = "scigov_audit_event"
# column: comment before, comment now
COMMENTS = {
    "id": (None, "order of writing"),
    "actor_id": ("empty for the system", "CKAN user id, empty for the system"),
    "detail": ("what else is accounted for", "what else must be accounted for"),
}
MOMENT = sa.DateTime(timezone=True)


class PostgresType(UserDefinedType[str]):
    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        return self.name


def written_by(comment: str) -> sa.Column[str]:
    return sa.Column(
        "written_by",
        PostgresType("xid8"),
        nullable=False,
        server_default=sa.func.pg_current_xact_id(),
        comment=comment,
    )


# Superusers are not bound by privileges, so triggers refuse too, with a sentence.
REFUSALS = """
CREATE FUNCTION scigov_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION 'The audit log only grows: % of % is refused, whoever asks for it.',
        TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $body$;

CREATE FUNCTION scigov_audit_refuse_link() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (
        SELECT FROM scigov_audit_checkpoint c
        WHERE c.written_by = pg_current_xact_id() AND c.last_seq >= OLD.seq
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit log only grows: DELETE of place % is refused, because no checkpoint of this transaction covers it.',
        OLD.seq USING ERRCODE = 'insufficient_privilege';
END $body$;

CREATE FUNCTION scigov_audit_refuse_event() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (
        SELECT FROM scigov_audit_link l
        JOIN scigov_audit_checkpoint c ON c.last_seq >= l.seq
        WHERE l.event_id = OLD.id AND c.written_by = pg_current_xact_id()
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The audit log only grows: DELETE of event % is refused, because no checkpoint of this transaction covers it.',
        OLD.id USING ERRCODE = 'insufficient_privilege';
END $body$;

CREATE TRIGGER scigov_audit_event_update BEFORE UPDATE OR TRUNCATE ON scigov_audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION scigov_audit_refuse();
CREATE TRIGGER scigov_audit_event_delete BEFORE DELETE ON scigov_audit_event
    FOR EACH ROW EXECUTE FUNCTION scigov_audit_refuse_event();
CREATE TRIGGER scigov_audit_link_update BEFORE UPDATE OR TRUNCATE ON scigov_audit_link
    FOR EACH STATEMENT EXECUTE FUNCTION scigov_audit_refuse();
CREATE TRIGGER scigov_audit_link_delete BEFORE DELETE ON scigov_audit_link
    FOR EACH ROW EXECUTE FUNCTION scigov_audit_refuse_link();
CREATE TRIGGER scigov_audit_seal_update BEFORE UPDATE OR DELETE OR TRUNCATE ON scigov_audit_seal
    FOR EACH STATEMENT EXECUTE FUNCTION scigov_audit_refuse();
CREATE TRIGGER scigov_audit_checkpoint_update BEFORE UPDATE OR DELETE OR TRUNCATE ON scigov_audit_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION scigov_audit_refuse();
"""

# The first trigger fires before the new row's number is taken from the sequence: a transaction
# has its own number first, and verification relies on it.
INSERTS = """
CREATE FUNCTION scigov_audit_begin() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    PERFORM pg_current_xact_id();
    RETURN NULL;
END $body$;

CREATE FUNCTION scigov_audit_queue() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.written_by <> pg_current_xact_id() THEN
        RAISE EXCEPTION 'Event % of the audit log does not name the transaction that writes it.',
            NEW.id USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO scigov_audit_unsealed (event_id) VALUES (NEW.id);
    RETURN NULL;
END $body$;

CREATE TRIGGER scigov_audit_event_begin BEFORE INSERT ON scigov_audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION scigov_audit_begin();
CREATE TRIGGER scigov_audit_event_queue AFTER INSERT ON scigov_audit_event
    FOR EACH ROW EXECUTE FUNCTION scigov_audit_queue();
INSERT INTO scigov_audit_unsealed (event_id) SELECT id FROM scigov_audit_event;
"""

# The owner may take his rights back, so a dump without privileges can be put right by the job.
PROTECTION = """
CREATE FUNCTION scigov_audit_protect() RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    REVOKE UPDATE, DELETE, TRUNCATE ON scigov_audit_event, scigov_audit_link, scigov_audit_seal,
        scigov_audit_checkpoint FROM CURRENT_USER, PUBLIC;
    REVOKE INSERT ON scigov_audit_checkpoint FROM CURRENT_USER, PUBLIC;
    REVOKE ALL ON FUNCTION scigov_audit_forget(bigint, timestamptz, timestamptz, bytea) FROM PUBLIC;
    REVOKE ALL ON FUNCTION scigov_audit_protect() FROM PUBLIC;
END $body$;
"""

# The one lawful way to remove anything. Nobody has the right to delete, not even the owner this
# function runs as: it takes it for its own statements and gives it back, and until the
# commit no other transaction sees that it had it.
FORGETTING = """
CREATE FUNCTION scigov_audit_forget(
    wanted_seal bigint, boundary timestamptz, moment timestamptz, signature bytea
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER AS $body$
DECLARE
    seal scigov_audit_seal%ROWTYPE;
    gone bigint;
BEGIN
    SELECT * INTO seal FROM scigov_audit_seal s WHERE s.id = wanted_seal;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'The audit log has no seal %.', wanted_seal;
    END IF;
    IF EXISTS (
        SELECT FROM scigov_audit_link l JOIN scigov_audit_event e ON e.id = l.event_id
        WHERE l.seq <= seal.last_seq AND e.at >= boundary
    ) THEN
        RAISE EXCEPTION 'Not every event up to seal % is older than %.', wanted_seal, boundary;
    END IF;
    GRANT INSERT ON scigov_audit_checkpoint TO CURRENT_USER;
    GRANT DELETE ON scigov_audit_event, scigov_audit_link TO CURRENT_USER;
    INSERT INTO scigov_audit_checkpoint (seal_id, last_seq, head, older_than, made_at, mac)
        VALUES (seal.id, seal.last_seq, seal.head, boundary, moment, signature);
    DELETE FROM scigov_audit_event e USING scigov_audit_link l
        WHERE l.event_id = e.id AND l.seq <= seal.last_seq;
    GET DIAGNOSTICS gone = ROW_COUNT;
    DELETE FROM scigov_audit_link l WHERE l.seq <= seal.last_seq;
    REVOKE INSERT ON scigov_audit_checkpoint FROM CURRENT_USER;
    REVOKE DELETE ON scigov_audit_event, scigov_audit_link FROM CURRENT_USER;
    RETURN gone;
END $body$;
"""

# With temporary tables last, nobody can put one of his own in a table's place.
SEARCH_PATHS = """
DO $body$
DECLARE
    made regprocedure;
BEGIN
    FOR made IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND starts_with(proname, 'scigov_audit_')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %I, pg_temp', made, current_schema());
    END LOOP;
END $body$;
SELECT scigov_audit_protect();
"""

FREEDOM = """
DROP TRIGGER scigov_audit_event_update ON scigov_audit_event;
DROP TRIGGER scigov_audit_event_delete ON scigov_audit_event;
DROP TRIGGER scigov_audit_event_begin ON scigov_audit_event;
DROP TRIGGER scigov_audit_event_queue ON scigov_audit_event;
DROP FUNCTION scigov_audit_forget(bigint, timestamptz, timestamptz, bytea);
DROP FUNCTION scigov_audit_protect();
GRANT ALL ON scigov_audit_event TO CURRENT_USER;
"""
FUNCTIONS = """
DROP FUNCTION scigov_audit_refuse(), scigov_audit_refuse_link(), scigov_audit_refuse_event(),
    scigov_audit_begin(), scigov_audit_queue();
"""


def upgrade() -> None:
    for name, (_, comment) in COMMENTS.items():
        op.alter_column(EVENT, name, comment=comment)
    op.add_column(
        EVENT,
        written_by("transaction that wrote it: tells a late commit from a row put in later"),
    )
    op.create_table(
        "scigov_audit_unsealed",
        sa.Column(
            "event_id", sa.BigInteger, primary_key=True, autoincrement=False,
            comment="event without a place yet",
        ),
    )  # fmt: skip
    op.create_table(
        "scigov_audit_link",
        sa.Column(
            "seq", sa.BigInteger, primary_key=True, autoincrement=False,
            comment="place in the chain, no gaps",
        ),
        sa.Column("event_id", sa.BigInteger, nullable=False, comment="event that stands there"),
        sa.Column("previous", sa.LargeBinary, nullable=False, comment="hash at the place before"),
        sa.Column(
            "hash", sa.LargeBinary, nullable=False,
            comment="SHA-256 over the previous hash and the whole event",
        ),
        sa.Index("scigov_audit_link_event", "event_id", unique=True),
    )  # fmt: skip
    op.create_table(
        "scigov_audit_seal",
        sa.Column(
            "id", sa.BigInteger, primary_key=True, autoincrement=False, comment="number, no gaps"
        ),
        sa.Column("last_seq", sa.BigInteger, nullable=False, comment="place it reaches to"),
        sa.Column("events", sa.BigInteger, nullable=False, comment="how many were sealed with it"),
        sa.Column(
            "last_event_id", sa.BigInteger, nullable=False,
            comment="highest number of an event sealed so far",
        ),
        sa.Column("head", sa.LargeBinary, nullable=False, comment="hash at that place"),
        sa.Column("sealed_at", MOMENT, nullable=False, comment="when it was made"),
        sa.Column(
            "snapshot", PostgresType("pg_snapshot"), nullable=False,
            comment="transactions that were seen",
        ),
        sa.Column(
            "written_by", sa.BigInteger, nullable=False,
            comment="its own transaction: whichever began later has a higher number",
        ),
        sa.Column(
            "is_complete", sa.Boolean, nullable=False,
            comment="whether every event that was seen is sealed",
        ),
        sa.Column(
            "cluster", sa.Text, nullable=False,
            comment="system identifier: whose transaction numbers these are",
        ),
        sa.Column(
            "mac", sa.LargeBinary, nullable=False, comment="HMAC-SHA256 over all the other columns"
        ),
    )  # fmt: skip
    op.create_table(
        "scigov_audit_checkpoint",
        sa.Column(
            "seal_id", sa.BigInteger, primary_key=True, autoincrement=False,
            comment="last seal that is gone",
        ),
        sa.Column("last_seq", sa.BigInteger, nullable=False, comment="last place that is gone"),
        sa.Column("head", sa.LargeBinary, nullable=False, comment="hash at that place"),
        sa.Column("older_than", MOMENT, nullable=False, comment="all that is gone was older"),
        sa.Column("made_at", MOMENT, nullable=False, comment="when it was removed"),
        sa.Column(
            "mac", sa.LargeBinary, nullable=False, comment="HMAC-SHA256 over the columns before it"
        ),
        written_by("transaction that wrote it: only that one may delete what it covers"),
        sa.Index("scigov_audit_checkpoint_written_by", "written_by"),
    )  # fmt: skip
    for text in (REFUSALS, INSERTS, FORGETTING, PROTECTION, SEARCH_PATHS):
        op.execute(text)


def downgrade() -> None:
    op.execute(FREEDOM)
    for name in ("checkpoint", "seal", "link", "unsealed"):
        op.drop_table(f"scigov_audit_{name}")
    op.execute(FUNCTIONS)
    op.drop_column(EVENT, "written_by")
    for name, (comment, _) in COMMENTS.items():
        op.alter_column(EVENT, name, comment=comment)
