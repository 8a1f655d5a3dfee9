"""Drafts, templates and copies: who has them, what the form makes of them, when they go."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.drafts import service
from ckanext.scigov.drafts.model import Draft
from ckanext.scigov.shared import clock

pytestmark = pytest.mark.usefixtures("clean_site")
TYPED = {"title": "农业科技企业名录", "notes": "", "contact-0-name": "农村科技处"}


def test_a_form_saves_itself_and_is_taken_up_again(ask, editor, call, fields):
    answer = ask(editor, "/drafts", "application/json", **TYPED, save="go")
    draft = answer.json["id"]
    ask(editor, "/drafts", "application/json", **TYPED | {"title": "另一名称"}, draft_id=draft)
    assert call(editor, "scigov_drafts_show", id=draft)["values"] == TYPED | {"title": "另一名称"}
    form = fields(ask(editor, f"/dataset/new?draft={draft}"))
    assert (form["title"], form["contact-0-name"], form["draft_id"]) == (
        "另一名称",
        "农村科技处",
        draft,
    )
    assert "另一名称" in ask(editor, "/dataset/new").get_data(as_text=True)


def test_without_a_script_a_button_saves_it(ask, editor, fields):
    answer = ask(editor, "/drafts", **TYPED)
    assert answer.status_code == 302
    assert fields(ask(editor, answer.location))["title"] == TYPED["title"]


def test_a_draft_is_its_owners_alone(ask, editor, colleague, stranger, call, fields):
    draft = call(editor, "scigov_drafts_save", values=TYPED)["id"]
    for other in (colleague, stranger):
        with pytest.raises(tk.NotAuthorized):
            call(other, "scigov_drafts_show", id=draft)
        with pytest.raises(tk.NotAuthorized):
            call(other, "scigov_drafts_delete", id=draft)
        with pytest.raises(tk.ObjectNotFound):
            call(other, "scigov_drafts_save", id=draft, values={})
        assert call(other, "scigov_drafts_list")["drafts"] == []
        assert fields(ask(other, f"/dataset/new?draft={draft}"))["title"] == ""
    assert [one["id"] for one in call(editor, "scigov_drafts_list")["drafts"]] == [draft]


def test_who_edits_nothing_has_none(editor, call):
    plain = factories.UserWithToken(name="plain")
    with pytest.raises(tk.NotAuthorized):
        call(plain, "scigov_drafts_save", values=TYPED)
    with pytest.raises(tk.NotAuthorized):
        call({"name": ""}, "scigov_drafts_list")


def test_a_template_is_for_all_who_edit_there(
    ask, editor, colleague, stranger, provider, call, fields
):
    answer = ask(
        editor, "/drafts/templates", **TYPED, owner_org=provider["id"], template_title="名录模板"
    )
    assert answer.status_code == 302
    template = call(colleague, "scigov_drafts_list")["templates"][0]
    assert template["title"] == "名录模板"
    assert fields(ask(colleague, f"/dataset/new?draft={template['id']}"))["title"] == TYPED["title"]
    assert call(stranger, "scigov_drafts_list")["templates"] == []
    with pytest.raises(tk.NotAuthorized):
        call(stranger, "scigov_drafts_delete", id=template["id"])
    with pytest.raises(tk.NotAuthorized):
        call(stranger, "scigov_drafts_template_create", title="x", organization_id=provider["id"])
    # Beginning with a template changes a draft of one's own and never the template.
    ask(colleague, "/drafts", **TYPED | {"title": "改过"}, draft_id="")
    assert (
        call(editor, "scigov_drafts_show", id=template["id"])["values"]["title"] == TYPED["title"]
    )
    call(colleague, "scigov_drafts_delete", id=template["id"])
    assert call(editor, "scigov_drafts_list")["templates"] == []


def test_a_template_has_a_name_and_nothing_is_lost_without_one(ask, editor, provider, call, fields):
    answer = ask(editor, "/drafts/templates", **TYPED, owner_org=provider["id"])
    assert call(editor, "scigov_drafts_list")["templates"] == []
    assert fields(ask(editor, answer.location))["title"] == TYPED["title"]


def test_the_draft_goes_when_its_form_has_become_an_entry(
    ask, editor, provider, entry, call, fields
):
    draft = call(editor, "scigov_drafts_save", values=TYPED)["id"]
    wrong = ask(editor, "/dataset/new", title="无其他内容", draft_id=draft, save="go")
    assert wrong.status_code == 200
    assert call(editor, "scigov_drafts_show", id=draft)
    sent = {**entry, "owner_org": provider["id"], "draft_id": draft, "save": "go"}
    made = ask(editor, "/dataset/new", **sent)
    assert made.status_code == 302, fields(made)
    assert model.Session.query(Draft).count() == 0


def test_a_draft_of_an_entry_is_offered_in_its_form(ask, editor, provider, entry, call, fields):
    made = call(editor, "package_create", **entry_of_api(entry), owner_org=provider["id"])
    answer = ask(
        editor, "/drafts", "application/json", title="改过的名称", notes="", draft_of=made["id"]
    )
    shown = ask(editor, f"/dataset/edit/{made['name']}")
    assert (fields(shown)["title"], "改过的名称" in shown.get_data(as_text=True)) == (
        entry["title"],
        True,
    )
    taken = fields(ask(editor, f"/dataset/edit/{made['name']}?draft={answer.json['id']}"))
    assert (taken["title"], taken["notes"].strip()) == ("改过的名称", "")
    assert "改过的名称" not in ask(editor, "/dataset/new").get_data(as_text=True)


def test_a_copy_begins_with_all_but_the_entrys_own(
    ask, editor, stranger, provider, entry, call, fields
):
    made = call(editor, "package_create", **entry_of_api(entry), owner_org=provider["id"])
    form = fields(ask(editor, f"/dataset/new?copy_of={made['name']}"))
    assert (form["title"], form["tag_string"], form["name"]) == (entry["title"], "企业,名录", "")
    assert form["contact-0-email"] == entry["contact-0-email"]
    tk.get_action("package_patch")(
        {"ignore_auth": True, "user": ""}, {"id": made["id"], "private": True}
    )
    assert fields(ask(stranger, f"/dataset/new?copy_of={made['name']}"))["title"] == ""


def test_drafts_that_are_left_alone_go_and_templates_stay(editor, provider, call):
    call(editor, "scigov_drafts_save", values=TYPED)
    call(
        editor, "scigov_drafts_template_create", organization_id=provider["id"], title="模板",
        values=json.dumps(TYPED),
    )  # fmt: skip
    assert (
        service.delete_left_alone(model.Session(), clock.now() - dt.timedelta(days=1), clock.now())
        == 0
    )
    assert (
        service.delete_left_alone(model.Session(), clock.now() + dt.timedelta(days=1), clock.now())
        == 1
    )
    assert [one.title for one in model.Session.query(Draft)] == ["模板"]


def test_there_are_so_many_and_no_more(editor, provider, monkeypatch, call):
    monkeypatch.setattr(service, "MOST_DRAFTS", 2)
    monkeypatch.setattr(service, "MOST_TEMPLATES", 1)
    for number in range(3):
        call(editor, "scigov_drafts_save", values={"title": f"第{number}份"})
    titles = [one["title"] for one in call(editor, "scigov_drafts_list")["drafts"]]
    assert titles == ["第2份", "第1份"]
    wish = {"organization_id": provider["id"], "title": "模板", "values": TYPED}
    call(editor, "scigov_drafts_template_create", **wish)
    with pytest.raises(tk.ValidationError):
        call(editor, "scigov_drafts_template_create", **wish)


@pytest.mark.parametrize("values", ["[1]", "no json", 7])
def test_what_is_no_form_is_refused(editor, values, call):
    with pytest.raises(tk.ValidationError):
        call(editor, "scigov_drafts_save", values=values)


def test_a_draft_shows_what_was_typed_as_text(ask, editor, call):
    draft = call(editor, "scigov_drafts_save", values={"title": "<script>alert(1)</script>"})["id"]
    page = ask(editor, f"/dataset/new?draft={draft}").get_data(as_text=True)
    assert "<script>alert(1)" not in page


def entry_of_api(entry: dict[str, str]) -> dict[str, Any]:
    contact = {"name": entry["contact-0-name"], "email": entry["contact-0-email"]}
    plain = {name: value for name, value in entry.items() if not name.startswith("contact-")}
    return {**plain, "contact": [contact]}
