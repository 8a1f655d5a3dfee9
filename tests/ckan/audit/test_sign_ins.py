"""Who signs in and out is recorded, and who tries in vain; never a password."""

import pytest

from ckan import model
from ckan.tests import factories

from ckanext.scigov.audit import queries, sign_ins

pytestmark = pytest.mark.usefixtures("clean_db", "with_plugins")
PASSWORD = "correct-Horse-7"


@pytest.fixture
def person():
    return factories.User(name="wang_wei", password=PASSWORD)


def recorded():
    """Return what the log holds of sign-ins, oldest first."""
    found = [e for e in queries.events(model.Session) if e["event"].startswith("user.")]
    keys = ("event", "actor_name", "actor_id", "object_type", "object_id", "detail")
    return [tuple(event[key] for key in keys) for event in reversed(found)]


def sign_in(app, name, password):
    return app.post("/user/login", data={"login": name, "password": password})


def test_signing_in_and_out(app, person):
    answer = sign_in(app, "wang_wei", PASSWORD)
    assert answer.status_code == 200
    who = ("wang_wei", person["id"], "user", person["id"], {})
    assert recorded() == [("user.sign_in", *who)]
    app.get("/user/_logout")
    assert recorded() == [("user.sign_in", *who), ("user.sign_out", *who)]


def test_a_sign_in_that_failed(app, person):
    answer = sign_in(app, "wang_wei", "wrong-Horse-8")
    assert answer.status_code == 200
    assert recorded() == [
        ("user.sign_in_failed", "anonymous", "", "user", "", {"name": "wang_wei"})
    ]


def test_a_name_nobody_has(app):
    sign_in(app, "x" * 300, "wrong-Horse-8")
    assert recorded() == [("user.sign_in_failed", "anonymous", "", "user", "", {"name": "x" * 100})]


def test_no_password_is_in_the_log(app, person):
    sign_in(app, "wang_wei", "wrong-Horse-8")
    sign_in(app, "wang_wei", PASSWORD)
    text = str(queries.events(model.Session))
    assert "Horse" not in text
    assert "wang_wei" in text


@pytest.mark.parametrize(
    ("typed", "kept"), [(None, ""), ("a\x00b", "ab"), ("a\ud800b", "a?b"), ("王伟", "王伟")]
)
def test_any_name_can_be_kept(typed, kept):
    sign_ins.sign_in_failed(typed)
    assert [detail["name"] for *_, detail in recorded()] == [kept]


def test_it_is_committed_whatever_becomes_of_the_request(person):
    sign_ins.signed_in(None, user=model.User.get("wang_wei"))
    model.Session.rollback()
    assert len(recorded()) == 1


def test_a_token_is_no_sign_in(app):
    """The answer is for the token's owner alone, so the request was his."""
    user = factories.UserWithToken(name="with_token")
    asked = app.get(
        "/api/action/api_token_list?user_id=with_token", headers={"Authorization": user["token"]}
    )
    assert [token["user_id"] for token in asked.json["result"]] == [user["id"]]
    assert recorded() == []


def test_leaving_without_having_been_here(app):
    from flask_login import logout_user

    with app.flask_app.test_request_context():
        logout_user()
    assert recorded() == []
