"""Passwords of sources: kept sealed, opened for connectors alone, shown to nobody."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from outcomes import ending

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.intake import credentials as sealing
from ckanext.scigov.intake.credential_commands import credential
from ckanext.scigov.intake.model import Credential
from ckanext.scigov.intake.service import credentials
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

pytestmark = [pytest.mark.usefixtures("clean_site"), pytest.mark.with_plugins("ckan_harvester")]
PLAIN = "Keep-me-2026-out-of-sight"


def call(user: str, verb: str, **values: Any) -> Any:
    return tk.get_action(f"scigov_intake_credential_{verb}")({"user": user}, values)


@pytest.fixture
def source(provider: dict[str, Any], owner_editor: dict[str, Any]) -> str:
    """The id of a source that ``owner_editor`` may administer."""
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    made = {
        "name": "source", "title": "来源", "url": "http://source.example.org", "source_type": "ckan",
        "owner_org": provider["id"],
    }  # fmt: skip
    return tk.get_action("harvest_source_create")({"user": site}, made)["id"]


def everything_stored() -> str:
    """Return all rows of all tables as one text."""
    engine = model.ensure_engine()
    found = []
    with engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            table = connection.dialect.identifier_preparer.quote(name)
            rows = connection.execute(sa.text(f"SELECT to_jsonb(t)::text FROM {table} AS t"))
            found += [str(row[0]) for row in rows]
    return "\n".join(found)


def test_the_plain_text_is_nowhere(source, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    answer = call("owner_editor", "set", source=source, name="db", secret=PLAIN)
    assert [one["name"] for one in answer["credentials"]] == ["db"]
    stored = everything_stored()
    assert '"name": "db"' in stored
    assert PLAIN not in stored
    assert PLAIN not in caplog.text
    assert PLAIN not in str(answer) + repr(credentials.opened(model.Session, source))
    assert credentials.opened(model.Session, source) == {"db": PLAIN}


def test_each_act_is_on_record_without_its_secret(source) -> None:
    call("owner_editor", "set", source=source, name="db", secret=PLAIN)
    call("owner_editor", "remove", source=source, name="db")
    asked = sa.text(
        "SELECT event, object_id, detail FROM scigov_audit_event WHERE event LIKE 'cred%'"
    )
    rows = model.Session.execute(asked).all()
    assert sorted(tuple(row) for row in rows) == [
        ("credential.remove", source, {"name": "db"}),
        ("credential.set", source, {"name": "db"}),
    ]


def test_who_may_not_administer_the_source_learns_nothing(source) -> None:
    factories.User(name="plain")
    call("owner_editor", "set", source=source, name="db", secret=PLAIN)
    for user in ("plain", ""):
        for verb, more in (("set", {"secret": "x"}), ("remove", {}), ("list", {})):
            asked = {**more, **({} if verb == "list" else {"name": "db"})}
            hidden = ending(lambda u=user, v=verb, a=asked: call(u, v, source=source, **a))
            absent = ending(lambda u=user, v=verb, a=asked: call(u, v, source="none", **a))
            assert (hidden, absent) == ("forbidden", "forbidden")
    assert credentials.opened(model.Session, source) == {"db": PLAIN}


@pytest.mark.parametrize(
    ("name", "secret", "field"),
    [
        ("", "x", ["name"]),
        ("a b", "x", ["name"]),
        ("db", "", ["secret"]),
        ("db", "x" * 16_385, ["secret"]),
    ],
)
def test_what_does_not_fit_is_refused(source, name, secret, field) -> None:
    refused = ending(lambda: call("owner_editor", "set", source=source, name=name, secret=secret))
    assert refused == field


def test_a_source_has_no_more_than_fifty(source) -> None:
    for number in range(50):
        call("owner_editor", "set", source=source, name=f"n{number}", secret="x")
    refused = ending(lambda: call("owner_editor", "set", source=source, name="more", secret="x"))
    assert refused == ["name"]
    call("owner_editor", "set", source=source, name="n0", secret="y")
    assert credentials.opened(model.Session, source)["n0"] == "y"


def test_another_key_opens_nothing_and_says_why(source, ckan_config, monkeypatch) -> None:
    call("owner_editor", "set", source=source, name="db", secret=PLAIN)
    monkeypatch.setitem(ckan_config, "SECRET_KEY", "another-secret-0123456789")
    with pytest.raises(sealing.NotOpened) as raised:
        credentials.opened(model.Session, source)
    assert str(raised.value) == (
        "The credential db cannot be opened: SECRET_KEY has changed since it was kept. Name the earlier "
        "value in ckanext.scigov.intake.former_secret_keys, or set the credential anew."
    )


def test_the_key_can_be_changed(source, ckan_config, monkeypatch) -> None:
    call("owner_editor", "set", source=source, name="db", secret=PLAIN)
    before = model.Session.get(Credential, (source, "db")).sealed
    former = ckan_config["SECRET_KEY"]
    monkeypatch.setitem(ckan_config, "SECRET_KEY", "another-secret-0123456789")
    monkeypatch.setitem(ckan_config, sealing.FORMER, former)
    assert credentials.reseal(model.Session, Actor.system("test"), clock.now()) == 1
    model.Session.commit()
    monkeypatch.setitem(ckan_config, sealing.FORMER, "")
    assert model.Session.get(Credential, (source, "db")).sealed != before
    assert credentials.opened(model.Session, source) == {"db": PLAIN}


@pytest.mark.parametrize("place", [("elsewhere", "db"), ("{source}", "other")])
def test_a_row_that_was_copied_elsewhere_is_not_opened(source, place) -> None:
    sealed = sealing.seal(source, "db", PLAIN)
    assert sealing.unseal(source, "db", sealed) == PLAIN
    whose, name = place[0].format(source=source), place[1]
    with pytest.raises(sealing.NotOpened):
        sealing.unseal(whose, name, sealed)


def test_a_terminal_sets_lists_and_removes(source) -> None:
    run = CliRunner().invoke
    assert run(credential, ["set", source, "db"], input=f"{PLAIN}\n").output == (
        "Secret: \ndb is kept, sealed.\n"
    )
    assert run(credential, ["set", source, "key", "--stdin"], input="a\nb\n").exit_code == 0
    assert credentials.opened(model.Session, source) == {"db": PLAIN, "key": "a\nb\n"}
    listed = run(credential, ["list", source]).output
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["db", "key"]
    assert run(credential, ["remove", source, "db"]).output == "db is gone.\n"
    assert run(credential, ["reseal"]).output == "1 credentials are sealed with the key of now.\n"
    gone = run(credential, ["remove", source, "db"])
    assert gone.output == "Error: This was not found, or it is not visible to you.\n"
