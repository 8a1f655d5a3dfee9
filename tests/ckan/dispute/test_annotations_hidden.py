"""A note says nothing of what its reader does not see, and never who has reported it."""

from __future__ import annotations

from typing import Any

import pytest
from disputing import call
from page_reading import texts

import ckan.plugins.toolkit as tk
from ckan.tests import factories, helpers

ROWS = [{"no": "A1", "secret": "canary-1", "v": "x"}]
ITEMS = [
    {"title": "编号", "name": "no", "data_type": "C", "description": "项目的正式编号"},
    {"title": "密项", "name": "secret", "data_type": "C", "description": "不公开的数据项"},
    {"title": "证件号", "name": "v", "data_type": "C", "description": "负责人证件的号码",
     "personal_info": "true", "mask_rule": "保留后四位"},
]  # fmt: skip
SAID = "存在疑义"
NUMBER = "SJYY-20260924-0001"


@pytest.fixture(autouse=True)
def reporter(app: Any, clean_site: None, owner_editor: Any, provider: Any, at: Any) -> None:
    """Let another editor report: he sees all, and leaves the handling to the first."""
    import applying

    user = factories.User(name="second-editor", fullname="李报告")
    helpers.call_action(
        "organization_member_create", id=provider["id"], username=user["name"], role="editor"
    )
    factories.User(name="citizen")
    at(applying.NOW)


def accept(where: Any, **more: Any) -> str:
    given = {
        "dataset": where.dataset_id,
        "explanation": "与来源系统中的记录不一致",
        "kind": more.pop("kind", "inaccurate"),
    }
    if "item" in more or "row" in more:
        given["resource"] = where.resource_id
    id_ = str(call("second-editor", "create", **given, **more)["id"])
    call("owner_editor", "accept", id=id_)
    return id_


def seen(where: Any, user: str = "") -> list[tuple[str, str, list[str]]]:
    """Return what ``package_show`` notes for somebody: kind, item, the disputes he sees."""
    context = {"user": user, "ignore_auth": False}
    found = tk.get_action("package_show")(context, {"id": where.dataset_id})
    notes = found.get("dispute_annotations", [])
    return [(one["kind"], one["item"], one["disputes"]) for one in notes]


def everywhere(app: Any, where: Any, user: str = "") -> list[str]:
    """Return where a note is told: as page, resource page, search page, answers, feed."""
    token = {"Authorization": factories.APIToken(user=user)["token"]} if user else {}
    addresses = {
        "page": f"/dataset/{where.dataset_id}",
        "resource": f"/dataset/{where.dataset_id}/resource/{where.resource_id}",
        "search page": "/dataset/",
        "search": "/api/3/action/package_search",
        "rows": f"/api/3/action/datastore_search?resource_id={where.resource_id}",
        "feed": "/feeds/dataset.atom",
        "record": f"/dataset/{where.dataset_id}.ttl",
    }
    told = (SAID, "疑义标注", "dispute_annotations", "SJYY-", "李报告")
    answers = {
        name: app.get(address, headers=token, status=None) for name, address in addresses.items()
    }
    return [name for name, answer in answers.items() if any(one in answer.text for one in told)]


def test_of_a_closed_item_only_those_are_told_who_read_it(disputed: Any, app: Any) -> None:
    where = disputed(ROWS, items=ITEMS, closed="secret")
    assert everywhere(app, where) == []
    accept(where, item="secret", target_kind="item")
    assert seen(where, "owner_editor") == [("item", "secret", [NUMBER])]
    assert (seen(where), seen(where, "citizen"), everywhere(app, where)) == ([], [], [])
    told = ["page", "resource", "rows", "record"]
    assert everywhere(app, where, "owner_editor") == told


def test_of_a_hidden_entry_the_index_tells_what_all_may_know_who_find_it(
    disputed: Any, app: Any
) -> None:
    where = disputed(ROWS, items=ITEMS, is_open=False, hide_entry="true")
    accept(where, item="no", target_kind="item")
    accept(where, target_kind="dataset")
    assert everywhere(app, where) == []
    context = {"user": "owner_editor", "ignore_auth": False}
    found = tk.get_action("package_search")(context, {"q": "*:*"})["results"]
    notes = [(one["kind"], one["disputes"], one["link"]) for one in found[0]["dispute_annotations"]]
    assert notes == [("dataset", [], "")]
    assert [kind for kind, _item, _numbers in seen(where, "owner_editor")] == ["dataset", "item"]


def test_of_a_closed_table_the_item_is_noted_and_no_row(disputed: Any, app: Any) -> None:
    where = disputed(ROWS, items=ITEMS, is_open=False)
    accept(where, item="no", row=1, target_kind="cell")
    assert (seen(where), seen(where, "owner_editor")) == (
        [("item", "no", [])], [("item", "no", [NUMBER])],
    )  # fmt: skip
    accept(where, target_kind="record", row=1)
    assert seen(where) == [("resource", "", []), ("item", "no", [])]
    assert "canary" not in app.get("/api/3/action/package_search").text


def test_that_something_should_not_be_public_is_told_to_those_who_work_on_it(
    disputed: Any, app: Any
) -> None:
    where = disputed(ROWS, items=ITEMS)
    accept(where, item="no", target_kind="item", kind="not_public")
    assert seen(where, "owner_editor") == [("item", "no", [NUMBER])]
    assert (seen(where), seen(where, "citizen"), everywhere(app, where)) == ([], [], [])


def test_of_personal_data_there_is_a_note_without_the_dispute(disputed: Any, app: Any) -> None:
    where = disputed(ROWS, items=ITEMS)
    accept(where, item="v", target_kind="item")
    assert (seen(where), seen(where, "owner_editor")) == (
        [("item", "v", [])], [("item", "v", [NUMBER])],
    )  # fmt: skip
    page = app.get(f"/dataset/{where.dataset_id}")
    said = "疑义标注：数据项“证件号”自 2026-09-24 起存在疑义，正在核实。"
    assert texts(page, ".scigov-doubt li") == [said]
    assert "李报告" not in page.text
    assert "second-editor" not in page.text
