"""One's own notices and settings by the API, and nobody else's."""

from __future__ import annotations

import datetime as dt

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
MINUTE = dt.timedelta(minutes=1)
LIST, READ = "scigov_notices_notice_list", "scigov_notices_notice_read"
SHOW, UPDATE = "scigov_notices_setting_show", "scigov_notices_setting_update"

pytestmark = pytest.mark.usefixtures("clean_site")
TRIAL = {"kind": "notices.trial", "params": {}}


def call(user, action, /, **data):
    return tk.get_action(action)({"user": user["name"], "ignore_auth": False}, data)


@pytest.fixture
def five(tell, clerk, colleague, rows):
    """Five notices of the clerk, a minute apart, of which the newest two are read; one of another."""
    for number in range(5):
        tell(clerk, object_id=f"a{number}", now=NOW + number * MINUTE, **TRIAL)
    tell(colleague, **TRIAL)
    mine = [row for row in rows() if row.user_id == clerk["id"]]
    for row in mine[3:]:
        assert call(clerk, READ, id=row.id) == {"marked": 1}
    return mine


def objects(found):
    return [one["object_id"][-1] for one in found["results"]]


def test_what_is_not_read_comes_first_and_then_the_newest(clerk, five):
    found = call(clerk, LIST)
    assert (found["count"], found["unread"], objects(found)) == (5, 3, list("21043"))
    assert objects(call(clerk, LIST, limit=2, offset=1)) == ["1", "0"]
    unread = call(clerk, LIST, unread="true")
    assert (unread["count"], objects(unread)) == (3, list("210"))


@pytest.mark.usefixtures("with_request_context")
def test_a_notice_is_told_in_words(clerk, five):
    shown = call(clerk, LIST)["results"][0]
    assert shown == {
        "id": five[2].id, "kind": "notices.trial", "feature": "test", "object_id": "a2",
        "subject": "门户测试通知", "body": "门户发送本通知，用于检查通知能否送达，无需处理。",
        "url": "http://test.scigov.localhost/dataset/?q=%E6%B8%85%E5%8D%95",
        "created_at": "2026-09-24T01:02:00+00:00", "read_at": None,
    }  # fmt: skip


def test_others_notices_can_be_neither_seen_nor_marked(clerk, colleague, five):
    assert call(colleague, LIST)["count"] == 1
    assert call(colleague, READ, id=five[0].id) == {"marked": 0}
    assert call(factories.Sysadmin(), LIST)["count"] == 0
    assert call(clerk, READ, all=True) == {"marked": 3}
    assert call(clerk, READ, all=True) == {"marked": 0}
    assert call(colleague, LIST)["unread"] == 1


@pytest.mark.parametrize(
    ("action", "data", "field"),
    [
        (READ, {}, "id"), (READ, {"all": "perhaps"}, "all"), (LIST, {"limit": "x"}, "limit"),
        (LIST, {"offset": -1}, "offset"), (LIST, {"unread": "perhaps"}, "unread"),
        (UPDATE, {"language": "xx"}, "language"), (UPDATE, {"mail": "perhaps"}, "mail"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_at_its_field(clerk, action, data, field):
    with pytest.raises(tk.ValidationError) as refused:
        call(clerk, action, **data)
    assert list(refused.value.error_dict) == [field]


def test_a_setting_is_changed_and_what_is_not_given_stays(post_office, clerk):
    first = {
        "mail": True, "language": "zh_Hans_CN", "languages": ["zh_Hans_CN", "en"],
        "channels": ["portal", "mail"],
    }  # fmt: skip
    assert call(clerk, SHOW) == first
    assert call(clerk, UPDATE, language="en") == {**first, "language": "en"}
    without = {**first, "mail": False, "language": "en", "channels": ["portal"]}
    assert call(clerk, UPDATE, mail="false") == without
    model.Session.remove()
    assert call(clerk, SHOW) == without


@pytest.mark.parametrize("action", [LIST, READ, SHOW, UPDATE])
def test_visitors_have_no_notices(app, clerk, action):
    client = app.test_client(use_cookies=False)
    address = f"/api/action/{action}"
    assert client.post(address, json={"all": True}).status_code == 403
    headers = {"Authorization": clerk["token"]}
    assert client.post(address, json={"all": True}, headers=headers).status_code == 200


@pytest.mark.parametrize("action", [READ, UPDATE])
def test_changes_are_not_made_by_asking(app, clerk, action):
    headers = {"Authorization": clerk["token"]}
    client = app.test_client(use_cookies=False)
    assert client.get(f"/api/action/{action}?all=true", headers=headers).status_code == 400
