"""The validators run for many entries say what CKAN's own validation says of each."""

from __future__ import annotations

import random
from typing import Any

import pytest
from listed_source import MAPPING, record

from ckan import model
from ckan.lib import plugins as lib_plugins

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.pipeline.judging import Judge

ITEM = {"title": "项目名称", "name": "xmmc", "data_type": "C", "description": "项目的全称"}
ODD: dict[str, dict[str, Any]] = {
    "nothing but a title": {"title": "只有名称", "resources": [], "tags": []},
    "no title": {"title": ""},
    "a wrong code": {"update_cycle": "sometimes", "data_kind": "nothing"},
    "a wrong date": {"modified": "2023-13-40"},
    "a grade against the rules": {"security_level": "4", "share_type": "unconditional"},
    "data items": {"resources": [{"name": "表", "url": "https://example.org", "data_items": [ITEM, ITEM]}]},
    "an item without a type": {"resources": [{"name": "表", "data_items": [{"title": "项"}]}]},
    "contacts": {"contact": [{"name": "资源处", "email": "no address"}, {"name": "二"}]},
    "a period": {"temporal_coverage": [{"start": "2023-02-01", "end": "2022-01-01"}]},
    "an unknown field": {"not_in_the_schema": "x"},
    "a keyword with a comma": {"tags": [{"name": "一,二"}]},
    "lists": {"data_domain": ["technology"], "theme": ["TECH", "NONE"], "related_codes": ["1", "2"]},
    "a text for a list": {"theme": "TECH"},
    "a flag": {"personal_info": True, "hide_entry": "perhaps"},
    "a long title": {"title": "长" * 501},
    "extras": {"extras": [{"key": "own", "value": "v"}]},
}  # fmt: skip


def entry(provider_id: str, **fields: Any) -> dict[str, Any]:
    mapped = mapping_files.read(MAPPING.replace("PROVIDER", provider_id)).apply(record(1))
    return {**mapped.entry, "owner_org": provider_id, "name": "one-of-many", **fields}


def by_ckan(given: dict[str, Any]) -> tuple[Any, Any]:
    plugin = lib_plugins.lookup_package_plugin("dataset")
    schema = plugin.create_package_schema()
    context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
    context |= {"model": model, "session": model.Session, "schema": schema}
    data = {**given, "type": "dataset"}
    return lib_plugins.plugin_validate(plugin, context, data, schema, "package_create")


@pytest.mark.parametrize("name", ODD)
def test_an_entry_is_judged_as_ckan_does(shelf, provider_id, name: str) -> None:
    given = entry(provider_id, **ODD[name])
    expected, errors = by_ckan(given)
    judged = Judge().judge(given)
    assert judged.errors == errors
    assert judged.entry == expected


def test_one_judge_for_entries_of_all_shapes(shelf, provider_id) -> None:
    judge, pick = Judge(), random.Random(8)
    for _turn in range(60):
        fields: dict[str, Any] = {}
        for name in pick.sample(sorted(ODD), 3):
            fields |= ODD[name]
        fields["tags"] = [{"name": f"词{n}"} for n in range(pick.randint(0, 4))]
        given = entry(provider_id, **fields)
        expected, errors = by_ckan(given)
        judged = judge.judge(given)
        assert (judged.entry, judged.errors) == (expected, errors)


def test_what_is_judged_is_not_changed(shelf, provider_id) -> None:
    given = entry(provider_id)
    before = repr(given)
    Judge().judge(given)
    assert repr(given) == before
