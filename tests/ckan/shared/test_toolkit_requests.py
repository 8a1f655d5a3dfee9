"""Requests with the sign NUL are refused; every other error of a value stays an error."""

from __future__ import annotations

import flask
import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import toolkit_requests


@pytest.fixture
def small() -> flask.Flask:
    made = flask.Flask(__name__)
    toolkit_requests.install(made)

    @made.route("/<words>")
    def fail(words: str) -> str:
        raise ValueError(words)

    return made


@pytest.mark.parametrize(
    ("said", "status"),
    [("A string literal cannot contain NUL (0x00) characters.", 404), ("embedded null byte", 404), ("invalid literal", 500)],
)  # fmt: skip
def test_only_what_fails_by_the_sign_leads_nowhere(
    small: flask.Flask, said: str, status: int
) -> None:
    assert small.test_client().get(f"/{said}").status_code == status


@pytest.mark.usefixtures("clean_site")
@pytest.mark.parametrize("action", ["package_show?id", "resource_show?id", "no_such_action?id"])
def test_the_api_refuses_it_in_words(app, action: str) -> None:
    for token in ({}, {"Authorization": "x"}):
        client = app.test_client(use_cookies=False)
        answer = client.get(f"/api/3/action/{action}=%00", headers=token)
        assert answer.status_code in (400, 409), (action, token)
        assert client.get("/api/3/action/package_search?q=x", headers=token).status_code == 200


@pytest.mark.usefixtures("clean_site")
def test_a_search_finds_nothing_by_it_whichever_way_it_is_answered(app) -> None:
    client = app.test_client(use_cookies=False)
    # What bears a cookie of a session goes through Flask.
    both = ({}, {"Cookie": f"{tk.config['SESSION_COOKIE_NAME']}=x"})
    answers = [client.get("/api/3/action/package_search?q=%00", headers=one) for one in both]
    assert [one.status_code for one in answers] == [200, 200]
    assert [one.get_json()["result"]["count"] for one in answers] == [0, 0]
