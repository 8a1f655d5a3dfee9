"""Loading into an empty site: complete, repeatable, findable."""

from __future__ import annotations

import re
from typing import Any

import pytest
from click.testing import CliRunner

import ckan.plugins.toolkit as tk
from ckan.tests import helpers

from ckanext.scigov.demo import files, loader
from ckanext.scigov.demo.domain import entries

NSFC = "nsfc-management-science-projects-2017"
RESERVOIR = "liu-zhou-shi-long-huai-shui-ku-shui-wen-zi-liao"
UNCLEAR = "huai-an-shi-shi-da-xing-ke-yan-yi-qi-she-shi"
INCUBATORS = "liu-zhou-shi-zhong-chuang-kong-jian"
SLICE = (NSFC, RESERVOIR, UNCLEAR, INCUBATORS, "demo-catalogue-list")
CATALOGUE = files.load_catalogue()

pytestmark = pytest.mark.usefixtures("clean_site")


def _load(only: tuple[str, ...] | None = SLICE) -> tuple[loader.Outcome, list[str]]:
    said: list[str] = []
    return loader.load(said.append, only=only), said


def _show(name: str) -> dict[str, Any]:
    return helpers.call_action("package_show", id=name)


def _registered(register: str) -> list[dict[str, Any]]:
    owner = {"organization_id": "demo-catalogue"}
    return helpers.call_action(f"scigov_catalogue_{register}_list", **owner)


def test_a_slice_arrives_and_a_second_run_changes_nothing():
    first, said = _load()
    assert first.failed == []
    assert (first.providers, first.datasets, first.tables) == (4, 5, 3)
    assert said[-1].startswith("Tables: 3 uploaded")
    registers = {name: _registered(name) for name in ("system", "business_item")}
    assert [one["title"] for one in registers["business_item"]] == [entries.BUSINESS_ITEM]
    assert _show(NSFC)["source_system"] in [one["title"] for one in registers["system"]]
    assert (_show(NSFC)["data_subkind"], _show(INCUBATORS)["data_subkind"]) == (
        "project",
        "institution",
    )
    before = {name: _show(name)["metadata_modified"] for name in SLICE}

    second, _said = _load()

    assert (second.providers, second.datasets, second.tables) == (0, 0, 0)
    assert {name: _show(name)["metadata_modified"] for name in SLICE} == before
    assert {name: _registered(name) for name in registers} == registers


def test_a_run_that_was_broken_off_goes_on():
    _load((INCUBATORS, RESERVOIR))
    rest, _said = _load()
    assert (rest.datasets, rest.tables) == (3, 2)
    assert rest.failed == []


def test_what_an_administrator_deleted_stays_deleted():
    _load((INCUBATORS,))
    helpers.call_action("package_delete", id=INCUBATORS)
    again, _said = _load((INCUBATORS,))
    assert again.datasets == 0
    assert _show(INCUBATORS)["state"] == "deleted"


def test_a_record_keeps_the_source_s_words_and_lists_its_gaps():
    _load((INCUBATORS,))
    dataset = _show(INCUBATORS)
    assert dataset["title"] == "柳州市众创空间"
    assert dataset["organization"]["title"] == "柳州市科技局"
    assert dataset["catalogue_profile"] == "gathered"
    assert dataset["open_type"] == "unconditional"
    assert dataset["demo_assigned"] == [
        "data_kind", "security_level", "share_type", "data_subkind", "st_topic", "data_domain", "tag_string",
        "spatial_coverage", "temporal_coverage",
    ]  # fmt: skip
    assert dataset["spatial_coverage"] == [{"text": "柳州市"}]
    assert "开放条件：无条件开放" in dataset["source_values"]
    assert "license_id" in dataset["missing_fields"]
    assert [r["format"] for r in dataset["resources"]] == ["XLS", "XML", "JSON", "CSV", "RDF"]


def test_an_unclear_open_type_is_shown_to_no_visitor():
    _load((UNCLEAR,))
    assert _show(UNCLEAR)["security_level"] == ""
    found = helpers.call_action(
        "package_search", {"user": "", "ignore_auth": False}, fq=f"name:{UNCLEAR}"
    )
    assert found["count"] == 0


def test_own_tables_are_complete_entries():
    _load((NSFC,))
    dataset = _show(NSFC)
    assert not dataset.get("missing_fields")
    assert dataset["license_id"] == "other-open"
    items = dataset["resources"][0]["data_items"]
    assert [item["title"] for item in items] == [
        "项目批准号", "项目类别", "项目名称", "依托单位", "金额", "起止年月", "总评",
    ]  # fmt: skip


def test_a_refused_dataset_is_named_and_the_rest_is_loaded(monkeypatch: pytest.MonkeyPatch):
    make = entries.entries

    def spoilt(*args: Any) -> list[entries.Entry]:
        made = make(*args)
        next(e for e in made if e.name == INCUBATORS).dataset["open_type"] = "none"
        return made

    monkeypatch.setattr(entries, "entries", spoilt)
    outcome, _said = _load()
    assert outcome.datasets == 4
    assert len(outcome.failed) == 1
    assert INCUBATORS in outcome.failed[0]
    assert "open_type" in outcome.failed[0]


def test_the_whole_catalogue_by_command(cli: CliRunner):
    """Everything goes in, and any two neighbouring characters of a title find its dataset."""
    from ckan.cli.cli import ckan

    result = cli.invoke(ckan, ["scigov", "demo", "load"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert "Datasets: 212 created, 212 in all." in result.output
    assert "Providers: 82 created, 82 in all." in result.output
    assert "Tables: 6 uploaded" in result.output

    for record in CATALOGUE.records:
        word = _middle(record.title)
        answer = tk.get_action("package_search")(
            {"ignore_auth": True}, {"q": word, "rows": 1000, "include_private": True}
        )
        names = {dataset["name"] for dataset in answer["results"]}
        assert record.name in names, f"{word} does not find {record.title}."


def _middle(title: str) -> str:
    """Return the pair of Chinese characters nearest to the middle of a title."""
    pairs = [m.start() for m in re.finditer("(?=[一-鿿]{2})", title)]
    start = min(pairs, key=lambda at: abs(at + 1 - len(title) / 2))
    return title[start : start + 2]
