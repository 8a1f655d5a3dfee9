"""``/notices`` and the number in the header: in both languages, without a script."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from notice_words import WordsOfTests
from page_words import english_words

from ckan import model

from ckanext.scigov.notices import queries, service, trial
from ckanext.scigov.notices.domain.notices import Setting
from ckanext.scigov.notices.domain.params import Code, Title
from ckanext.scigov.notices.model import NoticeRow

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)

pytestmark = pytest.mark.usefixtures("clean_site")


def send_trial(*users):
    for user in users:
        trial.send(model.Session(), user["id"], NOW)
    model.Session.commit()


def page(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def header(shown):
    link = shown.select_one(".scigov-user a[href$='/notices']")
    return " ".join(link.get_text().split())


def test_a_visitor_is_asked_to_sign_in(ask):
    answer = ask(None, "/notices")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/user/login?came_from=/notices")


def test_nothing_is_told_in_words(ask, clerk):
    shown = page(ask(clerk, "/notices"))
    assert shown.select_one(".scigov-nothing").get_text() == "暂无通知。"
    assert header(shown) == "通知"
    assert shown.select("button[name=all]") == []


@pytest.mark.parametrize(
    ("prefix", "subject", "line", "head"),
    [
        ("", "门户测试通知", "共 2 条通知、2 条未读", "通知 2 条未读"),
        ("/en", "A trial message of the portal", "2 notices, 2 not read", "Notices 2 not read"),
    ],
)
def test_notices_are_shown_in_the_pages_language(ask, clerk, prefix, subject, line, head):
    send_trial(clerk, clerk)
    shown = page(ask(clerk, f"{prefix}/notices"))
    assert [one.get_text() for one in shown.select(".scigov-card-title")] == [subject, subject]
    address = f"http://test.scigov.localhost{prefix}/notices"
    assert shown.select_one(".scigov-card-title a")["href"] == address
    assert (shown.select_one("[role=status]").get_text(), header(shown)) == (line, head)


def test_the_chinese_page_has_no_english_words(ask, clerk, post_office):
    send_trial(clerk)
    names = {"clerk", "en"}
    assert english_words(page(ask(clerk, "/notices")), names) == []


def test_one_and_all_are_marked_by_forms(ask, clerk, colleague):
    send_trial(clerk, clerk, clerk, colleague)
    first, *_ = page(ask(clerk, "/notices")).select("button[name=id]")
    answer = ask(clerk, "/notices/read", id=first["value"], page="1")
    assert (answer.status_code, answer.headers["Location"][-15:]) == (302, "/notices?page=1")
    shown = page(ask(clerk, "/notices"))
    assert (len(shown.select("button[name=id]")), header(shown)) == (2, "通知 2 条未读")
    assert ask(clerk, "/notices/read", all="yes").status_code == 302
    shown = page(ask(clerk, "/notices"))
    assert (shown.select("button[name=id]"), header(shown)) == ([], "通知")
    assert header(page(ask(colleague, "/notices"))) == "通知 1 条未读"


def test_settings_are_kept(ask, clerk):
    shown = page(ask(clerk, "/notices"))
    assert shown.select_one("#notice-mail").has_attr("checked")
    options = shown.select("#notice-language option")
    assert [one.get_text() for one in options] == ["中文", "English"]
    assert ask(clerk, "/notices/setting", language="en").status_code == 302
    assert queries.setting_of(model.Session(), clerk["id"]) == Setting(mail=False, language="en")
    shown = page(ask(clerk, "/notices"))
    assert not shown.select_one("#notice-mail").has_attr("checked")
    assert shown.select_one("#notice-language option[selected]")["value"] == "en"


def test_a_language_that_is_not_offered_is_refused_in_words(ask, clerk):
    assert ask(clerk, "/notices/setting", language="xx").status_code == 302
    assert queries.setting_of(model.Session(), clerk["id"]) == Setting()


@pytest.mark.parametrize("path", ["/notices/read", "/notices/setting"])
def test_forms_of_a_visitor_change_nothing(ask, clerk, path):
    send_trial(clerk)
    assert ask(None, path, all="yes", language="en").status_code == 302
    assert queries.unread_count(model.Session(), clerk["id"]) == 1
    assert queries.setting_of(model.Session(), clerk["id"]) == Setting()


def test_the_number_ends_at_ninety_nine(ask, clerk):
    for number in range(100):
        values = {"kind": "notices.trial", "feature": "notices", "object_id": "x", "path": "/"}
        row = NoticeRow(id=f"n{number}", user_id=clerk["id"], key=str(number), params={}, **values)
        row.created_at = NOW
        model.Session.add(row)
    model.Session.commit()
    assert header(page(ask(clerk, "/notices"))) == "通知 99+ 条未读"
    assert len(page(ask(clerk, "/notices?page=5")).select(".scigov-card")) == 20
    service.mark_read(model.Session(), clerk["id"], NOW, notice_id="n1")
    model.Session.commit()
    assert header(page(ask(clerk, "/notices"))) == "通知 99 条未读"


def test_the_page_takes_as_many_statements_for_many(ask, clerk, count_queries, monkeypatch):
    monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
    counts = []
    for many in (1, 15):
        send_trial(*[clerk] * many)
        ask(clerk, "/notices")
        with count_queries() as asked:
            ask(clerk, "/notices")
        counts.append(asked.count)
        wanted = [one for one in asked.statements if "scigov_notices_" in one]
        assert len(wanted) == 4
    assert counts[0] == counts[1]


@pytest.mark.with_plugins({"words_of_tests": WordsOfTests})
def test_a_title_is_shown_as_text(ask, clerk, tell):
    tell(clerk, params={"title": Title("<b>x</b>"), "state": Code("refused")})
    shown = page(ask(clerk, "/en/notices"))
    assert shown.select_one(".scigov-card-title").get_text() == "Decided: <b>x</b>"
    assert shown.select_one(".scigov-notice-body").get_text() == "Your application: Refused"


def test_a_notice_of_a_part_that_is_switched_off_is_no_error(ask, clerk):
    send_trial(clerk)
    model.Session.query(NoticeRow).one().kind = "gone.kind"
    model.Session.commit()
    shown = page(ask(clerk, "/notices"))
    assert shown.select_one(".scigov-card-title").get_text() == "较早的一条通知"
