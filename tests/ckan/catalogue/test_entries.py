"""Entries of both profiles: what is filled in, asked for, kept and listed."""

import datetime as dt

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from .conftest import refused_fields

NOON = dt.datetime(2026, 9, 24, 4, tzinfo=dt.timezone.utc)


def test_ordinary_entry_needs_twelve_fields(act, entry, at):
    at(NOON)
    assert len(entry) == 12
    dataset = act("package_create", **entry)
    assert dataset["name"] == "sheng-ji-ke-ji-ji-hua-xiang-mu-li-xiang-qing-dan"
    assert dataset["authoritative_source"] == "省科学技术厅"
    assert dataset["contact"] == [{"name": "资源配置与管理处", "email": "data@kejiting.example"}]
    assert dataset["issued"] == "2026-09-24"
    assert (dataset["retention_period"], dataset["retention_until"]) == ("y30", "2056-09-24")
    assert dataset["share_channel"] == ["file"]
    assert dataset["theme"] == ["TECH"]
    assert dataset["catalogue_profile"] == "entry"
    assert dataset["personal_info"] is False
    assert dataset["missing_fields"] == ["resources"]


MANDATORY = (
    "title", "notes", "data_kind", "owner_org", "data_form", "source_system", "update_cycle",
)  # fmt: skip


@pytest.mark.parametrize("sent", ["absent", "empty"])
def test_each_mandatory_field_is_asked_for_and_nothing_else(act, entry, sent):
    found = {}
    for field in MANDATORY:
        fields = {**entry, field: ""}
        if sent == "absent":
            del fields[field]
        found[field] = refused_fields(act, "package_create", **fields)
    assert found == {field: [field] for field in MANDATORY}


def test_keywords_are_asked_for_where_they_are_typed(act, entry):
    del entry["tags"]
    with pytest.raises(tk.ValidationError) as error:
        act("package_create", **entry)
    assert list(error.value.error_dict) == ["tag_string"]


def test_keywords_of_one_character_and_chinese_separators(act, entry):
    del entry["tags"]
    dataset = act("package_create", **entry, tag_string="水、大数据，5G/6G；水")
    assert sorted(tag["name"] for tag in dataset["tags"]) == ["5G/6G", "大数据", "水"]
    dataset = act("package_patch", id=dataset["id"], tags=[{"name": "钢"}, {"name": "C++（语言）"}])
    assert sorted(tag["name"] for tag in dataset["tags"]) == ["C++（语言）", "钢"]


@pytest.mark.parametrize("word", ["x" * 101, 'a"b'])
def test_unusable_keyword_is_refused(act, entry, word):
    with pytest.raises(tk.ValidationError) as error:
        act("package_create", **{**entry, "tags": [], "tag_string": word})
    assert list(error.value.error_dict) == ["tag_string"]


def test_names_of_equal_titles_differ(act, entry):
    first = act("package_create", **entry)
    second = act("package_create", **entry)
    assert second["name"] == f"{first['name']}-2"


def test_own_name_is_kept(act, entry):
    dataset = act("package_create", **entry, name="my-own-name")
    assert dataset["name"] == "my-own-name"
    del dataset["name"]
    assert (
        act("package_update", **{**dataset, "notes": "改过的摘要，说明数据的用途。"})["name"]
        == "my-own-name"
    )


def test_unknown_code_names_the_known_ones(act, entry):
    with pytest.raises(tk.ValidationError) as error:
        act("package_create", **{**entry, "data_kind": "secret"})
    (message,) = error.value.error_dict["data_kind"]
    assert "management, scientific, interaction, public_distributed" in message


BASIS = {"non_share_basis": "依据", "non_open_basis": "依据"}
RULES = [
    ({"security_level": "3", "share_type": "conditional", "open_type": "none", **BASIS}, "share_condition"),
    ({"security_level": "4", "share_type": "none", "open_type": "none", "non_open_basis": "依据"}, "non_share_basis"),
    ({"security_level": "2", "open_type": "none"}, "non_open_basis"),
    ({"security_level": "2", "open_type": "conditional", "open_condition": "a", "security_measure": "b"}, "open_method"),
    ({"license_id": ""}, "license_id"),
    ({"data_grade": "core"}, "security_level"),
    ({"personal_info": True}, "open_type"),
    ({"secrecy_level": "state_secret"}, "secrecy_level"),
    ({"retired_at": "2026-09-24"}, "retired_at"),
    ({"contact": [{"name": "科技处"}]}, "contact"),
    ({"temporal_coverage": [{"start": "2021", "end": "2020"}]}, "temporal_coverage"),
    ({"category_item": "7"}, "category_item"),
    ({"doi": "nonsense"}, "doi"),
    ({"notes": "长" * 2001}, "notes"),
]  # fmt: skip


def test_rules_between_fields_are_refused_at_their_fields(act, entry):
    for changes, field in RULES:
        assert refused_fields(act, "package_create", **{**entry, **changes}) == [field]


def test_personal_data_may_be_open_with_a_ground(act, entry):
    dataset = act(
        "package_create", **entry, personal_info=True, publication_basis="省科学技术奖励公示"
    )
    assert dataset["personal_info"] is True


def test_conditional_data_are_under_the_terms_agreed_on_application(act, entry):
    del entry["license_id"]
    terms = {"open_condition": "说明用途", "open_method": "平台申请", "security_measure": "脱敏"}
    grade = {"security_level": "2", "open_type": "conditional"}
    assert act("package_create", **{**entry, **grade, **terms})["license_id"] == "other-closed"


def test_new_retention_moves_the_last_day(act, entry, at):
    at(NOON)
    dataset = act("package_create", **entry)
    # A form sends the old day together with the new period.
    changed = act("package_update", **{**dataset, "retention_period": "y5"})
    assert changed["retention_until"] == "2031-09-24"
    forever = act("package_update", **{**changed, "retention_period": "permanent"})
    assert "retention_until" not in forever
    own = act("package_update", **{**forever, "retention_until": "2040-01-01"})
    assert own["retention_until"] == "2040-01-01"


def test_entry_is_published_with_its_first_resource(act, entry):
    dataset = act("package_create", **entry)
    assert act("package_show", id=dataset["id"])["lifecycle_status"] == "draft"
    resource = act(
        "resource_create",
        package_id=dataset["id"],
        url="https://a.example/d/%E6%B8%85%E5%8D%95.csv",
    )
    assert (resource["name"], resource["format"]) == ("清单.csv", "CSV")
    shown = act("package_show", id=dataset["id"])
    assert shown["lifecycle_status"] == "published"
    assert shown["missing_fields"] == ["data_items"]
    act("resource_delete", id=resource["id"])
    assert act("package_show", id=dataset["id"])["lifecycle_status"] == "draft"


def test_entry_without_resource_is_published_with_a_reason(act, entry):
    dataset = act("package_create", **entry, no_resource_reason="纸质档案，档号2026-17，档案库房。")
    shown = act("package_show", id=dataset["id"])
    assert (shown["lifecycle_status"], shown["missing_fields"]) == ("published", [])


def test_draft_is_not_activated_without_a_resource(act, entry):
    dataset = act("package_create", **entry, state="draft")
    with pytest.raises(tk.ValidationError) as error:
        act("package_patch", id=dataset["id"], state="active")
    assert list(error.value.error_dict) == ["no_resource_reason"]
    act("resource_create", package_id=dataset["id"], url="https://a.example/a.csv", name="清单")
    assert act("package_patch", id=dataset["id"], state="active")["state"] == "active"


def test_resource_needs_file_or_link(act, entry):
    dataset = act("package_create", **entry)
    with pytest.raises(tk.ValidationError) as error:
        act("resource_create", package_id=dataset["id"], name="清单")
    assert list(error.value.error_dict) == ["url"]


def test_facets_of_coded_and_several_values(act, entry):
    act("package_create", **{**entry, "theme": ["TECH", "ENVI"], "data_kind": "scientific"})
    fields = ["theme", "data_kind", "security_level", "sensitivity", "vocab_theme", "tags"]
    found = act("package_search", **{"facet.field": fields, "fq": "theme:ENVI"})
    assert found["count"] == 1
    assert found["facets"] == {
        "theme": {"TECH": 1, "ENVI": 1},
        "vocab_theme": {"TECH": 1, "ENVI": 1},
        "data_kind": {"scientific": 1},
        "security_level": {"1": 1},
        "sensitivity": {"general": 1},
        "tags": {"科技计划": 1, "立项": 1},
    }


def test_acts_on_an_entry_are_audited_in_their_transaction(act, entry, publisher):
    from ckanext.scigov.audit.model import AuditEvent

    dataset = act("package_create", **entry)
    act("package_patch", id=dataset["id"], update_cycle="monthly")
    with pytest.raises(tk.ValidationError):
        act("package_patch", id=dataset["id"], security_level="4")
    act("package_delete", id=dataset["id"])
    events = model.Session.query(AuditEvent).filter_by(object_id=dataset["id"]).all()
    assert sorted(event.event for event in events) == [
        "dataset.create",
        "dataset.delete",
        "dataset.update",
        "grade.set",
    ]
    assert {event.actor_id for event in events} == {publisher["id"]}
    assert {event.detail["security_level"] for event in events} == {"1"}


def test_provider_code_is_checked_and_its_address_made(clean_site):
    context = {"user": factories.Sysadmin()["name"]}
    provider = {"context": context, "title": "省科学院"}
    with pytest.raises(tk.ValidationError) as error:
        helpers.call_action("organization_create", **provider, provider_code="91350100M000100Y44")
    assert list(error.value.error_dict) == ["provider_code"]
    made = helpers.call_action(
        "organization_create", **provider, provider_code="91350100M000100Y43"
    )
    assert (made["name"], made["provider_code"]) == ("sheng-ke-xue-yuan", "91350100M000100Y43")
