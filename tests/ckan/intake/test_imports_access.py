"""Imports are for those who edit there; what others have uploaded is not there for anybody else."""

from __future__ import annotations

import importing
import pytest
from graded_files import grade_item
from importing import call, checked, sheet, table, uploaded

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

pytestmark = pytest.mark.usefixtures("clean_site", "clean_datastore")
ROWS = (["编号", "立项日期"], ["B1", "2024-03-01"])


def colleague(provider: dict, name: str = "colleague") -> str:
    user = factories.User(name=name)
    member = {"id": provider["id"], "username": user["name"], "role": "editor"}
    tk.get_action("organization_member_create")({"ignore_auth": True, "user": ""}, member)
    return name


def test_who_edits_nothing_cannot_import(provider, owner_editor) -> None:
    factories.User(name="plain")
    for user in ("plain", ""):
        with pytest.raises(tk.NotAuthorized):
            uploaded("entries", sheet(["标题"], ["甲"]), user, provider=provider["id"])
        with pytest.raises(tk.NotAuthorized):
            call("batch_list", user)


def test_what_is_of_another_provider_is_not_there(entry, provider, owner_editor) -> None:
    _dataset, resource = table(entry)
    other = factories.Organization(
        users=[{"name": factories.User(name="other")["name"], "capacity": "editor"}]
    )
    batch = uploaded("entries", sheet(["标题"], ["甲"]), provider=provider["id"])
    assert call("batch_show", id=batch["id"])["rows_by_state"]["good"] == 1
    for asked in (
        lambda: call("batch_show", "other", id=batch["id"]),
        lambda: call("batch_discard", "other", id=batch["id"]),
        lambda: call("batch_list", "other", provider=provider["id"]),
        lambda: uploaded("entries", sheet(["标题"], ["甲"]), "other", provider=provider["id"]),
        lambda: uploaded("rows", sheet(*ROWS), "other", resource_id=resource),
    ):
        with pytest.raises(tk.ObjectNotFound):
            asked()
    with pytest.raises(tk.NotAuthorized):
        call("row_add", "other", resource_id=resource, values={"编号": "B1"})
    assert call("batch_list", "other") == {"count": 0, "batches": []}
    assert call("batch_list", "other", provider=other["id"])["count"] == 0


def test_colleagues_see_entries_and_not_each_others_rows_of_a_table(
    entry, provider, owner_editor
) -> None:
    dataset, resource = table(entry)
    colleague(provider)
    entries = uploaded("entries", sheet(["标题"], ["甲"]), provider=provider["id"])
    rows = checked("rows", sheet(*ROWS), resource_id=resource)
    assert call("batch_show", "colleague", id=entries["id"])["file_name"] == "清单.csv"
    assert [one["id"] for one in call("batch_list", "colleague")["batches"]] == [entries["id"]]
    assert len(call("batch_list")["batches"]) == 2
    assert call("batch_show", "colleague", id=rows["id"])["rows"][0]["cells"] == [
        "B1",
        "2024-03-01",
    ]
    grade_item(dataset, resource, "金额")
    model.Session.commit()
    assert call("batch_show", "colleague", id=rows["id"])["file_name"] == "清单.csv"


def test_what_is_remembered_is_the_providers(provider, owner_editor) -> None:
    batch = uploaded("entries", sheet(["事项", "名称"], ["甲", "乙"]), provider=provider["id"])
    assert importing.proposed(batch) == {"事项": "", "名称": "title"}
    call("batch_match", id=batch["id"], columns={"事项": "title", "名称": ""})
    again = uploaded("entries", sheet(["事项", "名称"], ["甲", "乙"]), provider=provider["id"])
    assert again["proposals"] == {
        "事项": {"field": "title", "how": "remembered"},
        "名称": {"field": "", "how": "remembered"},
    }


@pytest.mark.parametrize(("columns", "said"), [
    ({"甲": "title", "乙": "title"}, "These columns are chosen for the same field: “甲”, “乙”. Leave all but one out."),
    ({"甲": "no_field"}, "There is no field “no_field”."),
    ({"丙": "title", "甲": "notes"}, "The sheet has no column “丙”."),
    ({"甲": ""}, "Choose a field for at least one column."),
])  # fmt: skip
def test_columns_that_cannot_be_so(provider, owner_editor, columns, said) -> None:
    batch = uploaded("entries", sheet(["甲", "乙"], ["1", "2"]), provider=provider["id"])
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_match", id=batch["id"], columns=columns)
    assert refused.value.error_dict == {"columns": [said]}
    assert call("batch_show", id=batch["id"])["state"] == "uploaded"
