"""Reading the portals' files: their odd forms, and the variants that make more of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from corpus import portals, reading

HAINAN = {
    "目录名称": "港口业务管理",
    "摘要": "暂无",
    "来源部门": "省交通运输厅",
    "所属主题": "其他",
    "开放状态": "有条件开放",
    "更新频率": "每日",
    "数据更新时间": "2023-05-31\n03:00",
    "目录发布时间": "2022-11-21\n16:11",
    "数据格式": "['xlsx', 'csv']",
    "详情页网址": "https://data.example.org/1",
}
LIUZHOU = {
    "标题": "机修行业信息",
    "描述": "序号,企业名称",
    "来源部门": "柳城县",
    "标签": "公安局\r\n\t柳\r\n\t行业",
    "所属行业": "居民服务、修理和其他服务业",
    "重点领域": "生活服务",
    "开放条件": "无条件开放",
    "更新频率": "每半年",
    "数据格式": ["xls"],
}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with all files, of which two hold records."""
    folder = tmp_path / "portals"
    folder.mkdir()
    for portal in reading.VOCABULARIES:
        (folder / f"{portal}.json").write_text("[]", encoding="utf-8")
    write(folder / "guangxi_liuzhou.json", [LIUZHOU])
    write(folder / "hainan_hainan.json", [HAINAN], [{**HAINAN, "目录名称": "第二个数组"}])
    monkeypatch.setenv("SCIGOV_SHARED_DATA", str(tmp_path))
    reading.records.cache_clear()
    yield folder
    reading.records.cache_clear()


def write(file: Path, *arrays: list[dict[str, Any]]) -> None:
    file.write_text(" \n".join(json.dumps(a, ensure_ascii=False) for a in arrays), "utf-8")


def test_a_file_may_hold_several_arrays(data: Path) -> None:
    assert [record.title for record in portals.records()] == [
        "机修行业信息",
        "港口业务管理",
        "第二个数组",
    ]


def test_each_vocabulary_becomes_the_same_fields(data: Path) -> None:
    first, second, _ = portals.records()
    assert first.tags == ("公安局", "行业", "居民服务", "修理和其他服务业")
    assert first.formats == ("XLS",)
    assert (first.open_type, first.update_cycle) == ("unconditional", "semiannual")
    assert (second.notes, second.theme, second.region) == ("", "", "海南省")
    assert (second.published, second.updated) == ("2022-11-21", "2023-05-31")
    assert second.formats == ("XLSX", "CSV")


def test_a_missing_file_is_said_with_what_to_do(data: Path) -> None:
    (data / "anhui_anhui.json").unlink()
    with pytest.raises(portals.CorpusMissingError, match="Set SCIGOV_SHARED_DATA"):
        portals.records()


def test_more_than_there_are_become_variants(data: Path) -> None:
    made = portals.multiplied(7)
    assert [record.title for record in made[:3]] == [r.title for r in portals.records()]
    assert [(r.title, r.number, r.published) for r in made[3:]] == [
        ("机修行业信息（2022年）", 100_001, ""),
        ("港口业务管理（2022年）", 100_001, "2022-11-21"),
        ("第二个数组（2022年）", 100_002, "2022-11-21"),
        ("机修行业信息（2021年）", 200_001, ""),
    ]
    assert made[3].tags[-1] == "2022年"


def test_fewer_are_spread_over_all(data: Path) -> None:
    assert [record.title for record in portals.multiplied(2)] == ["机修行业信息", "港口业务管理"]


def test_documents_are_what_ckan_sends(data: Path) -> None:
    document = next(portals.documents(portals.records(), seed=1, site_id="here"))
    assert document["title_string"] == "机修行业信息"
    assert document["name"] == "liuzhou-1"
    assert document["res_name"] == ["机修行业信息.xls"]
    assert document["vocab_region"] == ["柳州市"]
    assert document["extras_provider_title"] == "柳城县"
    assert document["site_id"] == "here"
    validated = json.loads(document["validated_data_dict"])
    assert validated["open_type"] == "unconditional"
    assert validated["organization"]["name"] == document["organization"]
    again = next(portals.documents(portals.records(), seed=1, site_id="here"))
    assert again == document
