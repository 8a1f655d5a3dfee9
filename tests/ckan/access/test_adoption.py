"""Entries from before graded access: closed until they are adopted, and graded as they say."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from click.testing import CliRunner
from grades_given import CLOSED

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.model import GradeInForce, GradeProposal, Kept
from ckanext.scigov.cli import scigov

pytestmark = pytest.mark.usefixtures("clean_site")
SECRET = "https://data.example.org/canary-url.csv"


@pytest.fixture
def old_entries(entry: dict[str, Any], owner_editor: dict[str, Any]) -> dict[str, str]:
    """Two entries as they lay in the tables before there were grades: an open and a closed one."""
    entry.pop("no_resource_reason", None)
    link = {"name": "表", "url": SECRET, "hash": "c0ffee"}
    made = {}
    for name, grade in (("old-open", {}), ("old-closed", CLOSED)):
        wish = {**entry, **grade, "name": name, "resources": [dict(link)]}
        dataset = tk.get_action("package_create")({"user": owner_editor["name"]}, wish)
        made[name] = dataset["resources"][0]["id"]
    model.Session.commit()
    resource = model.resource_table
    with model.ensure_engine().begin() as raw:
        for table in (GradeInForce, GradeProposal, Kept):
            raw.execute(sa.delete(table))
        raw.execute(sa.update(resource).values(url=SECRET, hash="c0ffee", size=5))
    model.Session.remove()
    return made


def adopt(*words: str) -> str:
    answer = CliRunner().invoke(scigov, ["access", "adopt", *words])
    assert not answer.exit_code, answer.output
    model.Session.remove()
    return answer.output


def public() -> list[str]:
    found = tk.get_action("package_search")({"user": ""}, {"fl": "name"})
    return sorted(one["name"] for one in found["results"])


def url_of(resource_id: str) -> str:
    return str(model.Session.get(model.Resource, resource_id).url)


def test_adopted_entries_wait_and_are_closed(old_entries, monkeypatch, ckan_config):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    said = adopt()
    assert "2 entries were taken" in said
    assert "wait for approval" in said
    assert public() == []
    waiting = model.Session.scalars(sa.select(GradeProposal.state)).all()
    assert waiting == ["waiting", "waiting"]
    for resource_id in old_entries.values():
        assert SECRET not in url_of(resource_id)


def test_with_a_reason_what_they_say_is_in_force(old_entries):
    adopt("--approve", "升级前已经审核发布")
    assert public() == ["old-closed", "old-open"]
    assert url_of(old_entries["old-open"]) == SECRET
    assert SECRET not in url_of(old_entries["old-closed"])
    assert model.Session.get(Kept, old_entries["old-closed"]).fields["hash"] == "c0ffee"


def test_a_second_run_changes_nothing(old_entries):
    adopt("--approve", "升级前已经审核发布")
    assert "0 entries were taken" in adopt()
