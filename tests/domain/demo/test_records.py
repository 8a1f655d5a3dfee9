"""The shipped records: unique, traceable, legally graded, and about nobody in particular."""

from __future__ import annotations

import collections
import datetime as dt
import json
import re
from pathlib import Path

import pytest
import yaml

from ckanext.scigov.demo import files
from ckanext.scigov.demo.domain.catalogue import ASSIGNABLE, Record, parse

DATA = Path(str(files.FOLDER))
VOCABULARIES = Path(__file__).parents[3] / "schemas" / "vocabularies"
CATALOGUE = files.load_catalogue()
PER_PORTAL = {
    "anhui_anhui": 19,
    "guangxi_liuzhou": 21,
    "guizhou_guiyang": 22,
    "hainan_hainan": 21,
    "jiangsu_huaian": 21,
    "jiangsu_jiangsu": 20,
    "jiangsu_zhenjiang": 21,
    "shanghai_shanghai": 24,
    "sichuan_aba": 21,
    "zhejiang_zhejiang": 19,
}
# The rows of the matrix that an open type of the sources can stand in (metadata 3.1).
LEGAL = {
    ("1", "unconditional", "unconditional"),
    ("2", "unconditional", "conditional"),
    ("3", "conditional", "conditional"),
}
# Records about persons never belong here, whatever the source calls them.
FORBIDDEN = re.compile(
    "姓名|身份证|车牌|负责人|法定代表人|联系人|人才|专家|残疾|低保|救助|患者|病人|处罚|违法|失信"
    "|罪犯|社区矫正|戒毒|学生|教师|职称|特派员|补贴名单|党员|户籍"
)


def _by_name(name: str) -> Record:
    return next(record for record in CATALOGUE.records if record.name == name)


def test_counts_are_those_of_the_documentation():
    found = collections.Counter(record.portal.key for record in CATALOGUE.records)
    assert dict(found) == PER_PORTAL
    assert len(CATALOGUE.records) == 209
    assert len(CATALOGUE.providers) == 81
    assert collections.Counter(r.open_type for r in CATALOGUE.records) == {
        "unconditional": 152,
        "conditional": 48,
        "": 9,
    }
    assert collections.Counter(r.assigned["data_kind"] for r in CATALOGUE.records) == {
        "management": 72,
        "scientific": 71,
        "public_distributed": 39,
        "interaction": 27,
    }


def test_nothing_occurs_twice():
    records = CATALOGUE.records
    assert len({r.name for r in records}) == len(records)
    assert len({(r.portal.key, r.source_identity) for r in records}) == len(records)
    assert len({(r.title, r.provider.name) for r in records}) == len(records)
    assert len({p.title for p in CATALOGUE.providers}) == len(CATALOGUE.providers)
    assert {r.provider for r in records} == set(CATALOGUE.providers)


@pytest.mark.parametrize("record", CATALOGUE.records, ids=lambda record: record.name)
def test_a_record_is_sound(record: Record):
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{1,99}", record.name)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{1,99}", record.provider.name)
    assert record.title == record.title.strip()
    assert 2 <= len(record.title) <= 50
    assert not FORBIDDEN.search(record.title + record.notes)
    assert set(record.assigned) <= set(ASSIGNABLE)
    grade = (
        record.assigned.get("security_level", ""),
        record.assigned.get("share_type", ""),
        record.open_type,
    )
    assert grade in LEGAL if record.is_classified else grade == ("", "", "")
    for day in (record.issued, record.source_modified):
        assert not day or dt.date(2010, 1, 1) <= dt.date.fromisoformat(day) <= dt.date(2023, 6, 30)
    assert record.source_identity
    assert all(2 <= len(tag) <= 100 for tag in record.tags)


@pytest.mark.parametrize("record", CATALOGUE.records, ids=lambda record: record.name)
def test_our_codes_follow_from_the_original_words(record: Record):
    tables = CATALOGUE.value_tables
    assert record.open_type == tables["open_type"][record.original("open_type")]
    assert record.update_cycle == tables["update_cycle"][record.original("update_cycle")]
    listed = re.findall(r"[\w一-鿿-]+", record.original("formats"))
    assert set(record.formats) == {tables["formats"][word] for word in listed} - {""}
    for field in ("issued", "source_modified"):
        assert record.original(field).startswith(getattr(record, field))
    assert record.original("provider")


@pytest.mark.parametrize("field", ["open_type", "update_cycle"])
def test_value_tables_lead_into_the_vocabularies(field: str):
    allowed = {v["value"] for v in _vocabulary(field)} | {""}
    assert set(CATALOGUE.value_tables[field].values()) <= allowed


def test_kinds_and_forms_are_words_of_the_vocabularies():
    kinds = {v["value"] for v in _vocabulary("data_kind")}
    forms = {v["value"] for v in _vocabulary("data_form")} | {""}
    assert {r.assigned["data_kind"] for r in CATALOGUE.records} == kinds
    assert {r.data_form for r in CATALOGUE.records} <= forms


def _vocabulary(name: str) -> list[dict[str, str]]:
    return yaml.safe_load((VOCABULARIES / f"{name}.yaml").read_text(encoding="utf-8"))["values"]


def test_provenance_is_stated():
    document = json.loads((DATA / "records.json").read_text(encoding="utf-8"))
    assert document["provenance"]["licence"] == "Apache-2.0"
    assert document["provenance"]["as_of"] == "2023-06"
    told = (DATA / "PROVENANCE.md").read_text(encoding="utf-8")
    assert all(word in told for word in ("nju-websoft", "Apache-2.0", "Tsai1993/Fund", "MPL-2.0"))
    for file in DATA.iterdir():
        assert file.name in told, f"PROVENANCE.md does not mention {file.name}."


def test_one_wrong_address_for_all_is_no_address():
    """Shanghai's records carry one and the same detail address, which belongs to another."""
    shanghai = [r for r in CATALOGUE.records if r.portal.key == "shanghai_shanghai"]
    assert not any(r.source_url for r in shanghai)
    assert {r.portal.key for r in CATALOGUE.records if not r.source_url} == {
        "anhui_anhui",
        "jiangsu_huaian",
        "shanghai_shanghai",
    }


def test_a_known_record_reads_as_in_its_portal():
    record = _by_name("liu-zhou-shi-long-huai-shui-ku-shui-wen-zi-liao")
    assert record.title == "柳州市龙怀水库水文资料"
    assert record.notes == "柳州市龙怀水库水文数据,包括日期,水位,流量等信息(2019年起)"
    assert record.original("open_type") == "有条件开放"
    assert record.original("formats") == "['xls', 'xml', 'json', 'csv', 'rdf']"
    assert record.provider.title == "柳州市水利局"
    assert (record.issued, record.source_modified) == ("2022-06-15", "2022-06-16")


def test_an_unknown_provider_is_an_error():
    document = json.loads((DATA / "records.json").read_text(encoding="utf-8"))
    document["records"][0]["provider"] = "nobody"
    with pytest.raises(KeyError, match="nobody"):
        parse(document)
