"""The outbox: part of the transaction, run at least once, never lost."""

import datetime as dt

import pytest
import sqlalchemy as sa

import ckan.plugins as p
from ckan import model
from ckan.lib import jobs as rq_jobs
from ckan.lib.mailer import MailerException

from ckanext.scigov.shared import clock, dispatch, outbox
from ckanext.scigov.shared.interfaces import IJobs, Queue, ScheduledJob
from ckanext.scigov.shared.model import OutboxEntry

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
SECOND = dt.timedelta(seconds=1)

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_shared"),
    pytest.mark.usefixtures("clean_db", "clean_redis", "with_plugins", "stopped_clock"),
]


class Ran(Exception):
    """What a job of the test raises when it is told to fail."""


@pytest.fixture
def stopped_clock(at):
    at(NOW)


@pytest.fixture
def jobs(monkeypatch):
    """A job ``test_job`` that notes its payloads and fails as often as it is told."""
    notes = {"payloads": [], "failures": 0, "rounds": []}

    def job(payload):
        notes["payloads"].append(payload)
        if len(notes["payloads"]) <= notes["failures"]:
            raise Ran("The job of the test was told to fail.")

    monkeypatch.setattr(dispatch, "outbox_jobs", lambda: {"test_job": job})
    scheduled = {"test_round": ScheduledJob(dt.timedelta(hours=1), notes["rounds"].append)}
    monkeypatch.setattr(dispatch, "scheduled_jobs", lambda: scheduled)
    return notes


def entries():
    model.Session.expire_all()
    return model.Session.scalars(sa.select(OutboxEntry).order_by(OutboxEntry.created_at)).all()


def states():
    return [entry.state for entry in entries()]


def enqueue(**kwargs):
    outbox.enqueue_job(model.Session, "test_job", {"id": "a"}, now=NOW, **kwargs)
    model.Session.commit()


def run_queued():
    for job in list(rq_jobs.get_queue().jobs):
        dispatch.run_entry(job.args[0])
    rq_jobs.get_queue().empty()


def test_enqueue_is_part_of_the_transaction(jobs):
    outbox.enqueue_job(model.Session, "test_job", {}, now=NOW)
    model.Session.rollback()
    assert dispatch.dispatch(NOW) == 0
    assert entries() == []


def test_a_committed_entry_runs_once(jobs):
    enqueue()
    assert dispatch.dispatch(NOW) == 1
    assert states() == ["queued"]
    run_queued()
    entry_id = entries()[0].id
    assert jobs["payloads"] == [{"id": "a", "entry_id": entry_id}]
    assert states() == ["done"]
    dispatch.run_entry(entry_id)
    assert len(jobs["payloads"]) == 1
    assert dispatch.dispatch(NOW) == 0


def test_an_entry_waits_for_its_time(jobs):
    enqueue(run_at=NOW + 5 * SECOND)
    assert dispatch.dispatch(NOW + 4 * SECOND) == 0
    assert dispatch.dispatch(NOW + 5 * SECOND) == 1


def test_one_key_waits_once_and_with_the_newest_payload(jobs):
    enqueue(key="resource-1")
    outbox.enqueue_job(model.Session, "test_job", {"id": "b"}, now=NOW, key="resource-1")
    model.Session.commit()
    assert [entry.payload for entry in entries()] == [{"id": "b"}]


def test_one_key_waits_again_behind_a_running_one(jobs):
    enqueue(key="resource-1")
    dispatch.dispatch(NOW)
    enqueue(key="resource-1")
    assert sorted(states()) == ["queued", "waiting"]


def test_an_uncommitted_change_holds_its_waiting_job_back(jobs):
    """The job must not run before the newest change it is to see is committed."""
    enqueue(key="resource-1")
    with model.meta.engine.connect() as other, other.begin():
        outbox.enqueue_job(other, "test_job", {"id": "b"}, now=NOW, key="resource-1")
        assert dispatch.dispatch(NOW) == 0
    assert dispatch.dispatch(NOW) == 1


def test_a_failed_job_is_tried_again_later_and_given_up_in_the_end(jobs):
    jobs["failures"] = 99
    enqueue()
    moment = NOW
    for attempt in range(1, 9):
        assert dispatch.dispatch(moment) == 1
        with pytest.raises(Ran):
            dispatch.run_entry(entries()[0].id)
        assert entries()[0].attempts == attempt
        moment += dt.timedelta(hours=1)
    assert states() == ["failed"]
    assert entries()[0].last_error == "Ran: The job of the test was told to fail."


def test_the_pause_doubles(jobs):
    jobs["failures"] = 99
    enqueue()
    pauses = []
    for _ in range(3):
        dispatch.dispatch(NOW + dt.timedelta(hours=1))
        with pytest.raises(Ran):
            dispatch.run_entry(entries()[0].id)
        pauses.append(entries()[0].run_at - NOW)
    assert pauses == [5 * SECOND, 10 * SECOND, 20 * SECOND]


def test_an_entry_lost_by_redis_is_found_again(jobs):
    enqueue()
    dispatch.dispatch(NOW)
    rq_jobs.get_queue().empty()
    assert dispatch.recover(NOW + 9 * SECOND) == 0
    assert dispatch.recover(NOW + 11 * SECOND) == 1
    assert dispatch.dispatch(NOW + 11 * SECOND) == 1
    run_queued()
    assert states() == ["done"]


def test_an_entry_still_in_redis_or_at_work_is_left_alone(jobs):
    enqueue()
    dispatch.dispatch(NOW)
    later = NOW + dt.timedelta(minutes=5)
    assert dispatch.recover(later) == 0
    rq_jobs.get_queue().empty()
    with dispatch._only_one(entries()[0].id):
        assert dispatch.recover(later) == 0
        dispatch.run_entry(entries()[0].id)
    assert jobs["payloads"] == []
    assert dispatch.recover(later) == 1


def test_an_entry_left_behind_gives_way_to_a_newer_one_with_its_key(jobs):
    enqueue(key="resource-1")
    dispatch.dispatch(NOW)
    rq_jobs.get_queue().empty()
    enqueue(key="resource-1")
    dispatch.recover(NOW + dt.timedelta(minutes=5))
    assert sorted(states()) == ["done", "waiting"]


def test_a_long_job_waits_in_a_queue_of_its_own(jobs, monkeypatch):
    monkeypatch.setattr(dispatch, "queues", lambda: {"test_job": Queue("long", 7200)})
    enqueue()
    assert dispatch.dispatch(NOW) == 1
    assert rq_jobs.get_queue().jobs == []
    (waiting,) = rq_jobs.get_queue("long").jobs
    assert (waiting.id, waiting.timeout) == (entries()[0].id, 7200)
    assert dispatch.recover(NOW + dt.timedelta(minutes=5)) == 0
    rq_jobs.get_queue("long").empty()
    assert dispatch.recover(NOW + dt.timedelta(minutes=5)) == 1


def test_a_scheduled_job_comes_round(jobs):
    for minutes, rounds in ((0, 1), (59, 1), (60, 2)):
        dispatch.run_scheduler_once(NOW + dt.timedelta(minutes=minutes))
        assert [entry.name for entry in entries()] == [dispatch.SCHEDULED] * rounds
        model.Session.execute(sa.update(OutboxEntry).values(state="done"))
        model.Session.commit()
    dispatch.run_scheduled("test_round", NOW)
    assert jobs["rounds"] == [NOW]


def test_the_scheduler_shows_that_it_lives(jobs):
    assert not dispatch.scheduler_is_alive()
    dispatch.run_scheduler_once(NOW)
    assert dispatch.scheduler_is_alive()


def test_finished_entries_are_forgotten_after_a_month_and_failed_ones_kept(jobs):
    enqueue(key="old")
    enqueue(key="failed")
    first, second = entries()
    outbox.mark_done(model.Session, first.id, NOW)
    second.state, second.finished_at = "failed", NOW
    model.Session.commit()
    outbox.forget_finished(model.Session, NOW + dt.timedelta(days=30))
    assert sorted(states()) == ["done", "failed"]
    outbox.forget_finished(model.Session, NOW + dt.timedelta(days=30, seconds=1))
    assert states() == ["failed"]


@pytest.mark.ckan_config("smtp.mail_from", "portal@example.org")
def test_mail_has_the_same_message_id_at_every_attempt(mail_server):
    outbox.enqueue_mail(model.Session, "office@example.org", "主题", "正文", now=NOW)
    model.Session.commit()
    dispatch.dispatch(NOW)
    entry = entries()[0]
    dispatch.run_entry(entry.id)
    ((_, sender, recipients, message),) = mail_server.get_smtp_messages()
    assert (sender, recipients) == ("portal@example.org", ["office@example.org"])
    assert f"Message-ID: <{entry.id}@test.scigov.localhost>" in message
    assert states() == ["done"]


@pytest.mark.ckan_config("smtp.mail_from", "")
def test_mail_without_a_sender_waits_and_says_why():
    outbox.enqueue_mail(model.Session, "office@example.org", "主题", "正文", now=NOW)
    model.Session.commit()
    dispatch.dispatch(NOW)
    with pytest.raises(MailerException):
        dispatch.run_entry(entries()[0].id)
    assert states() == ["waiting"]
    assert entries()[0].last_error.startswith("MailerException: No sender is configured.")


def test_every_plugin_job_has_one_owner():
    owners = [
        name for plugin in p.PluginImplementations(IJobs) for name in plugin.get_outbox_jobs()
    ]
    assert sorted(owners) == [dispatch.SCHEDULED, outbox.MAIL_JOB]
    assert clock.now() == NOW
