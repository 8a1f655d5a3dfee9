"""The form by which people report: what it points at, what it says is wrong, and what it keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from disputing import outcome
from page_reading import problems, texts

from ckan import model

from ckanext.scigov.dispute.model import Dispute, Seen

Visit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("clean_site")
NEW = "/disputes/new"
ROWS = [
    {"编号": "A1", "类别": "重点", "secret": "canary-1"},
    {"编号": "A2", "类别": "类别", "secret": "canary-2"},
]
KEY = {"title": "编号", "name": "number", "data_type": "C", "primary_key": "true"}
KIND = {"title": "类别", "name": "kind", "data_type": "C"}
ITEMS = [{**one, "description": "项目的一项"} for one in (KEY, KIND)]
SAID = {"kind": "inaccurate", "explanation": "这一行写的是表头，不是数据。"}


def sent(answer: Any) -> dict[str, str]:
    """Return what a form that came back would send again."""
    page = BeautifulSoup(answer.body, "html.parser")
    found = {one["name"]: one.get_text().removeprefix("\n") for one in page.select("form textarea")}
    for one in page.select("form[action$='/disputes/new'] input[name]"):
        if one.get("type") != "radio" or one.has_attr("checked"):
            found[one["name"]] = one.get("value", "")
    chosen = page.select("#f-item option[selected], #f-field option[selected]")
    return {**found, **{one.parent["name"]: one["value"] for one in chosen}}


def disputes() -> list[Dispute]:
    model.Session.expire_all()
    return list(model.Session.scalars(sa.select(Dispute)))


def test_a_cell_is_shown_as_it_is_now(disputed, visit: Visit, owner_editor) -> None:
    where = disputed(ROWS, items=ITEMS)
    answer = visit("owner_editor", f"{NEW}?resource={where.resource_id}&row=2&item=类别")
    assert answer.status_code == 200
    assert texts(answer, ".scigov-place-value") == ["类别"]
    assert texts(answer, ".scigov-place .scigov-fields dd")[2:4] == ["表中第 2 行", "类别"]
    assert texts(answer, "#f-proposal label") == [
        "我不提出修改意见",
        "改为其他值",
        "应为空值",
        "删除该行",
    ]
    assert (sent(answer)["row"], sent(answer)["item"], sent(answer)["proposal_change"]) == (
        "2",
        "类别",
        "",
    )


@pytest.mark.parametrize(
    ("chosen", "shown", "kind", "field"),
    [
        ("decision", "开放与共享程度", "decision", ""),
        ("title", "数据资源名称", "field", "title"),
        ("update_cycle", "更新周期", "field", "update_cycle"),
    ],
)
def test_a_part_of_the_entry_is_chosen_and_reported(
    disputed, visit: Visit, chosen: str, shown: str, kind: str, field: str
) -> None:
    where = disputed(ROWS)
    first = visit("owner_editor", f"{NEW}?dataset={where.dataset_id}")
    offered = BeautifulSoup(first.body, "html.parser").select("#f-field option")
    assert {"", chosen} <= {one["value"] for one in offered}
    again = visit("owner_editor", NEW, {**sent(first), "field": chosen, "act": "refresh"})
    assert shown in texts(again, ".scigov-place dd")
    form = sent(again)
    assert form["field"] == chosen
    visit("owner_editor", NEW, {**form, **SAID, "act": "send"})
    (dispute,) = disputes()
    assert (dispute.target_kind, dispute.field) == (kind, field)


def test_where_no_mail_is_sent_a_visitor_is_asked_to_sign_in(
    disputed, visit: Visit, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = disputed(ROWS)
    address = f"{NEW}?dataset={where.dataset_id}"
    assert len(texts(visit("", address), "#f-explanation")) == 1
    monkeypatch.setitem(ckan_config, "smtp.server", "")
    page = visit("", address)
    assert texts(page, "#f-explanation") == []
    assert "登录" in texts(page, ".alert-info a")
    given = {"dataset": where.dataset_id, **SAID, "email": "v@example.org"}
    assert outcome("", "create", **given) == ["email"]
    assert disputes() == []


def test_what_is_shown_is_reported(disputed, visit: Visit, owner_editor) -> None:
    where = disputed(ROWS, items=ITEMS)
    form = sent(visit("owner_editor", f"{NEW}?resource={where.resource_id}&row=2&item=类别"))
    wish = {"proposal_change": "set", "proposal_value": "重点", "links": "https://example.org/a"}
    answer = visit("owner_editor", NEW, {**form, **SAID, **wish, "act": "send"})
    (dispute,) = disputes()
    seen = model.Session.get(Seen, dispute.id)
    assert answer.headers["Location"].endswith(f"/disputes/{dispute.id}")
    assert (dispute.target_kind, dispute.item, dispute.links) == (
        "cell",
        "类别",
        ["https://example.org/a"],
    )
    assert (seen.value, seen.proposal) == ("类别", {"change": "set", "value": "重点"})
    assert (seen.target["key"], seen.target["key_is_unique"]) == ([["编号", "A2"]], True)


def test_all_that_is_wrong_is_said_and_nothing_is_lost(
    disputed, visit: Visit, owner_editor
) -> None:
    where = disputed(ROWS, items=ITEMS)
    form = sent(visit("owner_editor", f"{NEW}?resource={where.resource_id}&row=2&item=类别"))
    typed = {
        "explanation": "短",
        "links": "example",
        "proposal_change": "set",
        "proposal_value": "类别",
    }
    answer = visit("owner_editor", NEW, {**form, **typed, "act": "send"})
    assert (answer.status_code, disputes()) == (409, [])
    assert [one.partition("：")[0] for one in problems(answer)] == [
        "问题类型",
        "建议的更正",
        "说明",
        "佐证链接",
    ]
    again = sent(answer)
    assert {name: again[name] for name in typed} == typed
    page = BeautifulSoup(answer.body, "html.parser")
    places = [one["href"][1:] for one in page.select(".scigov-problems a")]
    assert [page.find(id=place) is not None for place in places] == [True] * 4


def test_another_item_of_the_row_can_be_chosen_without_losing_what_was_typed(
    disputed, visit: Visit, owner_editor
) -> None:
    where = disputed(ROWS, items=ITEMS)
    form = sent(visit("owner_editor", f"{NEW}?resource={where.resource_id}&row=2"))
    assert "item" not in form
    answer = visit("owner_editor", NEW, {**form, **SAID, "item": "类别", "act": "refresh"})
    assert (answer.status_code, texts(answer, ".scigov-place-value")) == (200, ["类别"])
    assert sent(answer)["explanation"] == SAID["explanation"]


@pytest.mark.parametrize("who", ["", "owner_editor"])
def test_what_somebody_may_not_see_is_not_on_the_form(
    disputed, visit: Visit, owner_editor, who
) -> None:
    where = disputed(ROWS, items=ITEMS, closed="secret")
    answer = visit(who, f"{NEW}?resource={where.resource_id}&row=2")
    assert ("canary-2" in answer.body) is bool(who)
    cell = visit(who, f"{NEW}?resource={where.resource_id}&row=2&item=secret")
    assert texts(cell, ".scigov-place-value") == (["canary-2"] if who else [])
    assert ("canary" in cell.body) is bool(who)


def test_what_is_hidden_is_as_absent(disputed, visit: Visit, owner_editor) -> None:
    where = disputed(ROWS, is_open=False, hide_entry="true")
    for path in (f"?resource={where.resource_id}", f"?dataset={where.dataset_id}"):
        assert visit("owner_editor", NEW + path).status_code == 200
        assert visit("", NEW + path).status_code == 404
    assert visit("", f"{NEW}?resource=nothing").status_code == 404


def test_rows_that_nobody_gives_can_still_be_reported_as_a_whole(disputed, visit: Visit) -> None:
    where = disputed(ROWS, items=ITEMS, is_open=False)
    answer = visit("", f"{NEW}?resource={where.resource_id}&row=2&item=kind")
    assert texts(answer, ".scigov-place [role=status]") == [
        "没有这一行，或者您无权查看。您可以就整体提出疑义。"
    ]
    assert (sent(answer)["item"], "row" in sent(answer)) == ("kind", False)


def test_a_row_is_named_by_its_key(disputed, visit: Visit) -> None:
    where = disputed([*ROWS, {**ROWS[0], "类别": "一般"}], items=ITEMS)
    address = {"resource": where.resource_id, "key": json.dumps({"编号": "A2"})}
    assert sent(visit("", NEW, query_string=address))["row"] == "2"
    several = visit("", NEW, query_string={**address, "key": json.dumps({"编号": "A1"})})
    assert texts(several, ".scigov-place [role=status]") == [
        "有多行符合。请在表格中选择您所指的那一行。"
    ]


def test_a_field_of_the_entry_is_shown(disputed, visit: Visit, entry) -> None:
    where = disputed()
    answer = visit("", f"{NEW}?dataset={where.dataset_id}&field=title")
    assert texts(answer, ".scigov-place-value") == [entry["title"]]
    assert [one["value"] for one in BeautifulSoup(answer.body, "html.parser").select("#f-proposal input")] == [
        "", "set", "empty",
    ]  # fmt: skip
    assert visit("", f"{NEW}?dataset={where.dataset_id}&field=nothing").status_code == 404


def test_a_row_that_has_moved_is_still_the_one_that_was_shown(
    disputed, visit: Visit, owner_editor
) -> None:
    import comparing

    where = disputed(ROWS, items=ITEMS)
    form = sent(visit("owner_editor", f"{NEW}?resource={where.resource_id}&row=2&item=类别"))
    comparing.put(where.resource_id, [ROWS[1], ROWS[0]], dict.fromkeys(ROWS[0], "text"))
    visit("owner_editor", NEW, {**form, **SAID, "act": "send"})
    (dispute,) = disputes()
    assert model.Session.get(Seen, dispute.id).cells["编号"] == "A2"


def test_without_a_place_the_form_says_how_to_find_one(visit: Visit) -> None:
    assert visit("", NEW).status_code == 200
    assert texts(visit("", NEW), "h1") == ["提出疑义"]
