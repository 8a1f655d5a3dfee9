"""The manual of mapping files says what the code does: every keyword, every cause, the example."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.causes import SEVERITY, Cause
from ckanext.scigov.intake.domain.mapping import Kind
from ckanext.scigov.intake.domain.mapping.reading import KEYS, NEEDED
from ckanext.scigov.intake.domain.mapping.reading_rules import CHANGES, ORIGINS
from ckanext.scigov.intake.domain.mapping.rules import ANYTHING, ITSELF, Listing

TEXT = (Path(__file__).parents[3] / "docs" / "harvest-mapping.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    _, _, rest = TEXT.partition(f"\n{title}\n")
    level = title.split(maxsplit=1)[0]
    return re.split(rf"^#{{2,{len(level)}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def keys_of_tables(text: str) -> list[str]:
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", TEXT, re.DOTALL)


def test_every_key_of_the_file_and_whether_it_is_needed() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \|.*\| (yes)? ?\|$", section("## The file, line by line"), re.MULTILINE
    )
    assert [name for name, _ in rows] == list(KEYS)
    assert {name for name, needed in rows if needed} == set(NEEDED)


def test_every_keyword_of_a_rule_in_its_order() -> None:
    assert keys_of_tables(section("### Rules")) == [*ORIGINS, *CHANGES]
    assert "`with`" in section("### Rules")
    assert all(f"`{one.value}`" in section("### Rules") for one in Listing)
    assert f"`{ITSELF}`" in section("### Value tables")
    assert f'`"{ANYTHING}"`' in section("### Value tables")


def test_every_group() -> None:
    groups = [
        one.name for one in mapping_files.catalogue().fields.values() if one.kind is Kind.GROUP
    ]
    assert [f"`{name}`" in section("### Groups") for name in groups] == [True] * 3


def test_every_cause_with_its_severity() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (error|warning) \| .+ \|$", section("## What a report says"), re.MULTILINE
    )
    assert rows == [(cause.value, SEVERITY[cause].value) for cause in Cause]


def test_the_worked_example() -> None:
    records, entry = (json.loads(block) for block in blocks("json"))
    mapping = mapping_files.read(blocks("yaml")[0])
    first, second = (mapping.apply(record) for record in records)
    assert (first.provider, first.entry) == ("water-bureau", entry)
    assert (first.unmapped, first.bad) == ((), ())
    assert second.entry["source_values"] == ["更新频率：看情况", "更新时间：昨天"]
    assert {"notes", "update_cycle", "modified"} & second.entry.keys() == set()


def test_the_example_of_resources() -> None:
    start = "mapping: 1\nname: x\nconnector: {kind: x}\nidentity: [id]\nprovider: {constant: x}\nfields: {title: id}\n"
    record = {
        "id": "1",
        "格式": "excel",
        "网址": "http://x.org",
        "列": [{"field_name": "z", "type": "blob"}],
    }
    assert mapping_files.read(start + blocks("yaml")[1]).apply(record).entry["resources"] == [
        {"url": "http://x.org", "format": "XLSX", "data_items": [{"name": "z", "data_type": "C"}]}
    ]


@pytest.mark.parametrize(
    ("shown", "rest", "record", "expected"),
    [
        ('{join: [摘要, 备注], with: "；"}', "", {"摘要": "甲", "备注": "乙"}, "甲；乙"),
        ('replace: {（市）: ""}', "from: 名", {"名": "水务局（市）"}, "水务局"),
        ('strip: "*-"', "from: 名", {"名": "*水务局-"}, "水务局"),
        ("from: [全称, 简称]", "", {"简称": "水务局"}, "水务局"),
        ("constant: public_distributed", "", {}, "public_distributed"),
    ],
)
def test_the_small_examples(shown: str, rest: str, record: dict[str, Any], expected: str) -> None:
    assert shown in TEXT
    rule = shown if shown.startswith("{") else f"{{{', '.join(filter(None, [rest, shown]))}}}"
    start = "mapping: 1\nname: x\nconnector: {kind: x}\nidentity: [id]\nprovider: {constant: x}\n"
    mapping = mapping_files.read(f"{start}fields:\n  title: {rule}\n")
    assert mapping.apply({"id": "1", **record}).title == expected
