"""Telling people: part of the act, once for each event, never with what a notice may not carry."""

from __future__ import annotations

import datetime as dt

import pytest
from notice_words import Kind, WordsOfTests

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.notices import jobs, queries, registry, service
from ckanext.scigov.notices.domain.notices import Setting
from ckanext.scigov.notices.domain.params import Code, Title

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_shared scigov_audit scigov_notices"),
    pytest.mark.with_plugins({"words_of_tests": WordsOfTests}),
    pytest.mark.usefixtures("clean_db", "clean_redis", "with_plugins"),
]


def unread(user):
    model.Session.expire_all()
    return queries.unread_count(model.Session(), user["id"])


def test_a_notice_is_kept_as_it_was_told(clerk, tell, rows):
    assert tell(clerk, kind=Kind.DECIDED) == 1
    (row,) = rows()
    assert (row.user_id, row.kind, row.feature, row.object_id, row.path, row.params) == (
        clerk["id"], "test.decided", "test", "a1", "/dataset/?q=清单",
        {"title": {"title": "立项清单"}, "state": {"code": "approved"}},
    )  # fmt: skip
    assert (row.created_at, row.read_at, len(row.id)) == (NOW, None, 32)


def test_what_is_rolled_back_is_told_to_nobody(post_office, clerk, tell, rows, entries):
    tell(clerk, commit=False)
    model.Session.rollback()
    assert (rows(), entries()) == ([], [])


def test_an_event_is_told_once_to_each(post_office, clerk, colleague, tell, rows, entries):
    assert [tell(clerk), tell(clerk), tell(clerk, colleague), tell(clerk, key="2")] == [1, 0, 1, 1]
    assert [(row.key, row.user_id) for row in rows()] == sorted(
        [
            ("test:a1:test.decided:1", clerk["id"]),
            ("test:a1:test.decided:1", colleague["id"]),
            ("test:a1:test.decided:2", clerk["id"]),
        ]
    )
    assert len(entries()) == 3


def test_an_event_is_not_sent_again_after_it_was_sent(post_office, clerk, tell, work):
    post_office.start()
    tell(clerk)
    assert work() == []
    tell(clerk)
    assert work(NOW + DAY) == []
    assert len(post_office.letters) == 1


def test_each_person_and_channel_has_an_entry(post_office, clerk, colleague, tell, rows, entries):
    service.save_setting(model.Session(), colleague["id"], Setting(mail=False))
    tell(clerk, colleague)
    (mine,) = (row for row in rows() if row.user_id == clerk["id"])
    assert [(entry.key, entry.payload) for entry in entries()] == [
        (f"scigov_notices_deliver:{mine.id}:mail", {"notice": mine.id, "channel": "mail"})
    ]


def test_a_site_without_mail_tells_in_the_portal(clerk, tell, rows, entries):
    tell(clerk)
    assert (len(rows()), entries()) == (1, [])


def test_who_has_no_account_is_passed_over(clerk, colleague, tell, rows):
    helpers.call_action("user_delete", id=colleague["id"])
    assert tell(clerk, colleague, {"id": "nobody"}) == 1
    assert tell(colleague) == 0
    assert [row.user_id for row in rows()] == [clerk["id"]]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"kind": "test.unknown"}, registry.UnknownKind),
        ({"params": {"title": Title("x")}}, ValueError),
        ({"params": {"title": Title("x"), "state": Code("lost")}}, ValueError),
        ({"params": {"title": "x", "state": Code("approved")}}, TypeError),
        ({"path": "//evil.example/"}, ValueError),
    ],
)
def test_what_cannot_be_told_stops_the_act(clerk, tell, rows, changes, error):
    for people in ((clerk,), ()):
        with pytest.raises(error):
            tell(*people, **changes)
    assert rows() == []
    assert tell(clerk) == 1


def test_many_are_told_by_as_many_statements_as_one(
    post_office, clerk, colleague, tell, count_queries
):
    tell(clerk, key="0")
    counts = []
    for number, people in enumerate([(clerk,), (clerk, colleague)]):
        with count_queries() as asked:
            tell(*people, key=f"n{number}", commit=False)
        counts.append(asked.count)
    assert counts == [4, 4]


def test_what_is_looked_at_is_read(clerk, colleague, tell):
    tell(clerk, colleague)
    tell(clerk, object_id="a2")
    session = model.Session()
    about = {"feature": "test", "object_id": "a1", "now": NOW}
    assert service.mark_read_about(session, clerk["id"], **about) == 1
    assert service.mark_read_about(session, clerk["id"], **about) == 0
    assert (unread(clerk), unread(colleague)) == (1, 1)


def test_what_was_read_long_ago_is_forgotten(clerk, tell, rows):
    tell(clerk)
    tell(clerk, key="2")
    first, second = rows()
    service.mark_read(model.Session(), clerk["id"], NOW, notice_id=first.id)
    jobs.forget(NOW + 180 * DAY)
    assert len(rows()) == 2
    jobs.forget(NOW + 180 * DAY + dt.timedelta(seconds=1))
    assert [row.id for row in rows()] == [second.id]


def test_what_a_closed_account_was_told_is_forgotten_with_its_setting(clerk, colleague, tell, rows):
    for user in (clerk, colleague):
        service.save_setting(model.Session(), user["id"], Setting(mail=False))
    tell(clerk, colleague)
    helpers.call_action("user_delete", id=colleague["id"])
    jobs.forget(NOW + 181 * DAY)
    assert [row.user_id for row in rows()] == [clerk["id"]]
    kept = [queries.setting_of(model.Session(), user["id"]).mail for user in (clerk, colleague)]
    assert kept == [False, True]
