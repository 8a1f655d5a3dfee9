"""Actors are values."""

from ckanext.scigov.shared.actors import Actor


def test_anonymous_and_system_have_no_user():
    assert Actor.anonymous() == Actor(user_id="", name="anonymous")
    assert Actor.system("index") == Actor(user_id="", name="system:index")
    assert Actor.anonymous().is_anonymous
    assert not Actor.system("index").is_anonymous
    assert not Actor(user_id="u1", name="liaison").is_anonymous
