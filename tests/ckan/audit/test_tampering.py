"""Whoever gets past the triggers and changes the log is found out."""

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from ckanext.scigov.audit import cli
from ckanext.scigov.cli import scigov

CHANGED = (
    "Event {} is not what was sealed at place {}: it was changed, or another event was put in its "
    "place."
)
PUT_IN = (
    "Event {} is in no seal, although one should have taken it: it was put in later, or its link "
    "was removed."
)


def verify():
    return CliRunner().invoke(scigov, ["audit", "verify"])


def test_untouched(sealed):
    assert sealed.findings() == []
    assert (sealed.report.verified, sealed.report.seals) == (6, 3)


@pytest.mark.parametrize(
    "change",
    [
        "at = at + interval '1 microsecond'",
        "actor_id = 'u2'",
        "actor_name = 'somebody'",
        "event = 'dataset.delete'",
        "object_type = 'resource'",
        "object_id = 'd2'",
        "detail = detail || '{\"share\": 0.50}'",
        "detail = '{}'",
        "written_by = '77'",
    ],
)
def test_a_changed_column(sealed, change):
    third = sealed.ids()[2]
    assert sealed.damage(f"UPDATE scigov_audit_event SET {change} WHERE id = :id", id=third) == 1
    assert sealed.findings() == [("changed", CHANGED.format(third, 3))]
    assert sealed.report.verified == 5


def test_a_removed_event(sealed):
    fourth = sealed.ids()[3]
    sealed.damage("DELETE FROM scigov_audit_event WHERE id = :id", id=fourth)
    assert sealed.findings() == [("removed", f"Event {fourth} was removed.")]


def test_an_event_removed_with_its_link(sealed):
    _, before, gone, after, *_ = sealed.ids()
    sealed.damage("DELETE FROM scigov_audit_event WHERE id = :id", id=gone)
    sealed.damage("DELETE FROM scigov_audit_link WHERE event_id = :id", id=gone)
    assert sealed.findings() == [
        (
            "removed",
            (
                f"What stood at place 3 of the chain, after event {before} (place 2) and before event "
                f"{after}, was removed together with its links."
            ),
        )
    ]


def test_a_removed_link(sealed):
    _, _, third, *_ = sealed.ids()
    sealed.damage("DELETE FROM scigov_audit_link WHERE event_id = :id", id=third)
    assert [text for kind, text in sealed.findings() if kind == "added"] == [PUT_IN.format(third)]
    assert sealed.kinds() == ["removed", "added"]


def test_an_event_removed_before_it_was_sealed(sealed):
    sealed.write()
    last = sealed.ids()[-1]
    sealed.damage("DELETE FROM scigov_audit_event WHERE id = :id", id=last)
    text = f"Event {last} was removed before it was sealed."
    assert sealed.findings() == [("removed", text)]
    sealed.seal()
    assert sealed.findings() == [("removed", text)]


def test_an_event_put_in_with_a_forged_transaction(sealed):
    """As if it had been there when the seals were made."""
    sealed.damage("""
        INSERT INTO scigov_audit_event OVERRIDING SYSTEM VALUE
        SELECT id + 1000, at, actor_id, actor_name, event, object_type, 'forged', detail, written_by
        FROM scigov_audit_event ORDER BY id LIMIT 1
    """)
    added = sealed.ids()[-1]
    assert sealed.findings() == [("added", PUT_IN.format(added))]
    assert sealed.report.unsealed == 0
    # Even if it gets into the queue and is sealed.
    sealed.damage("INSERT INTO scigov_audit_unsealed VALUES (:id)", id=added)
    sealed.seal()
    assert sealed.findings() == [
        (
            "added",
            (
                f"Event {added} is in seal 4, although an earlier one should have taken it: it was put "
                "in later with a place that is not its own."
            ),
        )
    ]


def test_an_event_put_in_with_an_old_number(sealed):
    """The right to insert is enough for this, so the triggers are awake."""
    sealed.damage("DELETE FROM scigov_audit_event WHERE id = :id", id=sealed.ids()[1])
    removed = sealed.findings()
    gap = sealed.ids()[0] + 1
    with sealed.engine.begin() as connection:
        statement = """
            INSERT INTO scigov_audit_event (id, at, actor_id, actor_name, event, object_type, object_id, detail)
            OVERRIDING SYSTEM VALUE VALUES (:id, '2026-09-24T04:00:00Z', '', '', '', '', '', '{}')
        """
        connection.execute(sa.text(statement), {"id": gap - 2})
    assert sealed.findings() == [*removed, ("added", PUT_IN.format(gap - 2))]
    sealed.seal()
    assert sealed.kinds() == ["removed", "added"]


def test_exchanged_links(sealed):
    sealed.damage("UPDATE scigov_audit_link SET seq = -seq WHERE seq IN (3, 4)")
    sealed.damage("UPDATE scigov_audit_link SET seq = 7 + seq WHERE seq < 0")
    assert sealed.kinds() == ["reordered", "reordered", "seal", "reordered"]


def test_exchanged_events(sealed):
    first, second, *_ = sealed.ids()
    exchange = "UPDATE scigov_audit_link SET event_id = :new WHERE seq = :place"
    sealed.damage(exchange, new=-1, place=1)
    sealed.damage(exchange, new=first, place=2)
    sealed.damage(exchange, new=second, place=1)
    assert sealed.findings() == [
        ("changed", CHANGED.format(second, 1)),
        ("changed", CHANGED.format(first, 2)),
    ]


def test_a_tail_cut_off_with_its_seals(sealed):
    sealed.damage("DELETE FROM scigov_audit_event WHERE id > :id", id=sealed.ids()[1])
    sealed.damage("DELETE FROM scigov_audit_link WHERE seq > 2")
    sealed.damage("DELETE FROM scigov_audit_seal WHERE id > 1")
    cut = (
        "cut",
        (
            "The anchor file names seals 2 to 3, up to place 6, which the database does not have: the "
            "end of the log was cut off."
        ),
    )
    assert sealed.findings() == [cut]
    # The log goes on, and the anchor remembers.
    sealed.write(2)
    sealed.seal()
    sealed.write(2)
    sealed.seal()
    assert sealed.kinds() == ["anchor", "anchor"]


def test_a_tail_cut_off_without_its_seals(sealed):
    sealed.damage("DELETE FROM scigov_audit_event WHERE id > :id", id=sealed.ids()[3])
    sealed.damage("DELETE FROM scigov_audit_link WHERE seq > 4")
    assert sealed.kinds() == ["cut"]


def test_an_emptied_log(sealed):
    for table in ("event", "link", "seal", "unsealed"):
        sealed.damage(f"TRUNCATE scigov_audit_{table}")
    assert sealed.kinds() == ["cut"]


@pytest.mark.parametrize(
    "change",
    [
        "last_seq = 5",
        "head = decode('00', 'hex')",
        "snapshot = '3:3:'",
        "mac = decode('00', 'hex')",
    ],
)
def test_a_changed_seal(sealed, change):
    sealed.damage(f"UPDATE scigov_audit_seal SET {change} WHERE id = 2")
    assert {"seal", "anchor"} <= set(sealed.kinds())


def test_a_removed_seal(sealed):
    sealed.damage("DELETE FROM scigov_audit_seal WHERE id = 2")
    assert sealed.findings() == [("seal", "What the database held of seal 2 was removed.")]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_changed_anchor_line(sealed, number):
    lines = sealed.anchors.read_text().splitlines(keepends=True)
    lines[number] = lines[number].replace('"events":2', '"events":3')
    sealed.anchors.write_text("".join(lines))
    assert sealed.kinds() == ["anchor", "anchor"]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_removed_anchor_line(sealed, number):
    lines = sealed.anchors.read_text().splitlines(keepends=True)
    del lines[number]
    sealed.anchors.write_text("".join(lines))
    assert sealed.kinds() == ["anchor"]


def test_a_trigger_that_sleeps(sealed):
    turn = "ALTER TABLE scigov_audit_event {} TRIGGER scigov_audit_event_delete"
    with sealed.engine.begin() as connection:
        connection.execute(sa.text(turn.format("DISABLE")))
    try:
        assert sealed.findings() == [
            (
                "unprotected",
                (
                    "The trigger scigov_audit_event_delete is switched off or gone: since then the log "
                    "could be changed unhindered."
                ),
            )
        ]
    finally:
        with sealed.engine.begin() as connection:
            connection.execute(sa.text(turn.format("ENABLE")))


def test_the_command_when_all_is_right(sealed):
    sealed.write(4)
    answer = verify()
    assert answer.exit_code == 0, answer.output
    assert answer.output.splitlines() == [
        f"6 events in 3 seals were verified against {sealed.anchors}; 4 are not sealed yet.",
        "The log is as it was sealed.",
    ]


def test_the_command_says_what_is_wrong(sealed):
    third, fourth = sealed.ids()[2:4]
    sealed.damage("UPDATE scigov_audit_event SET actor_id = 'u2' WHERE id = :id", id=third)
    sealed.damage("DELETE FROM scigov_audit_event WHERE id = :id", id=fourth)
    answer = verify()
    assert answer.exit_code == 1
    assert answer.output.splitlines() == [
        CHANGED.format(third, 3),
        f"Event {fourth} was removed.",
        f"4 events in 3 seals were verified against {sealed.anchors}; 0 are not sealed yet.",
        "The log is not as it was sealed: 2 findings.",
    ]


def test_a_changed_secret(sealed, ckan_config, monkeypatch):
    former = ckan_config["SECRET_KEY"]
    monkeypatch.setitem(ckan_config, "SECRET_KEY", "another secret of this site 0123456789")
    assert verify().exit_code == 1
    monkeypatch.setitem(ckan_config, "ckanext.scigov.audit.former_secrets", [former])
    assert verify().exit_code == 0


def test_sealing_by_command(site_log):
    site_log.write(3)
    answer = CliRunner().invoke(scigov, ["audit", "seal"])
    assert (answer.exit_code, answer.output) == (0, "3 events sealed in 1 seals.\n")
    assert verify().exit_code == 0


def test_commands_say_what_stops_them(sealed, monkeypatch):
    sealed.write()
    sealed.anchors.unlink()
    sealed.anchors.mkdir()
    for command in ("seal", "verify"):
        answer = CliRunner().invoke(scigov, ["audit", command])
        assert answer.exit_code == 1
        assert answer.output.startswith("Error: The anchor file cannot be ")
    monkeypatch.setattr(cli, "seal", lambda *_, **__: None)
    answer = CliRunner().invoke(scigov, ["audit", "seal"])
    assert answer.exit_code == 1
    assert "Another process is sealing the log." in answer.output
