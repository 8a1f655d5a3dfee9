"""The shipped tables: the source's bytes, the figures people will look up, whole dictionaries."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from decimal import Decimal
from typing import Any

import pytest

from ckanext.scigov.demo import files

TABLES = {table["key"]: table for table in files.load_tables()}
SYNTHETIC = ("synthetic-reservoir", "synthetic-weather", "synthetic-germplasm")


def _rows(key: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files.table_bytes(TABLES[key]).decode("utf-8"))))


def test_nsfc_bytes_are_the_source_s():
    content = files.table_bytes(TABLES["nsfc-management-science"])
    assert len(content) == 2_645_772
    assert hashlib.sha256(content).hexdigest() == (
        "b012d8c034549e1cb66adcf03cbccbce505447e4fd3317ce3ac39ffd4a32a9f5"
    )


def test_nsfc_figures():
    rows = _rows("nsfc-management-science")
    assert len(rows) == 17_926
    own = [row for row in rows if row["依托单位"] == "中山大学"]
    assert len(own) == 327
    assert sum(Decimal(row["金额"]) for row in own) == Decimal("12782.6")
    assert sum("大数据" in row["项目名称"] for row in rows) == 222


def test_social_science_part():
    rows = _rows("social-science-fund")
    by_discipline = {row["学科分类"] for row in rows}
    assert len(rows) == 5_202
    assert by_discipline == {"管理学", "图书馆、情报与文献学", "统计学"}
    assert "获奖情况" not in rows[0]
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_the_list_has_a_row_for_each_record():
    rows = _rows("catalogue-list")
    records = files.load_catalogue().records
    assert [row["数据资源名称"] for row in rows] == [record.title for record in records]
    assert sum(row["开放属性"] == "有条件开放" for row in rows) == 48
    river = next(row for row in rows if row["数据资源名称"] == "柳州市龙怀水库水文资料")
    assert river["来源开放属性"] == "有条件开放"
    assert river["数据种类"] == "科学数据"
    assert river["省份"] == "广西壮族自治区"


@pytest.mark.parametrize("key", SYNTHETIC)
def test_synthetic_tables_say_so_everywhere(key: str):
    table = TABLES[key]
    assert "合成数据" in table["resource"]["name"]
    assert table["resource"]["description"].startswith("合成数据")
    assert {row["数据说明"] for row in _rows(key)} == {"合成数据"}
    record = next(r for r in files.load_catalogue().records if r.name == table["attach_to"])
    assert record.open_type == "conditional"


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_rows_and_checksum_are_as_described(table: dict[str, Any]):
    content = files.table_bytes(table)
    assert len(_rows(table["key"])) == table["rows"]
    if "sha256" in table:
        assert hashlib.sha256(content).hexdigest() == table["sha256"]
    assert re.fullmatch(r"[a-z0-9.-]+\.csv", table["upload_name"])


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_dictionary_fits_every_cell(table: dict[str, Any]):
    rows = _rows(table["key"])
    items = table["items"]
    assert [item["title"] for item in items] == list(rows[0])
    assert len({item["name"] for item in items}) == len(items)
    for item in items:
        assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,62}", item["name"])
        assert len(item["description"]) >= 4
        assert item["description"] != item["title"]
        column = [row[item["title"]] for row in rows]
        misfits = [cell for cell in column if not _fits(cell, item)]
        assert misfits == [], f"{item['title']}: {misfits[:5]}"
        if item.get("unique"):
            assert len(set(column)) == len(column)


def _fits(cell: str, item: dict[str, Any]) -> bool:
    if not cell:
        return not item.get("required")
    if item.get("enum") and cell not in item["enum"]:
        return False
    if item.get("pattern") and not re.fullmatch(item["pattern"], cell):
        return False
    return _FITS[item["data_type"]](cell, item)


def _text(cell: str, item: dict[str, Any]) -> bool:
    return len(cell) <= item["length"]


def _number(cell: str, item: dict[str, Any]) -> bool:
    digits, scale = (int(part) for part in item["precision"].split(","))
    whole, _, fraction = cell.lstrip("-").partition(".")
    low, high = Decimal(item["range_min"]), Decimal(item["range_max"])
    return len(whole) <= digits - scale and len(fraction) <= scale and low <= Decimal(cell) <= high


def _integer(cell: str, item: dict[str, Any]) -> bool:
    return int(item["range_min"]) <= int(cell) <= int(item["range_max"])


def _moment(cell: str, _item: dict[str, Any]) -> bool:
    return bool(dt.datetime.fromisoformat(cell))


_FITS = {"C": _text, "N": _number, "Y": _number, "I": _integer, "D": _moment, "T": _moment}
