"""The log only grows: privileges and triggers refuse everything else."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from ckanext.scigov.audit import protection

STATEMENTS = [
    "UPDATE scigov_audit_event SET object_id = 'd2'",
    "UPDATE scigov_audit_link SET hash = previous",
    "UPDATE scigov_audit_seal SET events = 1",
    "UPDATE scigov_audit_checkpoint SET made_at = now()",
    "DELETE FROM scigov_audit_event",
    "DELETE FROM scigov_audit_link",
    "DELETE FROM scigov_audit_seal",
    "DELETE FROM scigov_audit_checkpoint",
    "TRUNCATE scigov_audit_event",
    "TRUNCATE scigov_audit_link",
    "TRUNCATE scigov_audit_seal",
    "TRUNCATE scigov_audit_checkpoint",
]
FORGET = "SELECT scigov_audit_forget(:seal, :boundary, now(), decode('00', 'hex'))"


@pytest.fixture
def connection(sealed):
    """A connection to a log with rows in every table; what it does is rolled back."""
    assert sealed.forget(portion=1) == 6
    sealed.write(2)
    sealed.seal()
    with sealed.engine.connect() as made:
        yield made
        made.rollback()


@pytest.fixture
def as_owner(connection):
    """The same without a superuser's rights, as the site's own role is."""
    connection.execute(sa.text("ALTER ROLE CURRENT_USER NOSUPERUSER"))
    return connection


def refusal(connection, statement, **values):
    with pytest.raises(ProgrammingError) as raised, connection.begin_nested():
        connection.execute(sa.text(statement), values)
    assert raised.value.orig.pgcode == "42501"
    return raised.value.orig.diag.message_primary


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_owner_has_no_right_to_it(as_owner, statement):
    table = next(word for word in statement.split() if word.startswith("scigov_audit"))
    assert refusal(as_owner, statement) == f"permission denied for table {table}"


@pytest.mark.parametrize("statement", STATEMENTS)
def test_triggers_refuse_it_to_a_superuser(connection, statement):
    verb = statement.partition(" ")[0]
    text = refusal(connection, statement)
    assert text.startswith(f"The audit log only grows: {verb} of ")
    assert " is refused, " in text


def test_only_the_retention_leaves_checkpoints(as_owner):
    statement = """
        INSERT INTO scigov_audit_checkpoint (seal_id, last_seq, head, older_than, made_at, mac)
        SELECT id, last_seq, head, now(), now(), mac FROM scigov_audit_seal
    """
    assert refusal(as_owner, statement) == ("permission denied for table scigov_audit_checkpoint")


def test_an_event_names_its_own_transaction(connection):
    statement = """
        INSERT INTO scigov_audit_event
            (at, actor_id, actor_name, event, object_type, object_id, detail, written_by)
        VALUES (now(), '', '', '', '', '', '{}', '77')
    """
    text = refusal(connection, statement)
    assert text.endswith("of the audit log does not name the transaction that writes it.")


def test_a_table_of_ones_own_is_not_asked(as_owner):
    """A temporary table with the checkpoint's name does not open the door."""
    as_owner.execute(sa.text("GRANT DELETE ON scigov_audit_event TO CURRENT_USER"))
    as_owner.execute(
        sa.text("""
            CREATE TEMPORARY TABLE scigov_audit_checkpoint AS
            SELECT 9::bigint AS last_seq, pg_current_xact_id() AS written_by
        """)
    )
    text = refusal(as_owner, "DELETE FROM scigov_audit_event")
    assert text.startswith("The audit log only grows: DELETE of event ")


def test_forgetting_needs_only_the_owners_rights_and_keeps_none(as_owner):
    later = "2026-09-26T00:00:00Z"
    gone = as_owner.scalar(sa.text(FORGET), {"seal": 4, "boundary": later})
    assert gone == 5
    left = "SELECT count(*) FROM scigov_audit_event"
    assert as_owner.scalar(sa.text(left)) == 0
    refusal(as_owner, "DELETE FROM scigov_audit_event")
    refusal(as_owner, "DELETE FROM scigov_audit_link")


@pytest.mark.parametrize(
    ("seal", "boundary", "message"),
    [
        (4, "2026-09-24T04:00:00Z", "Not every event up to seal 4 is older than "),
        (99, "2026-09-26T00:00:00Z", "The audit log has no seal 99."),
        (3, "2026-09-26T00:00:00Z", ""),
    ],
)
def test_forgetting_too_much_is_refused(connection, seal, boundary, message):
    with pytest.raises(sa.exc.DBAPIError) as raised:
        connection.execute(sa.text(FORGET), {"seal": seal, "boundary": boundary})
    assert raised.value.orig.diag.message_primary.startswith(message)


def test_rights_that_a_dump_brought_back_go_again(sealed):
    grant = "GRANT ALL ON scigov_audit_event TO CURRENT_USER"
    rights = "SELECT relacl::text FROM pg_class WHERE relname = 'scigov_audit_event'"
    with sealed.engine.begin() as connection:
        before = connection.scalar(sa.text(rights))
        assert not protection.restore_privileges(connection)
        connection.execute(sa.text(grant))
        assert connection.scalar(sa.text(rights)) != before
    assert sealed.seal() == (0, 0)
    with sealed.engine.begin() as connection:
        assert connection.scalar(sa.text(rights)) == before


def test_every_trigger_is_known(sealed):
    query = "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'scigov_audit%' ORDER BY tgname"
    with sealed.engine.connect() as connection:
        assert tuple(connection.scalars(sa.text(query))) == protection.TRIGGERS
        assert protection.missing_triggers(connection) == []
