"""The test kit: who is there and signs in, what there is, the clock, and where it is refused."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.testkit import commands, entries, guard, moments, people, registers
from ckanext.scigov.shared import clock

# contracts.md §3: other people's programs read these names.
PERSONAS = [
    "anon", "plain", "owner_editor", "owner_admin", "steward", "approver", "foreign_editor",
    "agency_member", "agency_approver", "unregistered_agency_member", "collaborator_editor",
    "reviewer", "decider", "cdo", "auditor", "approved", "expired", "revoked", "sysadmin",
]  # fmt: skip
GRADES = [
    "1-unconditional-unconditional", "2-unconditional-conditional", "2-unconditional-none",
    "3-conditional-conditional", "3-conditional-none", "4-none-none", "unclassified",
]  # fmt: skip
# Who gets the data of which of them, in the order of GRADES.
DATA = {
    "anon": "1000000", "plain": "1000000", "foreign_editor": "1000000",
    "unregistered_agency_member": "1000000", "collaborator_editor": "1000000",
    "expired": "1000000", "revoked": "1000000", "sysadmin": "1000000", "approver": "1000000",
    "reviewer": "1000000", "decider": "1000000", "cdo": "1000000", "auditor": "1000000",
    "agency_member": "1110000", "agency_approver": "1110000", "approved": "1101100",
    "owner_editor": "1111111", "owner_admin": "1111111", "steward": "1111111",
}  # fmt: skip


@pytest.fixture
def ran(cli: Any, clean_site: None, ckan_config: Any) -> Callable[..., Any]:
    """Run the command as a person does; returns what it says, as JSON where it is some."""
    from ckan.cli.cli import ckan

    def run(*words: str, exit_code: int = 0) -> Any:
        answer = cli.invoke(ckan, ["scigov", "testkit", *words])
        assert answer.exit_code == exit_code, answer.output
        return json.loads(answer.stdout) if "--json" in words and not exit_code else answer.output

    return run


def test_everybody_is_there_and_signs_in(ran: Callable[..., Any], app: Any):
    found = ran("personas", "--json")
    assert list(found) == PERSONAS
    assert found["anon"] == {"user": "", "password": "", "token": ""}
    for persona in PERSONAS[1:]:
        one = found[persona]
        user = model.User.get(one["user"])
        assert user.validate_password(one["password"])
        assert user.sysadmin == (persona == "sysadmin")
        answer = app.get(
            "/api/action/api_token_list",
            query_string={"user_id": user.id},
            headers={"Authorization": one["token"]},
        )
        assert [token["name"] for token in answer.json["result"]] == ["testkit"]


def test_a_second_run_finds_the_same_people(ran: Callable[..., Any]):
    first = ran("personas", "--json")
    user = model.User.get(first["plain"]["user"])
    user.password, user.state = "something-else", "deleted"
    model.Session.commit()
    assert ran("personas", "--json") == first
    model.Session.expire_all()
    again = model.User.get(first["plain"]["user"])
    assert again.state == "active"
    assert again.validate_password(first["plain"]["password"])


@pytest.mark.parametrize("setting", ["never", "raise", "always"])
def test_entries_of_every_grade(
    ran: Callable[..., Any], reads: Any, ckan_config: Any, monkeypatch: Any, setting: str
):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", setting)
    found = ran("objects", "--json")
    assert [one["grade"] for one in found] == GRADES
    got = {
        persona: "".join(
            str(int(reads(people.user_name(persona), one["dataset_id"]))) for one in found
        )
        for persona in PERSONAS
    }
    assert got == DATA
    words = [
        word
        for one in found
        for part in one["resources"].values()
        for word in part["canaries"].values()
    ]
    assert len(words) == len(set(words)) == 7 * 8
    kinds = {"title", "url", "byte", "row", "column", "hash"}
    assert [set(one["canaries"]) for one in found] == [kinds] * 7
    assert ran("objects", "--json") == found


def test_what_is_in_an_entry(ran: Callable[..., Any]):
    one = ran("objects", "--json")[4]
    parts, context = one["resources"], {"user": people.user_name("owner_editor")}
    assert (one["security_level"], one["share_type"], one["open_type"]) == (
        "3", "conditional", "none",
    )  # fmt: skip
    for kind in ("upload", "datastore"):
        rows = tk.get_action("datastore_search")(
            dict(context), {"resource_id": parts[kind]["resource_id"]}
        )
        canaries = parts[kind]["canaries"]
        assert canaries["row"] in [row["mingcheng"] for row in rows["records"]]
        assert canaries["column"] in [field["id"] for field in rows["fields"]]
    content = entries.file_of(one["grade"]).decode()
    assert parts["upload"]["canaries"]["byte"] in content
    assert set(parts) == {"link", "upload", "datastore"}


def test_agencies_are_as_their_names_say():
    assert registers.check_character("91350100M000100Y4") == "3"


def test_whether_invitations_count_is_said(ran: Callable[..., Any]):
    found = ran("personas", "--json")
    assert "he is nobody in particular" in found["collaborator_editor"]["note"]


@pytest.fixture
def storage(app: Any, ckan_config: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    monkeypatch.setattr(clock, "_installed", list(clock._installed))
    return ckan_config


def test_the_clock_stands_and_goes_on(ran: Callable[..., Any], storage: Any):
    moments.install(storage)
    assert ran("clock", "2026-09-24T09:00:00+08:00") == (
        "The clock stands at 2026-09-24T01:00:00+00:00.\n"
    )
    assert clock.now() == dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc)
    ran("clock", "2026-09-25T09:00:00Z")
    assert clock.now() == dt.datetime(2026, 9, 25, 9, tzinfo=dt.timezone.utc)
    assert ran("clock", "reset") == "The clock shows the time again.\n"
    assert abs(clock.now() - dt.datetime.now(dt.timezone.utc)) < dt.timedelta(seconds=5)
    assert ran("clock", "reset") == "The clock shows the time again.\n"


@pytest.mark.parametrize("text", ["soon", "2026-09-24T09:00:00", "2026-09-24"])
def test_a_moment_needs_its_offset(ran: Callable[..., Any], storage: Any, text: str):
    assert "is no moment with its offset" in ran("clock", text, exit_code=1)


REFUSED = [
    ({"ckanext.scigov.testing": "false"}, "only on a site under test"),
    ({"ckan.site_url": "https://data.example.gov.cn"}, "refuses to work on https://data.example"),
    ({"ckan.site_url": ""}, "a site without an address"),
]


@pytest.mark.parametrize("command", [["personas", "--json"], ["objects"], ["clock", "reset"]])
@pytest.mark.parametrize(("settings", "sentence"), REFUSED)
def test_refused_elsewhere(
    clean_site: None, settings: dict[str, str], sentence: str, command: list[str],
    ckan_config: Any, monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    from click.testing import CliRunner

    for name, value in settings.items():
        monkeypatch.setitem(ckan_config, name, value)
    answer = CliRunner().invoke(commands.testkit, command)
    assert answer.exit_code == 1
    assert sentence in answer.output
    assert model.User.get(people.user_name("plain")) is None


def test_the_clock_is_not_put_in_elsewhere(storage: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(storage, "ckanext.scigov.testing", "false")
    moments.fix(storage, dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc))
    moments.install(storage)
    assert abs(clock.now() - dt.datetime.now(dt.timezone.utc)) < dt.timedelta(seconds=5)
    assert guard.refusal(storage)
