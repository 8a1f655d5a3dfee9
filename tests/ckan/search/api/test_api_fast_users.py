"""Who asks: found out before Flask or by Flask, it is the same person."""

import flask
import pytest
import sqlalchemy as sa

from ckan import model
from ckan.lib.api_token import decode_token

pytestmark = pytest.mark.usefixtures("clean_site", "catalogue")

USERS = ["anonymous", "member", "editor", "stranger", "administrator"]
HIDDEN = {"include_private": "true"}


def ways(api, app, token="", **headers):
    """Return whether Flask has seen the question, and the short way's answer with it."""
    seen = []
    with flask.request_started.connected_to(lambda *_, **__: seen.append(1), app.flask_app):
        flask_only = api.ask({"q": "数据"}, token=token, **headers)
    before = api.ask({"q": "数据"}, token=token, **headers)
    assert seen == [1]
    return flask_only, before


@pytest.mark.parametrize("user", USERS)
def test_before_flask_and_inside_the_answer_is_the_same(api, app, tokens, user):
    inside, before = ways(api, app, tokens[user])
    assert inside.is_short
    assert (inside.status, inside.json) == (before.status, before.json)
    assert {**inside.headers, "Date": ""} == {**before.headers, "Date": ""}


def test_a_token_costs_one_statement_before_flask(api, tokens, count_queries):
    counts = {}
    for user in ("administrator", "member"):
        for _ in range(3):
            with count_queries() as queries:
                assert api.ask({}, token=tokens[user]).is_short
            counts[user] = queries.count
    # The token, the member's labels, and the state of the index.
    assert counts == {"administrator": 2, "member": 3}


def last_access(token):
    number = decode_token(token)["jti"]
    model.Session.remove()
    return model.ApiToken.get(number).last_access


def test_a_tokens_use_is_noted(api, tokens):
    api.ask({}, token=tokens["member"])
    first = last_access(tokens["member"])
    api.ask({}, token=tokens["member"])
    assert first is not None
    assert last_access(tokens["member"]) > first


@pytest.mark.parametrize("change", ["revoked", "another", "deleted", "pending", "not seen"])
def test_a_token_that_is_not_in_order_is_ckans(api, tokens, change):
    question, token = {"include_private": "true"}, tokens["member"]
    assert "salaries" in api.ask(question, token=token).names
    user = model.User.get("a_member")
    if change == "revoked":
        model.ApiToken.revoke(decode_token(token)["jti"])
    elif change == "another":
        token += "x"
    elif change == "not seen":
        user.last_active = None
    else:
        user.state = change
    model.Session.commit()
    short, own = (api.ask(question, token=token, short=way) for way in (True, False))
    assert (short.status, short.json) == (own.status, own.json)
    assert ("salaries" in str(short.json)) is (change == "not seen")
    model.Session.remove()
    assert (model.User.get("a_member").last_active is not None) is True


def session_of(app, name):
    """Return the header of somebody who has signed in."""
    flask_app = app.flask_app
    serializer = flask_app.session_interface.get_signing_serializer(flask_app)
    content = {"_user_id": model.User.get(name).get_id(), "_fresh": True}
    return f"{flask_app.config['SESSION_COOKIE_NAME']}={serializer.dumps(content)}"


@pytest.mark.parametrize("is_administrator", [False, True])
def test_a_session_is_flasks_business(api, app, tokens, is_administrator):
    model.User.get("a_member").sysadmin = is_administrator
    model.Session.commit()
    cookie = session_of(app, "a_member")
    short, own = (api.ask(HIDDEN, short=way, Cookie=cookie) for way in (True, False))
    assert (short.is_short, own.is_short) == (True, False)
    assert short.json == own.json
    assert "salaries" in short.names
    assert ("secret" in short.names) is is_administrator
    assert short.headers["Cache-Control"] == "no-cache, private"


def test_who_does_not_belong_to_the_session_sees_nothing_of_it(api, app, tokens):
    cookie = session_of(app, "a_member")
    assert "salaries" in api.ask(HIDDEN, Cookie=cookie).names
    assert api.ask(HIDDEN).names == ["labs", "patents", "projects"]
    # A token says who asks even where there is a session.
    public = api.ask(HIDDEN, Cookie=cookie, token=tokens["stranger"]).names
    assert public == ["labs", "patents", "projects"]


@pytest.mark.parametrize("user", ["anonymous", "member"])
def test_a_search_that_takes_too_long_is_tried_once(
    api, tokens, user, ckan_config, monkeypatch, count_queries
):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.search.timeout", 200)
    with model.ensure_engine().begin() as other:
        other.execute(sa.text("LOCK TABLE scigov_search_document"))
        replies, tries = [], []
        # New, asked again, and as CKAN does it.
        for short in (True, True, False):
            with count_queries() as queries:
                replies.append(api.ask({"q": "专利授权"}, token=tokens[user], short=short))
            tries.append(sum("'statement_timeout'" in text for text in queries.statements))
    assert [reply.status for reply in replies] == [400, 400, 400]
    assert replies[0].json == replies[1].json == replies[2].json
    assert tries == [1, 1, 1]


def test_another_origin_is_answered_by_flask(api, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckan.cors.origin_allow_all", True)
    reply = api.ask({}, Origin="https://elsewhere.example")
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.is_short
    monkeypatch.setitem(ckan_config, "ckan.cors.origin_allow_all", False)
    reply = api.ask({}, Origin="https://elsewhere.example")
    assert "Access-Control-Allow-Origin" not in reply.headers
