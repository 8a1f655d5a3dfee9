"""Data are corrected on a page: typed, seen before and after, answered; no script is needed."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from correcting import (
    EDITOR,
    REASON,
    accepted_at,
    corrected,
    first_column,
    gone,
    load,
    stray,
    version,
)
from disputing import call, dispute_of, state_of

pytestmark = pytest.mark.usefixtures("clean_site")


@pytest.fixture
def table(entry, owner_editor):
    return stray(entry)


@pytest.fixture
def browse(app, owner_editor):
    """Read and send pages as the unit's editor, in English."""
    headers = {"Authorization": owner_editor["token"]}

    def ask(path: str, data: dict[str, Any] | None = None) -> tuple[int, BeautifulSoup, str]:
        sent = {"headers": headers, "follow_redirects": False}
        answer = app.get(path, **sent) if data is None else app.post(path, data=data, **sent)
        where = answer.headers.get("Location", "")
        return answer.status_code, BeautifulSoup(answer.data, "html.parser"), where

    return ask


def typed(page: BeautifulSoup, **more: str) -> dict[str, str]:
    """Return what a browser would send of the page's last form, with what is typed besides."""
    form = page.select("form.scigov-row-form")[0]
    fields = {one["name"]: one.get("value", "") for one in form.select("input[name]")}
    fields.pop("upload", None)
    fields.pop("is_in_part", None)
    fields |= {one["name"]: one.text.lstrip("\n") for one in form.select("textarea[name]")}
    return {**fields, **more}


def test_a_row_is_deleted_after_it_was_looked_at(table, browse) -> None:
    id_ = accepted_at(table, row=2)
    status, page, _where = browse(f"/en/disputes/{id_}/correct")
    assert status == 200
    cells = [one["value"] for one in page.select(".scigov-row-field input")]
    assert cells == ["编号", "类别", "金额"]
    status, page, _where = browse(
        f"/en/disputes/{id_}/correct", typed(page, reason=REASON, step="delete")
    )
    assert status == 200
    assert page.select_one("[role=status]").text == "This row will be deleted:"
    assert [one.text for one in page.select("del")] == ["编号", "类别", "金额"]
    assert state_of(id_) == "accepted"
    status, _page, where = browse(f"/en/disputes/{id_}/correct", typed(page, step="save-delete"))
    assert (status, where.endswith(f"/disputes/{id_}")) == (302, True)
    load(table)
    assert (state_of(id_), first_column(table)) == ("corrected", ["A1", "A3"])


def test_of_a_cell_only_the_cell_is_asked_for_with_what_is_proposed(table, browse) -> None:
    given = {"proposal_change": "set", "proposal_value": "31"}
    id_ = accepted_at(table, row=3, item="金额", **given)
    path = f"/en/disputes/{id_}/correct"
    _status, page, _where = browse(path)
    (cell,) = page.select(".scigov-row-field input")
    assert cell["value"] == "31"
    status, page, _where = browse(path, typed(page, reason=REASON, step="preview"))
    assert (status, page.select_one("del").text, page.select_one("ins").text) == (200, "30", "31")
    browse(path, typed(page, step="save", is_in_part="1"))
    load(table)
    assert state_of(id_) == "partly_corrected"
    assert version(table, 2)["changes"]["rows"][0]["after"]["金额"] == "31"


def test_nothing_typed_is_lost_when_something_is_missing(table, browse) -> None:
    id_ = accepted_at(table, row=2)
    path = f"/en/disputes/{id_}/correct"
    _status, page, _where = browse(path)
    name = page.select(".scigov-row-field input")[0]["name"]
    for step in ("preview", "delete", "elsewhere", "upload"):
        status, back, _where = browse(path, typed(page, step=step, **{name: "A2"}))
        assert status == 409
        assert back.select_one(f"[name={name}]")["value"] == "A2"
        assert len(back.select("[role=alert] li")) == 1
    sent = typed(page, step="preview", reason=REASON, fingerprint="0" * 64)
    assert browse(path, sent)[0] == 409
    assert state_of(id_) == "accepted"


def test_it_was_corrected_elsewhere(table, browse) -> None:
    id_ = accepted_at(table)
    path = f"/en/disputes/{id_}/correct"
    _status, page, _where = browse(path)
    assert page.select(".scigov-row-field") == []
    browse(path, typed(page, step="elsewhere", reason="已在业务系统中更正"))
    assert (state_of(id_), dispute_of(id_).correction) == ("corrected", None)
    assert browse(path)[0] == 302


def test_a_template_fills_in_the_answer(table, browse) -> None:
    id_ = accepted_at(table, row=2)
    unit = dispute_of(id_).unit_id
    text = {"title": "表头", "step": "correct", "text": REASON}
    kept = call(EDITOR, "template_set", unit=unit, **text)["id"]
    _status, page, _where = browse(f"/en/disputes/{id_}/correct?template={kept}")
    assert page.select_one("#correct-reason").text.strip() == REASON
    (_none, option) = page.select("#template-choice option")
    assert (option["value"], option.text) == (kept, "表头")


def test_a_template_fills_in_the_form_of_a_step(table, browse) -> None:
    id_ = accepted_at(table, row=2)
    unit = dispute_of(id_).unit_id
    text = {"title": "口径", "step": "refuse", "ground": "other_definition", "text": REASON}
    kept = call(EDITOR, "template_set", unit=unit, **text)["id"]
    _status, page, _where = browse(f"/en/disputes/{id_}/refuse?template={kept}")
    assert page.select_one("[name=reason]").text.strip() == REASON
    (chosen,) = page.select("[name=ground] option[selected], [name=ground][checked]")
    assert chosen["value"] == "other_definition"
    assert page.select_one("#template-choice").find_parent("form")["method"] == "get"


def test_the_answer_leads_to_what_is_different(table, browse) -> None:
    id_ = accepted_at(table, row=2)
    corrected(id_, gone())
    load(table)
    _status, page, _where = browse(f"/en/disputes/{id_}")
    wanted = "What is different in version 2 of the table"
    (link,) = [one for one in page.select("a") if one.text == wanted]
    assert [one.text for one in browse(link["href"])[1].select("del")] == ["编号", "类别", "金额"]


def test_templates_are_kept_on_a_page(table, browse) -> None:
    path = "/en/disputes/templates"
    _status, page, _where = browse(path)
    (unit,) = page.select("#template-unit option")
    sent = {"unit": unit["value"], "title": "表头", "step": "correct", "text": REASON}
    assert browse(path, {**sent, "text": ""})[0] == 409
    assert browse(path, sent)[0] == 302
    _status, page, _where = browse(path)
    assert [one.text.split("\n")[0].split(" ")[0] for one in page.select("h3")] == ["表头"]
    gone = page.select_one("article [name=id]")["value"]
    assert browse(f"{path}?id={gone}")[1].select_one("#template-title")["value"] == "表头"
    assert browse(path, {"act": "remove", "id": gone})[0] == 302
    assert browse(path)[1].select("h3") == []


def test_many_are_answered_after_they_were_looked_at(table, browse) -> None:
    ids = [accepted_at(table, row=2), accepted_at(table, row=3, kind="outdated")]
    path = "/en/disputes/bulk"
    _status, desk, _where = browse("/en/disputes/desk")
    assert sorted(one["value"] for one in desk.select("[name=id]")) == sorted(ids)
    assert desk.select_one("[name=back]").find_parent("form")["action"] == path
    sent = {"id": ids, "step": "refuse", "back": desk.select_one("[name=back]")["value"]}
    status, page, _where = browse(path, sent)
    assert (status, len(page.select("[name=id]"))) == (200, 2)
    assert {state_of(id_) for id_ in ids} == {"accepted"}
    sent |= {"confirmed": "1", "reason": "经与原始档案核对，数据无误"}
    status, page, _where = browse(path, {**sent, "ground": "data_are_right"})
    assert page.select_one("[role=status]").text == "Done in 2 of 2."
    assert {state_of(id_) for id_ in ids} == {"not_corrected"}
    status, _page, where = browse(path, {"step": "accept", "back": "//elsewhere.example"})
    assert (status, where.endswith("/disputes/desk")) == (302, True)
