"""Harvested entries: little is needed, gaps are listed, contradictions refused."""

import pytest

import ckan.plugins.toolkit as tk
from ckan.tests import helpers

from .conftest import refused_fields

SOURCE = {"catalogue_profile": "gathered", "source_portal": "data.example", "source_id": "x-1"}


@pytest.fixture
def harvester(publisher):
    """Harvesting code: it has rights, and says in the context what it writes."""

    def call(action, **data):
        context = {"user": publisher["name"], "scigov_catalogue_gathered": True}
        return helpers.call_action(action, context, **data)

    return call


def test_gathered_entry_lists_its_gaps(harvester, publisher):
    dataset = harvester(
        "package_create", title="外部目录", owner_org=publisher["owner_org"], **SOURCE
    )
    assert dataset["catalogue_profile"] == "gathered"
    # Nothing is invented: not even the defaults of the form.
    assert dataset["missing_fields"] == [
        "notes", "tag_string", "data_kind", "theme", "authoritative_source", "contact",
        "security_level", "share_channel", "data_grade", "secrecy_level", "data_form",
        "source_system", "update_cycle", "retention_period", "category_class", "category_item",
        "category_subitem", "issued", "resources",
    ]  # fmt: skip
    # No level: not yet classified.
    assert (dataset["security_level"], dataset["private"]) == ("", False)


def test_gathered_entry_needs_title_provider_and_source(harvester, publisher):
    fields = {"title": "外部目录", "owner_org": publisher["owner_org"], **SOURCE}
    for field in ("title", "owner_org", "source_portal", "source_id"):
        sent = {name: value for name, value in fields.items() if name != field}
        assert refused_fields(harvester, "package_create", **sent) == [field]


def test_gathered_entry_may_not_contradict_itself(harvester, publisher):
    fields = {"title": "外部目录", "owner_org": publisher["owner_org"], **SOURCE}
    grade = {"security_level": "1", "share_type": "unconditional", "open_type": "none"}
    with pytest.raises(tk.ValidationError) as error:
        harvester("package_create", **fields, **grade)
    assert list(error.value.error_dict) == ["open_type"]
    grade = {"security_level": "2", "share_type": "unconditional", "open_type": "none"}
    dataset = harvester("package_create", **fields, **grade)
    assert "non_open_basis" in dataset["missing_fields"]
    assert dataset["private"] is False


def test_editor_cannot_call_an_entry_gathered(act, publisher):
    with pytest.raises(tk.ValidationError) as error:
        act("package_create", title="外部目录", owner_org=publisher["owner_org"], **SOURCE)
    assert "notes" in error.value.error_dict


def test_editor_closes_gaps_of_a_gathered_entry_step_by_step(act, harvester, publisher):
    dataset = harvester(
        "package_create", title="外部目录", owner_org=publisher["owner_org"], **SOURCE
    )
    changed = act("package_patch", id=dataset["id"], data_kind="scientific")
    assert changed["catalogue_profile"] == "gathered"
    assert "data_kind" not in changed["missing_fields"]
    # The form does not send what it does not show.
    form = {"id": dataset["id"], "title": "外部目录", "owner_org": publisher["owner_org"]}
    changed = act("package_update", **form, security_level="")
    assert {name: changed[name] for name in SOURCE} == SOURCE
