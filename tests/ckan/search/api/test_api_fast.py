"""The short way of package_search answers what CKAN's own way answers."""

import json

import pytest

from ckanext.scigov.search.api import copied

pytestmark = pytest.mark.usefixtures("clean_site", "catalogue")

PATH = "/api/3/action/package_search"
FACETS = ["organization", "groups", "tags", "license_id", "res_format", "share_type"]
USERS = ["anonymous", "member", "editor", "stranger", "administrator"]

ANSWERED = [
    {},
    {"q": "数据"},
    {"q": "数据", "rows": "2", "facet.field": FACETS},
    {"q": "*:*", "facet.field": FACETS, "facet.limit": "2"},
    {"facet.field": ["tags"], "facet.limit": "-1", "facet.mincount": "2"},
    {"facet.field": ["tags"], "facet": "false"},
    {"q": "统计", "include_private": "true"},
    {"include_private": "true", "include_drafts": "true", "facet.field": ["organization"]},
    {"include_drafts": "true", "include_deleted": "true", "include_private": "1"},
    {"fq": "organization:kejiting", "sort": "title_string asc"},
    {"fq": "capacity:private +state:(draft OR active)", "include_private": "true"},
    {"fq": "+state:draft", "include_private": "true"},
    {"sort": "metadata_modified desc", "start": "1", "rows": "1"},
    {"sort": "rank"},
    {"rows": "0", "facet.field": ["organization"]},
    {"rows": "100000"},
    {"start": "50"},
    {"use_default_schema": "true", "rows": "2"},
    {"q": "title:统计 OR tags:专利", "defType": "edismax"},
    {"q": '""'},
    {"q": "lab*", "qf": "title^9 text", "mm": "1", "tie": "0.2"},
    {"ext_begin": "2020", "q": "名录"},
    {"q": "metadata_modified:[NOW-1DAY TO *]"},
    {"q": "不存在的词语", "facet.field": FACETS},
]

REFUSED = [
    ({"rows": "many"}, 409),
    ({"start": "-1"}, 409),
    ({"facet.limit": "x"}, 409),
    ({"facet.field": "{"}, 409),
    ({"sort": "title"}, 400),
    ({"q": "{!lucene}a"}, 409),
    ({"q": '_query_:"{!lucene}a"'}, 409),
    ({"unheard_of": "1"}, 400),
    ({"q": "title:~~", "bf": "rord(x)"}, 400),
    ({"facet.field": ["notes"]}, 400),
    ({"fq": 'permission_labels:"public"'}, 400),
    ({"fl": "data_dict"}, 400),
    ({"include_private": "perhaps"}, 500),
]


def differences(api, token, questions):
    """Return what the two ways answer differently, and what the short way left to CKAN."""
    found = []
    for question in questions:
        short, own = api.ask(question, token=token), api.ask(question, token=token, short=False)
        again = [api.ask(question, token=token) for _ in range(2)][-1]
        if not short.is_short or own.is_short or short.status != 200:
            found.append((question, "way", short.status))
        if not short.json == own.json == again.json:
            found.append((question, short.json, own.json))
    return found


@pytest.mark.parametrize("user", USERS)
def test_both_ways_answer_the_same(api, tokens, user):
    assert differences(api, tokens[user], ANSWERED) == []


def test_users_see_different_datasets(api, tokens):
    question = {
        "include_private": "true",
        "include_drafts": "true",
        "fq": "+state:(active OR draft)",
    }
    public = ["labs", "patents", "projects"]
    assert {user: api.ask(question, token=tokens[user]).names for user in USERS} == {
        "anonymous": public,
        "member": sorted([*public, "salaries", "unfinished"]),
        "editor": sorted([*public, "salaries", "unfinished"]),
        "stranger": public,
        "administrator": sorted([*public, "salaries", "secret", "unfinished"]),
    }


@pytest.mark.parametrize("user", ["anonymous", "member", "administrator"])
def test_both_ways_refuse_the_same(api, tokens, user):
    found = []
    for question, status in REFUSED:
        short, own = (api.ask(question, token=tokens[user], short=way) for way in (True, False))
        if (short.status, short.json, short.is_short) != (status, own.json, False):
            found.append((question, short, own))
    assert found == []


@pytest.mark.parametrize("language", ["en", "zh_Hans_CN"])
def test_every_language_has_its_own_titles_and_addresses(api, language):
    path = f"/{language}{PATH}?facet.field=%5B%22license_id%22%5D"
    short, own = api.get(path), api.get(path, short=False)
    assert short.is_short
    assert short.json == own.json


def test_the_languages_differ_where_there_is_a_translation(api):
    question = "?facet.field=%5B%22license_id%22%5D"
    english, chinese = (api.get(f"{prefix}{PATH}{question}") for prefix in ("/en", ""))
    titles = [
        item["display_name"]
        for reply in (english, chinese)
        for item in reply.json["result"]["search_facets"]["license_id"]["items"]
        if item["name"] == "notspecified"
    ]
    assert titles == ["License not specified", "未说明许可"]


@pytest.mark.parametrize("user", ["anonymous", "member"])
@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"q": "数据", "rows": 1, "facet.field": ["tags"]}},
        {"json": {"q": "统计", "include_private": True, "fq_list": ["organization:kejiting"]}},
        {"data": {"q": "数据", "rows": "1"}},
        {"data": json.dumps({"q": "专利"}), "content_type": "application/x-www-form-urlencoded"},
        {"data": json.dumps({"q": "专利"}), "content_type": "application/json; charset=utf-8"},
    ],
)
def test_a_question_may_be_posted(api, tokens, user, sent):
    short, own = (
        api.send(PATH, "POST", short=way, token=tokens[user], **sent) for way in (True, False)
    )
    assert short.is_short
    assert (short.status, short.json) == (200, own.json)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": "{", "content_type": "application/json"}, 400),
        ({"data": "[1]", "content_type": "application/json"}, 400),
        ({"data": '{"rows": "many"}', "content_type": "application/json"}, 409),
        ({"data": '{"sort": "\\ud800 asc"}', "content_type": "application/json"}, 400),
        ({"data": b"", "content_type": "application/json"}, 200),
        ({"json": {"callback": "f", "include_private": True}}, 200),
        ({"json": {"fl": ["id", "name"]}}, 200),
    ],
)
def test_what_is_left_to_ckan_is_answered_by_ckan(api, tokens, sent, status):
    short, own = (
        api.send(PATH, "POST", short=way, token=tokens["member"], **sent) for way in (True, False)
    )
    assert (short.status, own.status) == (status, status)
    assert short.json == own.json


def test_a_body_of_another_type_is_ckans_to_refuse(api, tokens):
    for token in ("", tokens["member"]):
        sent = {"data": '{"q": "a"}', "content_type": "text/plain", "token": token}
        replies = [api.send(PATH, "POST", short=way, **sent) for way in (True, False)]
        assert [reply.status for reply in replies] == [415, 415]


def test_a_script_is_answered_as_to_the_anonymous_visitor(api, tokens):
    path = f"{PATH}?callback=show&include_private=true"
    short, own = (api.get(path, short=way, token=tokens["member"]) for way in (True, False))
    assert short.json == own.json
    assert "salaries" not in str(short.json)


def test_the_address_may_leave_out_the_version(api):
    short, own = (api.get("/api/action/package_search?q=专利", short=way) for way in (True, False))
    assert short.is_short
    assert short.json == own.json


def test_other_actions_are_left_alone(api):
    path = "/api/3/action/package_show?id=labs"
    assert api.get(path).json == api.get(path, short=False).json
    assert not api.get(path).is_short


def test_who_knows_the_answer_gets_no_body(api, tokens):
    for token in (tokens["anonymous"], tokens["member"]):
        first = api.ask({"q": "数据"}, token=token)
        second = api.ask({"q": "数据"}, token=token, If_None_Match=first.headers["ETag"])
        other = api.ask({"q": "专利"}, token=token, If_None_Match=first.headers["ETag"])
        assert (second.status, second.json) == (304, "")
        assert second.headers["ETag"] == first.headers["ETag"]
        assert other.status == 200


def test_an_answer_for_one_user_is_private(api, tokens):
    anonymous = api.ask({}, token=tokens["anonymous"]).headers
    member = api.ask({}, token=tokens["member"]).headers
    assert anonymous["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert member["Cache-Control"] == "no-cache, private"
    assert {part.strip() for part in member["Vary"].split(",")} == {"Authorization", "Cookie"}


def test_headers_are_ckans_and_the_etag(api):
    short, own = api.ask({"q": "数据"}).headers, api.ask({"q": "数据"}, short=False).headers
    assert short.pop("ETag")
    assert short.pop("Content-Length") != "0"
    assert own.pop("Content-Length") != "0"
    assert short == own


def test_the_functions_of_ckan_are_those_that_were_compared():
    groups = (copied.IN_FLASK, copied.OF_LABELS, copied.OF_TOKENS, copied.BEFORE_FLASK)
    known = {name: digest for group in groups for name, digest in group.items()}
    assert {name: copied.digest(name) for name in known} == known
