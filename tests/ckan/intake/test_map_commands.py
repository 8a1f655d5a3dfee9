"""``ckan scigov harvest map``: what it says of a mapping and a sample, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mapping_texts import RECORD, SMALL, WHOLE

from ckan.tests import factories, helpers

Ran = Callable[..., Any]


@pytest.fixture
def ran(cli: Any) -> Ran:
    """Run the command as a person does; return what it says, as JSON where it is some."""
    from ckan.cli.cli import ckan

    def run(*words: Any, exit_code: int = 0, language: str = "en") -> Any:
        command = ["scigov", "harvest", "map", "--language", language, *map(str, words)]
        answer = cli.invoke(ckan, command)
        assert answer.exit_code == exit_code, answer.output
        return json.loads(answer.stdout) if "--json" in words else answer.stdout or answer.stderr

    return run


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    path = tmp_path / "river.yaml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def sample(
    tmp_path: Path, *records: Any, name: str = "sample.json", encoding: str = "utf-8"
) -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(records, ensure_ascii=False), encoding=encoding)
    return path


def test_the_report_is_for_people(ran: Ran, mapping: Path, tmp_path: Path) -> None:
    odd = RECORD | {"编号": "8", "频率": "随缘", "更新": "昨天", "邮箱": "无此邮箱"}
    said = ran("check", mapping, sample(tmp_path, RECORD, odd, RECORD, {}, "text"))
    assert said.startswith("5 records, 2 of them entries.\n")
    assert "       1  no_identity: The record has no identity" in said
    assert "       1  not_a_record: Something else stands where a record was expected." in said
    assert "record 3: 7 | 甲" in said
    assert "  update_cycle ← 频率\n       1  随缘\n" in said
    assert "       1  modified not_a_date: The value is no date" in said
    assert "          record 2: 昨天" in said
    assert "       2  100 %  title\n" in said
    assert '"title": "河道水位"' in said
    assert said.endswith("The mapping can be used.\n")


def test_the_report_is_in_the_sites_language(ran: Ran, mapping: Path, tmp_path: Path) -> None:
    said = ran("check", mapping, sample(tmp_path, RECORD, {}), language="zh_Hans_CN")
    assert said.startswith("共2条记录，其中1条可形成目录条目。\n")
    assert said.endswith("该映射文件可以使用。\n")


def test_the_report_is_for_programs(ran: Ran, mapping: Path, tmp_path: Path) -> None:
    odd = RECORD | {"编号": "8", "频率": "随缘", "更新": "昨天", "部门": "不明"}
    found = ran(
        "check",
        mapping,
        sample(tmp_path, RECORD, RECORD | {"编号": "9", "频率": "随缘"}, odd),
        "--json",
        "--first",
        "1",
    )
    assert (found["records"], found["entries"], found["is_usable"]) == (3, 2, True)
    assert found["rejections"] == {"unknown_provider": {"count": 1, "examples": ["3: 河道水位"]}}
    assert found["unmapped"][0] == {
        "field": "update_cycle",
        "source": "频率",
        "values": {"随缘": 2},
    }
    assert found["bad"] == [
        {"field": "modified", "cause": "not_a_date", "count": 1, "examples": ["3: 昨天"]}
    ]
    assert [entry["title"] for entry in found["first"]] == ["河道水位"]


PERSONS = RECORD | {"编号": "8", "开放": "无条件开放", "摘要": "姓名,身份证号码"}
PAGES = RECORD | {"编号": "9", "格式": "['csv']"}


def test_what_a_run_would_find_besides(ran: Ran, mapping: Path, tmp_path: Path) -> None:
    mapping.write_text(WHOLE.replace("/{编号}/{each}", "/{编号}"), encoding="utf-8")
    records = sample(tmp_path, PERSONS, PAGES)
    said = ran("check", mapping, records, "--first", 0)
    expected = """
There is no organisation of this name here, and a run rejects its records. Create it, or name another one under “provider”:
       2  water-bureau
          record 1: 河道水位
          record 2: 河道水位
       0  science-bureau
"""
    assert expected in said
    assert (
        "1 entries seem to contain personal data. A run proposes 1 of them at level 3 or above, and they "
        "wait for an approver:\n       1  Resident identity number\n          record 1: 河道水位（身份证号码）\n"
        "       1  Name of a person\n          record 1: 河道水位（姓名）\n"
    ) in said
    assert "In 2 entries “source_url” is the address of a resource. Everybody sees it" in said
    assert "          record 2: 河道水位: https://data.example.org/9\n" in said


def test_programs_are_told_the_same(ran: Ran, mapping: Path, tmp_path: Path) -> None:
    mapping.write_text(WHOLE.replace("/{编号}/{each}", "/{编号}"), encoding="utf-8")
    records = sample(tmp_path, PERSONS, PAGES)
    found = ran("check", mapping, records, "--json")
    assert (found["about_persons"], found["asked"], found["personal"]["person_name"]["count"]) == (
        1,
        1,
        1,
    )
    assert (
        found["unknown_providers"]["water-bureau"]["count"]
        == found["shown_addresses"]["count"]
        == 2
    )
    assert found["first"][0]["security_level"] == "3"


def test_gaps_are_named_as_the_page_of_the_entry_lists_them(
    clean_site: None, ran: Ran, tmp_path: Path
) -> None:
    path = tmp_path / "small.yaml"
    owner = factories.Organization(name="bureau")
    path.write_text(SMALL, encoding="utf-8")
    records = sample(tmp_path, {"id": 1, "name": "甲"})
    context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
    entry = ran("check", path, records, "--json")["first"][0]
    stored = helpers.call_action("package_create", context, owner_org=owner["id"], **entry)
    found = ran("check", path, records, "--json")
    assert found["gaps"] == dict.fromkeys(stored["missing_fields"], 1)
    assert found["unknown_providers"] == {}
    said = ran("check", path, records, language="zh_Hans_CN")
    assert "       1  更新周期 (update_cycle)\n" in said
    assert "       1  文件或链接 (resources)\n" in said


def test_what_the_validators_refuse_is_told(clean_site: None, ran: Ran, tmp_path: Path) -> None:
    factories.Organization(name="bureau")
    path = tmp_path / "small.yaml"
    period = "  temporal_coverage: {start: {from: a, date: '%Y'}, end: {from: b, date: '%Y'}}\n"
    path.write_text(SMALL + period, encoding="utf-8")
    said = ran("check", path, sample(tmp_path, {"id": 1, "name": "甲", "a": "2020", "b": "2019"}))
    assert "       1  temporal_coverage invalid: The catalogue does not accept the entry." in said
    assert "          record 1: 甲\n" in said


def test_a_broken_mapping_is_told_by_line(ran: Ran, mapping: Path, tmp_path: Path) -> None:
    mapping.write_text(WHOLE.replace("每日: daily", "每日: dayly").replace("  notes:", "  note:"))
    records = sample(tmp_path, RECORD)
    assert ran("check", mapping, records, exit_code=1) == (
        "Line 14, fields.note: The catalogue has no field “note”. Perhaps one of these is meant: "
        "notes.\n"
        "Line 38, tables.update_cycle.每日: “dayly” is no code of the field's vocabulary. Perhaps one "
        "of these is meant: daily.\n"
    )
    found = ran("check", mapping, records, "--json", exit_code=1)
    assert [(one["line"], one["reason"]) for one in found["errors"]] == [
        (14, "unknown_field"), (38, "not_a_code"),
    ]  # fmt: skip


def test_a_mapping_of_which_nothing_comes_cannot_be_used(ran: Ran, tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(SMALL.replace("[id]", "[ID]"))
    said = ran("check", path, sample(tmp_path, {"id": 1, "name": "甲"}), exit_code=1)
    assert "no record has them. Check how they are spelled:\n  ID\n" in said
    assert "The mapping cannot be used" in said


def test_a_sample_that_cannot_be_read(ran: Ran, mapping: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('[{"a": 1},\n{"a": }]')
    said = ran("check", mapping, broken, exit_code=1)
    assert "Error: The sample is no JSON in line 2. Correct it there" in said
    book = tmp_path / "broken.xlsx"
    book.write_bytes(b"PK\x03\x04 no workbook")
    said = ran("check", mapping, book, exit_code=1)
    assert said.endswith("Error: The workbook cannot be read. Save it again as XLSX.\n")


def test_a_mapping_that_is_not_there(ran: Ran, tmp_path: Path) -> None:
    said = ran("check", "nowhere", sample(tmp_path, RECORD), exit_code=1)
    assert "Error: There is no mapping file “nowhere”." in said
    path = tmp_path / "binary.yaml"
    path.write_bytes(b"\xff\xfe\xfd")
    said = ran("check", path, sample(tmp_path, RECORD), exit_code=1)
    assert said.endswith("Error: The mapping file is no text in UTF-8. Save it as one.\n")


def test_a_proposal_can_be_checked(ran: Ran, tmp_path: Path) -> None:
    records = sample(
        tmp_path, RECORD, RECORD | {"编号": "8", "目录名称": "雨量"}, name="江滨 River.json"
    )
    path = tmp_path / "proposed.yaml"
    path.write_text(ran("propose", records), encoding="utf-8")
    assert "name: river\n" in path.read_text(encoding="utf-8")
    found = ran("check", path, records, "--json")
    assert (found["entries"], found["first"][0]["title"]) == (2, "河道水位")
    assert "name: jiangbin\n" in ran("propose", records, "--name", "jiangbin")
