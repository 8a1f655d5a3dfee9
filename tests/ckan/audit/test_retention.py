"""Old events go in whole seals, and the rest still verifies."""

import datetime as dt

import pytest
import sqlalchemy as sa

from ckanext.scigov.audit import config
from ckanext.scigov.shared import dispatch
from ckanext.scigov.shared.interfaces import scheduled_jobs

NOON = dt.datetime(2026, 9, 24, 4, 0, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)


def checkpoints(site_log):
    with site_log.engine.connect() as connection:
        query = "SELECT seal_id, last_seq FROM scigov_audit_checkpoint ORDER BY seal_id"
        return [tuple(row) for row in connection.execute(sa.text(query))]


@pytest.fixture
def three_days(site_log):
    """A seal of two events on each of three days."""
    for number in range(3):
        site_log.write(2, now=NOON + number * DAY)
        site_log.seal(now=NOON + number * DAY + dt.timedelta(minutes=1))
    return site_log


def test_only_what_is_old_goes(three_days):
    *_, fifth, sixth = three_days.ids()
    assert three_days.forget(older_than=NOON + 2 * DAY) == 4
    assert three_days.ids()[:2] == [fifth, sixth]
    assert checkpoints(three_days) == [(2, 4)]
    assert three_days.findings() == []
    assert (three_days.report.verified, three_days.report.seals) == (2, 3)


def test_the_removal_is_an_event_itself(three_days):
    three_days.forget(older_than=NOON + 2 * DAY, now=NOON + 3 * DAY)
    query = "SELECT at, actor_name, event, object_id, detail FROM scigov_audit_event ORDER BY id DESC LIMIT 1"
    with three_days.engine.connect() as connection:
        row = connection.execute(sa.text(query)).one()
    assert tuple(row) == (
        NOON + 3 * DAY,
        "system:retention",
        "audit.forget",
        "2",
        {"events": 4, "up_to_place": 4, "older_than": "2026-09-26T04:00:00+00:00"},
    )


def test_nothing_is_old(three_days):
    before = three_days.ids()
    assert three_days.forget(older_than=NOON) == 0
    assert three_days.ids() == before
    assert checkpoints(three_days) == []


def test_a_seal_with_one_young_event_stays_whole(site_log):
    site_log.write(now=NOON)
    site_log.write(now=NOON + 5 * DAY)
    site_log.seal(now=NOON)
    assert site_log.forget(older_than=NOON + DAY) == 0


def test_what_is_not_sealed_stays(site_log):
    site_log.write(2)
    assert site_log.forget() == 0
    assert len(site_log.ids()) == 2


def test_the_log_goes_on_behind_a_checkpoint(three_days):
    assert three_days.forget(older_than=NOON + 5 * DAY) == 6
    assert three_days.findings() == []
    three_days.write(2, now=NOON + 5 * DAY)
    # The removal, too, was written.
    assert three_days.seal(now=NOON + 5 * DAY) == (1, 3)
    assert three_days.findings() == []
    assert three_days.report.verified == 3
    assert three_days.forget(older_than=NOON + 9 * DAY) == 3
    assert three_days.findings() == []


@pytest.mark.parametrize(
    ("portion", "expected"),
    [(1, [(1, 2), (2, 4), (3, 6)]), (4, [(2, 4), (3, 6)]), (5, [(2, 4), (3, 6)]), (6, [(3, 6)])],
)
def test_portions(three_days, portion, expected):
    assert three_days.forget(older_than=NOON + 5 * DAY, portion=portion) == 6
    assert checkpoints(three_days) == expected
    assert three_days.findings() == []


def test_what_does_not_verify_stays(three_days, said):
    third = three_days.ids()[2]
    three_days.damage("UPDATE scigov_audit_event SET actor_id = 'u2' WHERE id = :id", id=third)
    assert three_days.forget(older_than=NOON + 5 * DAY, portion=1) == 2
    assert checkpoints(three_days) == [(1, 2)]
    assert said.messages[-1].startswith(
        f"The retention removes nothing, because the log is not whole: Event {third} is not what"
    )
    assert three_days.kinds() == ["changed"]


def test_a_forged_checkpoint_is_found(three_days):
    """The function may be called by whoever has the site's role, but not the key."""
    call = "SELECT scigov_audit_forget(2, '2027-01-01', now(), decode('00', 'hex'))"
    with three_days.engine.begin() as connection:
        assert connection.scalar(sa.text(call)) == 4
    ((kind, text),) = three_days.findings()
    assert kind == "checkpoint"
    assert text.startswith(
        "The checkpoint at seal 2, before which the events up to place 4 were removed, is not signed"
    )


def test_a_removed_checkpoint_is_found(three_days):
    three_days.forget(older_than=NOON + DAY)
    three_days.damage("DELETE FROM scigov_audit_checkpoint")
    assert three_days.kinds() == ["removed"]


def test_one_at_a_time(three_days):
    from ckanext.scigov.audit.lock import chain_lock

    with chain_lock(three_days.engine):
        assert three_days.forget(older_than=NOON + 5 * DAY) == 0


@pytest.mark.parametrize(("days", "left"), [(0, 6), (3, 6), (2, 4 + 1)])
def test_the_daily_job(three_days, ckan_config, monkeypatch, days, left):
    job = scheduled_jobs()["scigov_audit_forget"]
    assert (job.every, job.light) == (DAY, False)
    monkeypatch.setitem(ckan_config, "ckanext.scigov.audit.retention_days", days)
    dispatch.run_scheduled("scigov_audit_forget", NOON + 3 * DAY)
    assert len(three_days.ids()) == left


def test_the_setting():
    assert config.retention() is None
