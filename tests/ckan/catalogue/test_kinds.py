"""Sub-kinds, records that are not electronic, and what follows from them, as an editor meets it."""

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk

from .conftest import refused_fields

ARCHIVED = {"non_electronic": "true", "archive_number": "2026-KJ-17", "storage_place": "三号库房"}


@pytest.mark.parametrize(
    ("kind", "subkind", "refused"),
    [
        ("management", "project", []),
        ("interaction", "complaint", []),
        ("public_distributed", "procurement", []),
        ("scientific", "project", ["data_subkind"]),
        ("management", "nonsense", ["data_subkind"]),
    ],
)
def test_a_sub_kind_belongs_to_its_kind(act, entry, kind, subkind, refused):
    given = {**entry, "data_kind": kind, "data_subkind": subkind}
    assert refused_fields(act, "package_create", **given) == refused


def test_the_refusal_names_what_can_be_chosen(act, entry):
    given = {**entry, "data_kind": "scientific", "data_subkind": "project"}
    with pytest.raises(tk.ValidationError) as error:
        act("package_create", **given)
    (sentence,) = error.value.error_dict["data_subkind"]
    assert "项目数据" in sentence or "Projects" in sentence
    assert "原始数据" in sentence or "Raw data" in sentence


def test_a_sub_kind_says_the_kind_and_the_retention(act, entry):
    made = act("package_create", **{**entry, "data_kind": "", "data_subkind": "process"})
    assert (made["data_kind"], made["retention_period"]) == ("management", "y10")
    plain = act("package_create", **{**entry, "title": "省级科技计划项目清单"})
    assert (plain["data_kind"], plain["retention_period"]) == ("management", "y30")


def test_structure_and_medium_come_from_the_form_and_go_with_it(act, entry):
    made = act("package_create", **entry)
    assert (made["data_structure"], made["data_medium"]) == ("structured", "table")
    changed = act("package_patch", id=made["id"], data_form="document")
    assert (changed["data_structure"], changed["data_medium"]) == ("unstructured", "text")
    own = act("package_patch", id=made["id"], data_structure="semi_structured")
    assert (own["data_structure"], own["data_medium"]) == ("semi_structured", "text")
    other = act("package_patch", id=made["id"], data_form="image")
    assert (other["data_structure"], other["data_medium"]) == ("semi_structured", "image")


def test_records_on_paper_are_published_without_a_resource(act, entry, app):
    given = {name: value for name, value in entry.items() if name != "source_system"}
    made = act("package_create", **{**given, "data_form": "", **ARCHIVED})
    assert (made["state"], made["lifecycle_status"]) == ("active", "published")
    assert made["missing_fields"] == []
    page = BeautifulSoup(app.get(f"/dataset/{made['name']}").body, "html.parser")
    text = page.find(class_="scigov-empty").get_text()
    assert "2026-KJ-17" in text
    assert "三号库房" in text


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"non_electronic": "true"}, ["archive_number", "storage_place"]),
        ({"non_electronic": "false", "source_system": ""}, ["source_system"]),
        ({**ARCHIVED, "source_system": ""}, []),
    ],
)
def test_what_is_not_electronic_says_where_it_is_instead(act, entry, given, refused):
    assert refused_fields(act, "package_create", **{**entry, **given}) == refused


def test_an_electronic_entry_without_resource_stays_a_draft(act, entry):
    made = act("package_create", **entry)
    assert (made["lifecycle_status"], made["missing_fields"]) == ("draft", ["resources"])


def test_contract_fields_are_kept_and_dated(act, entry):
    contract = {
        "data_kind": "public_distributed", "data_subkind": "procurement",
        "counterparty": "某数据服务有限公司", "contract_number": "CG-2026-08",
        "permitted_use": "仅限本省科技统计分析", "permitted_until": "2028-12-31",
    }  # fmt: skip
    made = act("package_create", **{**entry, **contract})
    assert {name: made[name] for name in contract} == contract
    wrong = {**entry, **contract, "title": "另一条", "permitted_until": "明年底"}
    assert refused_fields(act, "package_create", **wrong) == ["permitted_until"]


def test_the_form_groups_sub_kinds_and_hides_what_is_not_asked(app, publisher):
    answer = app.get("/dataset/new", headers={"Authorization": publisher["token"]})
    page = BeautifulSoup(answer.body, "html.parser")
    select = page.find(id="field-data_subkind")
    groups = {
        group["data-scigov-group"]: len(group.find_all("option")) for group in select("optgroup")
    }
    assert groups == {"management": 5, "scientific": 2, "interaction": 4, "public_distributed": 2}
    assert select.find_parent("details") is not None
    section = page.find(id="section-contract").parent
    assert section["data-scigov-shown-when"] == '{"data_kind": ["public_distributed"]}'
