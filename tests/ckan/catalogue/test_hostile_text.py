"""Texts that want to be something else: markup, emoji, right-to-left, without end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import reading

MARKUP = "<script>alert('scigov-xss')</script>\"><img src=x onerror=alert(1)>"
EMOJI = "新材料🧪数据🇨🇳 שלום العربية"
DIRECTIONS = "甲\u202e乙\u2067丙"


def text_fields(fields: list[dict[str, Any]]) -> list[str]:
    """Return the fields of a schema that anything may be written into."""
    coded = ("vocabulary", "repeating_subfields", "pattern", "choices", "input_type")
    return [
        field["field_name"]
        for field in fields
        if not any(name in field for name in coded)
        and field.get("preset") in ("scigov_text", "scigov_long_text")
    ]


def accepted(act: Any, wish: dict[str, Any]) -> dict[str, Any]:
    """Save an entry, leaving out the fields that refuse the text."""
    for _round in range(4):
        try:
            return act("package_create", **wish)
        except tk.ValidationError as error:
            errors = error.error_dict
            for one in errors.get("resources", ()):
                refused = set(one) & set(wish["resources"][0])
                wish["resources"] = [
                    {name: v for name, v in wish["resources"][0].items() if name not in refused}
                ]
            wish = {name: v for name, v in wish.items() if name not in {*errors} - {"resources"}}
    return act("package_create", **wish)


@pytest.fixture
def hostile(entry: dict[str, Any], act: Any) -> dict[str, Any]:
    """An entry whose every text is markup, with a resource and a data item of the same kind."""
    item_fields = reading.resource_field("data_items")["repeating_subfields"]
    item = dict.fromkeys(text_fields(item_fields), MARKUP)
    item |= {"title": MARKUP, "name": "no", "data_type": "C", "description": f"{MARKUP}的说明"}
    resource = dict.fromkeys(text_fields(reading.schema()["resource_fields"]), MARKUP)
    resource |= {"name": MARKUP, "description": MARKUP, "url": "https://example.org/a.csv"}
    texts = dict.fromkeys(text_fields(reading.schema()["dataset_fields"]), MARKUP)
    wish = {**entry, **texts, "title": MARKUP, "notes": MARKUP, "tags": entry["tags"]}
    for unwanted in ("name", "source_portal", "source_id", "no_resource_reason"):
        wish.pop(unwanted, None)
    wish["resources"] = [{**resource, "format": "CSV", "data_items": [item]}]
    return accepted(act, wish)


def pages_of(dataset: dict[str, Any]) -> list[str]:
    resource = f"/dataset/{dataset['name']}/resource/{dataset['resources'][0]['id']}"
    return [
        "/", "/dataset", f"/dataset/{dataset['name']}", resource, f"{resource}/dictionary/history",
        f"/dataset/edit/{dataset['name']}", f"{resource}/edit", "/organization/kejiting",
        f"/dataset/new?copy_of={dataset['name']}", "/feeds/dataset.atom", "/dashboard/datasets",
    ]  # fmt: skip


def test_markup_is_kept_and_shown_as_text(hostile, publisher, app):
    assert hostile["title"] == MARKUP
    assert hostile["resources"][0]["data_items"][0]["title"] == MARKUP
    seen = 0
    for address in pages_of(hostile):
        answer = app.get(address, headers={"Authorization": publisher["token"]})
        assert answer.status_code == 200, address
        page = BeautifulSoup(answer.data, "html.parser")
        assert not [one for one in page.select("script") if "scigov-xss" in one.get_text()], address
        assert not page.select("[onerror]"), address
        seen += "scigov-xss" in answer.get_data(as_text=True)
    assert seen >= 8


def test_markup_is_nothing_else_in_structured_answers(hostile, app):
    shown = app.get(f"/api/action/package_show?id={hostile['id']}").json["result"]
    assert shown["notes"] == MARKUP
    files = f"/dataset/{hostile['name']}/resource/{hostile['resources'][0]['id']}/dictionary"
    assert json.loads(app.get(f"{files}.json").data)["fields"][0]["title"] == MARKUP


@pytest.mark.parametrize("text", [EMOJI, DIRECTIONS], ids=["emoji", "directions"])
def test_any_writing_is_kept_and_found_on_its_page(text, entry, act, app):
    wish = {**entry, "title": f"{text}名录", "notes": f"{text}：{text}"}
    made = act("package_create", **wish)
    assert (made["title"], made["notes"]) == (wish["title"], wish["notes"])
    heading = BeautifulSoup(app.get(f"/dataset/{made['name']}").data, "html.parser").h1
    assert text in heading.get_text()
    # What turns the direction of writing ends with the heading.
    assert heading.name == "h1"


def test_a_title_without_end_is_refused_with_a_sentence(entry, act):
    longest = {**entry, "title": "长" * 500}
    assert act("package_create", **longest)["title"] == longest["title"]
    with pytest.raises(tk.ValidationError) as error:
        act("package_create", **{**entry, "title": "长" * 10_000})
    assert "500" in str(error.value.error_dict["title"])


def test_the_form_gives_back_what_was_refused(entry, publisher, app):
    title = "长" * 10_000
    sent = {"title": title, "notes": MARKUP, "save": "go", "owner_org": entry["owner_org"]}
    answer = app.post("/dataset/new", data=sent, headers={"Authorization": publisher["token"]})
    page = BeautifulSoup(answer.data, "html.parser")
    assert page.select_one("[name=title]")["value"] == title
    assert page.select_one("[name=notes]").get_text().strip() == MARKUP
