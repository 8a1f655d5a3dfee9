"""Read catalogue records of ten Chinese open-data portals, each in its own vocabulary."""

from __future__ import annotations

import ast
import dataclasses
import functools
import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

DATA_VARIABLE = "SCIGOV_SHARED_DATA"
REPOSITORY = Path(__file__).resolve().parents[2]


class CorpusMissingError(RuntimeError):
    """The files are not on this machine; a lane prints the reason as NOT RUN."""


@dataclasses.dataclass(frozen=True)
class Record:
    """One dataset as its portal describes it; empty where the portal says nothing."""

    portal: str
    number: int
    title: str
    notes: str
    provider: str
    tags: tuple[str, ...]
    formats: tuple[str, ...]
    theme: str
    region: str
    open_type: str
    update_cycle: str
    updated: str
    published: str
    source: str


@dataclasses.dataclass(frozen=True)
class Vocabulary:
    """Which fields of a portal hold what; several where the first may be empty."""

    region: str
    title: str
    notes: str = ""
    provider: str = ""
    tags: tuple[str, ...] = ()
    formats: str = "数据格式"
    theme: str = ""
    open_type: str = ""
    update_cycle: str = ""
    updated: str = ""
    published: str = ""
    source: str = "详情页网址"


# fmt: off
VOCABULARIES: Mapping[str, Vocabulary] = {
    "anhui_anhui": Vocabulary(
        "安徽省", "标题", "摘要信息", "提供单位", ("所属领域",), "数据格式", "所属领域", "开放属性",
        "更新频率", "更新日期", "发布日期", ""),
    "guangxi_liuzhou": Vocabulary(
        "柳州市", "标题", "描述", "来源部门", ("标签", "所属行业"), "数据格式", "重点领域", "开放条件",
        "更新频率", "更新时间", "发布时间"),
    "guizhou_guiyang": Vocabulary(
        "贵阳市", "标题", "数据摘要", "数据提供方", ("主题名称", "所属行业"), "数据格式", "主题名称",
        "开放属性", "更新频率", "更新时间", "发布时间"),
    "hainan_hainan": Vocabulary(
        "海南省", "目录名称", "摘要", "来源部门", ("所属主题",), "数据格式", "所属主题", "开放状态",
        "更新频率", "数据更新时间", "目录发布时间"),
    "jiangsu_huaian": Vocabulary(
        "淮安市", "资源名称", "", "所属部门", (), "", "", "开放方式", "更新周期", "更新时间", "发布时间", ""),
    "jiangsu_jiangsu": Vocabulary(
        "江苏省", "资源名称", "资源描述", "所属单位", ("应用场景", "所属行业", "所属主题"), "数据格式",
        "所属主题", "开放类型", "更新周期", "资源更新日期", ""),
    "jiangsu_zhenjiang": Vocabulary(
        "镇江市", "资源名称", "资源摘要", "数据提供方", ("关键字", "数据行业"), "数据格式", "数据领域",
        "开放属性", "更新周期", "最近更新", "发布时间"),
    "shanghai_shanghai": Vocabulary(
        "上海市", "数据集名称", "摘要", "数据提供方", ("数据标签",), "数据格式", "数据领域", "开放属性",
        "更新频度", "更新日期", "首次发布日期", ""),
    "sichuan_aba": Vocabulary(
        "阿坝州", "subjectBaseName", "tableRemark", "orgName", ("fieldName", "industry"), "dataType",
        "fieldName", "openTypeName", "frequency", "updateTime", "releaseTime"),
    "zhejiang_zhejiang": Vocabulary(
        "浙江省", "标题", "摘要", "数源单位", ("标签",), "资源格式", "数据领域", "开放条件", "更新周期",
        "更新日期", "发布日期"),
}
# fmt: on

NOTHING = frozenset(["暂无", "无", "None", "默认主题", "默认行业", "其他"])
CYCLES = (
    ("不更新", "never"), ("静态", "never"), ("不定期", "irregular"), ("实时", "realtime"),
    ("即时", "realtime"), ("每日", "daily"), ("每天", "daily"), ("每周", "weekly"),
    ("每旬", "tenday"), ("每月", "monthly"), ("每季", "quarterly"), ("半年", "semiannual"),
    ("每年", "annual"), ("按需", "as_needed"),
)  # fmt: skip
OPENNESS = (
    ("无条件", "unconditional"), ("开放网站", "unconditional"), ("有条件", "conditional"),
    ("依申请", "conditional"), ("不予", "none"),
)  # fmt: skip
YEARS = (2022, 2021, 2020, 2019, 2018, 2017, 2016, 2015)
REGIONS = (
    "北京市", "天津市", "河北省", "山西省", "内蒙古自治区", "辽宁省", "吉林省", "黑龙江省", "福建省",
    "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "广西壮族自治区", "重庆市", "四川省",
    "贵州省", "云南省", "西藏自治区", "陕西省", "甘肃省", "青海省", "宁夏回族自治区",
    "新疆维吾尔自治区",
)  # fmt: skip


def folder() -> Path:
    """Return where the portals' files are, or raise CorpusMissingError with what to do."""
    given = os.environ.get(DATA_VARIABLE)
    data = Path(given) if given else REPOSITORY.parent / "shared" / "data"
    portals = data / "portals"
    missing = [name for name in VOCABULARIES if not (portals / f"{name}.json").is_file()]
    if missing:
        raise CorpusMissingError(
            f"The portals' records are not in {portals} ({len(missing)} of {len(VOCABULARIES)} "
            f"files are missing). Set {DATA_VARIABLE} to the folder that holds portals/."
        )
    return portals


@functools.lru_cache(maxsize=1)
def records() -> list[Record]:
    """Return all records of all portals, in the order of the files."""
    path = folder()
    found: list[Record] = []
    for portal, vocabulary in VOCABULARIES.items():
        text = (path / f"{portal}.json").read_text(encoding="utf-8")
        for number, row in enumerate(_rows(text), start=1):
            found.append(_record(portal, number, vocabulary, row))
    return found


def multiplied(count: int) -> list[Record]:
    """Return ``count`` records: below the real number a spread of the real ones, above it variants.

    A variant is a real record for an earlier year and another region: the year follows the title,
    year and region follow the notes, the region replaces the portal's, the year becomes a tag.
    """
    real = records()
    if count <= len(real):
        return [real[i * len(real) // count] for i in range(count)]
    return [
        real[i] if i < len(real) else _variant(real[i % len(real)], i // len(real), i)
        for i in range(count)
    ]


def _variant(record: Record, copy: int, position: int) -> Record:
    rounds, place = divmod(copy - 1, len(YEARS))
    year = YEARS[place]
    region = REGIONS[(position + rounds) % len(REGIONS)]
    return dataclasses.replace(
        record,
        number=record.number + copy * 100_000,
        title=f"{record.title}（{year}年）"
        if not rounds
        else f"{record.title}（{year}年{region}）",
        notes=f"{record.notes} 年份：{year}年；范围：{region}。".strip(),
        tags=(*record.tags, f"{year}年"),
        region=region,
        updated=re.sub(r"^\d{4}", str(year), record.updated),
        published=re.sub(r"^\d{4}", str(year), record.published),
    )


def _rows(text: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of all arrays in a file: one file holds two, one after the other."""
    decoder, position = json.JSONDecoder(), 0
    while text[position:].strip():
        position += len(text[position:]) - len(text[position:].lstrip())
        array, position = decoder.raw_decode(text, position)
        yield from array


def _record(portal: str, number: int, names: Vocabulary, row: Mapping[str, Any]) -> Record:
    def text(field: str) -> str:
        value = str(row.get(field) or "").strip()
        return "" if value in NOTHING else value

    words = (word for field in names.tags for word in _words(text(field)))
    return Record(
        portal=portal,
        number=number,
        title=str(row[names.title]).strip(),
        notes=text(names.notes),
        provider=text(names.provider),
        tags=tuple(dict.fromkeys(words)),
        formats=tuple(dict.fromkeys(_formats(row.get(names.formats)))),
        theme=text(names.theme),
        region=names.region,
        open_type=_code(text(names.open_type), OPENNESS),
        update_cycle=_code(text(names.update_cycle), CYCLES),
        updated=_day(text(names.updated)),
        published=_day(text(names.published)),
        source=text(names.source),
    )


def _words(value: str) -> Iterator[str]:
    for word in re.split(r"[\r\n\t,，、;；]+", value):
        # What is longer than CKAN's tags may be is a sentence, not a tag.
        tag = re.sub(r"[^\w .\-]", "", word).strip()
        if 2 <= len(tag) <= 100 and tag not in NOTHING:
            yield tag


def _formats(value: Any) -> Iterator[str]:
    """Yield formats in upper case out of lists, lists written as text, and text with commas."""
    if isinstance(value, str) and value.startswith("["):
        value = ast.literal_eval(value)
    several = value if isinstance(value, list) else str(value or "").split(",")
    for one in several:
        name = str(one).rsplit("-", 1)[-1].strip()
        if name and name not in NOTHING:
            yield name.upper()


def _code(value: str, codes: tuple[tuple[str, str], ...]) -> str:
    return next((code for words, code in codes if words in value), "")


def _day(value: str) -> str:
    """Return the day of a date that may carry a time, after a blank or on a line of its own."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", value)
    return found.group() if found else ""
