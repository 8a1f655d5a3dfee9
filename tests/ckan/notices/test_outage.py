"""The mail server is away for an hour: acts go on, and each letter arrives once when it is back."""

from __future__ import annotations

import datetime as dt
import os
import signal
import threading

import pytest
from notice_words import WordsOfTests

from ckan import model
from ckan.lib import jobs as rq_jobs

from ckanext.scigov.shared import dispatch

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
MINUTE = dt.timedelta(minutes=1)

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_shared scigov_audit scigov_notices"),
    pytest.mark.with_plugins({"words_of_tests": WordsOfTests}),
    pytest.mark.usefixtures("clean_db", "clean_redis", "with_plugins"),
]


def ids_of(rows, addresses):
    """Return recipient and Message-ID of the letter that each notice is to become."""
    return sorted((addresses[row.user_id], f"<{row.id}@test.scigov.localhost>") for row in rows)


def test_a_letter_waits_for_an_hour_and_arrives_once(
    post_office, clerk, colleague, tell, work, rows, entries
):
    addresses = {user["id"]: user["email"] for user in (clerk, colleague)}
    for minute in range(60):
        if minute % 20 == 0:
            assert tell(clerk, colleague, key=str(minute)) == 2
        work(NOW + minute * MINUTE)
    expected = ids_of(rows(), addresses)
    assert len(expected) == 6
    assert {entry.state for entry in entries()} == {"waiting"}
    assert min(entry.attempts for entry in entries()) > 8
    post_office.start()
    for minute in range(60, 75):
        work(NOW + minute * MINUTE)
    assert post_office.received() == expected
    assert {entry.state for entry in entries()} == {"done"}
    assert work(NOW + 200 * MINUTE) == []
    assert post_office.received() == expected


def test_a_server_that_is_away_is_asked_by_one_letter_in_two_minutes(
    post_office, clerk, colleague, tell, work
):
    for number in range(5):
        tell(clerk, colleague, key=str(number))
    first, *others = work()
    assert first.startswith("ChannelDown: The mail server 127.0.0.1:")
    assert (
        others
        == ["ChannelDown: mail did not answer others. It is asked again 2026-09-24T01:02:00+00:00."]
        * 9
    )
    asked = [e for e in work(NOW + 2 * MINUTE) if "is not reached" in e]
    assert len(asked) == 1


@pytest.mark.parametrize(("days", "state"), [(2, "waiting"), (3, "failed")])
def test_a_letter_is_given_up_after_days(post_office, clerk, tell, work, entries, days, state):
    tell(clerk)
    for minute in range(9):
        work(NOW + minute * 5 * MINUTE)
    work(NOW + dt.timedelta(days=days, hours=1))
    (entry,) = entries()
    assert (entry.state, entry.last_error.split(":")[0]) == (state, "ChannelDown")


def test_a_letter_that_is_refused_does_not_keep_others_waiting(
    post_office, clerk, colleague, tell, work
):
    post_office.start()
    post_office.answer = "451 Come again"
    tell(clerk, colleague)
    assert [error.split("(")[0] for error in work()] == [
        "MailerException: The mail server did not take the letter: SMTPDataError"
    ] * 2
    post_office.answer = "250 Accepted"
    assert work(NOW + MINUTE) == []
    assert [to for to, _ in post_office.received()] == [
        "clerk@example.org",
        "colleague@example.org",
    ]


def test_a_crash_after_the_servers_consent_repeats_the_same_message_id(
    post_office, clerk, tell, work, rows
):
    tell(clerk)
    dispatch.dispatch(NOW)
    (job,) = rq_jobs.get_queue().jobs
    rq_jobs.get_queue().empty()
    _killed_while_sending(post_office, job.args[0])
    (letter,) = expected = ids_of(rows(), {clerk["id"]: clerk["email"]})
    assert post_office.received() == expected
    post_office.on_letter = lambda: None
    assert work(NOW + MINUTE) == []
    assert post_office.received() == [letter, letter]
    assert work(NOW + 60 * MINUTE) == []
    assert len(post_office.letters) == 2


def _killed_while_sending(post_office, entry_id):
    """Run an entry in a process that dies when the server has the letter, before it can say so."""
    known, worker = threading.Event(), []

    def kill():
        known.wait(120)
        os.kill(worker[0], signal.SIGKILL)

    post_office.on_letter = kill
    post_office.start()
    model.Session.remove()
    model.meta.engine.dispose()
    worker.append(os.fork())
    if worker[0] == 0:
        try:
            dispatch.run_entry(entry_id)
        finally:
            os._exit(0)
    known.set()
    assert os.waitstatus_to_exitcode(os.waitpid(worker[0], 0)[1]) == -signal.SIGKILL
