"""What a mapping gives is what ``package_create`` takes: nothing of it is refused or changed."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

import mapping_texts as given
import pytest
from corpus import reading

from ckan.tests import factories, helpers

from ckanext.scigov.intake import mapping_files, proposals
from ckanext.scigov.intake.domain.mapping import Mapped

pytestmark = pytest.mark.usefixtures("clean_site")
SAMPLES = Path(reading.__file__).parent / "portal_samples" / "records.json.xz"
GRADES = (
    'grade: {by_open_type: {unconditional: {security_level: "1", share_type: unconditional},'
    ' conditional: {security_level: "2", share_type: unconditional}}}\n'
)


@pytest.fixture
def owner() -> str:
    return factories.Organization()["id"]


def create(mapped: Mapped, owner: str) -> dict[str, Any]:
    context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
    return helpers.call_action("package_create", context, owner_org=owner, **mapped.entry)


def test_all_of_an_entry_is_kept(owner: str) -> None:
    mapped = given.read(given.WHOLE).apply(given.RECORD | {"频率": "随缘"})
    stored = create(mapped, owner)
    plain = {
        name: value
        for name, value in mapped.entry.items()
        if name not in ("tags", "resources", "security_level", "share_type", "open_type")
    }
    assert {name: stored[name] for name in plain} == plain
    assert sorted(tag["name"] for tag in stored["tags"]) == ["农、林", "水"]
    assert [(one["name"], one["format"]) for one in stored["resources"]] == [
        ("河道水位（excel）", "XLSX"), ("河道水位（csv）", "CSV"),
    ]  # fmt: skip
    assert [item["name"] for item in stored["resources"][0]["data_items"]] == ["z", "stn"]


def test_records_of_ten_portals_go_in(owner: str) -> None:
    portals = json.loads(lzma.decompress(SAMPLES.read_bytes()))
    for portal, records in portals.items():
        mapping = mapping_files.read(proposals.propose(records, portal) + GRADES)
        for record in (*records[:2], *records[-2:]):
            mapped = mapping.apply(record)
            stored = create(mapped, owner)
            assert stored["title"] == mapped.title
            assert stored["source_id"] == mapped.entry["source_id"]


def test_odd_values_do_not_keep_a_record_out(owner: str) -> None:
    fields = mapping_files.catalogue().fields.values()
    names = [one.name for one in fields if not one.is_automatic and not one.fields]
    lines = [f"{name}: odd" for name in names if name != "title"]
    mapping = given.with_fields(*lines, rest="resources: {url: odd, name: odd, description: odd}\n")
    for number, odd in enumerate(
        ["\x00水\ud800\u2028,\"'<b>", "长" * 20_000, ["甲", {"x": 1}], 10**30, "1"]
    ):
        mapped = mapping.apply({"id": number, "name": f"甲{number}", "odd": odd})
        assert create(mapped, owner)["title"] == f"甲{number}"
