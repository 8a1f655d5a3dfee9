"""What proposals recognise: cycles, names of fields, forms of dates, separators, formats."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.scigov.intake import mapping_files, proposals
from ckanext.scigov.intake.domain.mapping import MappingFile

CYCLES = {
    "realtime": "实时 即时更新 准实时 随时更新 动态更新 每分钟 每30分钟 分钟级 PT1S R/PT1S continuous",
    "daily": "每日 每天 日 按日 天更新 每日更新一次 每工作日 24小时 PT24H P1D R/P1D T+1 daily 更新周期：每日",
    "weekly": "每周 周 按周 每星期 每周一次 一周 7天 P7D P1W weekly 周报",
    "tenday": "每旬 旬 按旬 每十天 每10天 每月三次",
    "monthly": "每月 按月 月度 月更新 1个月 一个月 每月一次 每月10日前 每月初 P1M 逐月 monthly",
    "quarterly": "每季度 季 按季度更新 每三个月 3个月 一年四次 每年4次 P3M quarterly",
    "semiannual": "每半年 半年 半年度 每六个月 一年两次 每半年更新一次 P6M biannual",
    "annual": "每年 年 年度 按年度 一年 每一年 一年一次 12个月 十二个月 每年3月 每年底 P1Y annually yearly 以年为单位",
    "as_needed": "按需 按需更新 根据需要更新",
    "irregular": "不定期 不定期更新 不定时 无固定周期 irregular",
    "never": "不更新 静态数据 一次性 停止更新 never",
    "other": "其他 自定义 每半月 半月 双周 每两周 每2小时 小时级 每小时 PT2H 每两年 每5年 一年三次 每周两次 两年两次 P2Y hourly",
    "": "随缘 看情况 2023年 5月 三月 5日 隔年 定期 甲 P1X",
}
IDENTITIES = (
    "xxzybh resId RES_ID dataId cata_id cataCode 信息资源编号 目录编码 zybm mlbh rowGuid id"
)
ABSTRACTS = "摘要 资源描述 简介 说明 xxzyzy xxzyms zyms 数据集描述 内容摘要 resAbstract res_desc description"


def record(**fields: Any) -> dict[str, Any]:
    return {"目录名称": "水位", **fields}


def proposed(*records: Any) -> MappingFile:
    return mapping_files.read(proposals.propose(records, "sample"))


def source_of(mapping: MappingFile, field: str) -> str:
    return next((one.rule.sources[0].text for one in mapping.fields if one.field.name == field), "")


@pytest.mark.parametrize(
    ("spelling", "code"),
    [(one, code) for code, spellings in CYCLES.items() for one in spellings.split()],
)
def test_spellings_of_cycles(spelling: str, code: str) -> None:
    known = record(更新周期="每年")
    sample = record(更新周期=spelling)
    mapped = proposed(known, sample).apply(sample)
    assert mapped.entry.get("update_cycle", "") == code


def test_a_cycle_of_another_vocabulary_is_known_by_the_end_of_its_address() -> None:
    sample = record(frequency="http://example.org/authority/frequency/ANNUAL_2")
    assert proposed(sample).apply(sample).entry["update_cycle"] == "semiannual"


@pytest.mark.parametrize("name", IDENTITIES.split())
def test_names_of_identities(name: str) -> None:
    records = [record(**{name: f"A{n}", "备注": "x"}) for n in range(3)]
    assert [path.text for path in proposed(*records).identity] == [name]


@pytest.mark.parametrize("name", ABSTRACTS.split())
def test_names_of_abstracts(name: str) -> None:
    assert source_of(proposed(record(**{name: "各站逐时水位"})), "notes") == name


def test_all_forms_of_a_date_are_listed() -> None:
    texts = ("2023-05-31", "2023/5/31", "2023年5月31日", "20230531", "2023-05-31 10:00:00")
    mapping = proposed(*(record(更新时间=text) for text in texts))
    rule = next(one.rule for one in mapping.fields if one.field.name == "modified")
    assert rule.dates == ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d")
    found = {mapping.apply(record(更新时间=text)).entry["modified"] for text in texts}
    assert found == {"2023-05-31"}


@pytest.mark.parametrize(
    ("text", "keywords"),
    [
        ("水、雨", ["水", "雨"]),
        ("水，雨,雪", ["水", "雨", "雪"]),
        ("水；雨;雪", ["水", "雨", "雪"]),
        ("水|雨", ["水", "雨"]),
        ("水 雨\u3000雪", ["水", "雨", "雪"]),
        ("水\n雨", ["水", "雨"]),
        ("open data", ["open data"]),
        ("水、其他、-", ["水"]),
        ('["水", "其他"]', ["水"]),
        ("水、open data", ["水", "open data"]),
    ],
)
def test_separators_of_keywords(text: str, keywords: list[str]) -> None:
    sample = record(关键词=text)
    tags = proposed(sample).apply(sample).entry["tags"]
    assert [tag["name"] for tag in tags] == keywords


@pytest.mark.parametrize(
    ("written", "links", "form"),
    [
        (["xls"], [("XLS", "XLS")], "spreadsheet"),
        (["xls", "json", "api"], [("XLS", "XLS"), ("JSON", "JSON"), ("API", "API")], "spreadsheet"),
        (["json"], [("JSON", "JSON")], "self_described"),
        (["file"], [("文件", None)], "document"),
        ("数据库-mysql", [("MySQL数据库", None)], "database"),
        ("数据库-其他", [("数据库", None)], "database"),
        ("图形图像-jpg", [("JPEG", "JPEG")], "image"),
        (["xlsx", "pdf"], [("XLSX", "XLSX"), ("PDF", "PDF")], "spreadsheet"),
        (["其他"], [], None),
        (["WP"], [("WP", "WP")], None),
    ],
)
def test_formats_become_links_and_a_form_of_data(written: Any, links: Any, form: Any) -> None:
    sample = record(网址="http://x.org/1", 数据格式=written)
    entry = proposed(sample).apply(sample).entry
    named = [(f"水位（{name}）", plain) for name, plain in links]
    assert [(one["name"], one.get("format")) for one in entry["resources"]] == named
    assert entry.get("data_form") == form


def test_forms_that_no_format_tells_alone_are_told_by_all_of_a_record() -> None:
    formats = (["xls", "api"], ["api"], ["json"], ["csv", "json"], ["pdf", "api"], ["其他"])
    records = [record(编码=str(n), 数据格式=one) for n, one in enumerate(formats)]
    mapping = proposed(*records)
    forms = [mapping.apply(one).entry.get("data_form") for one in records]
    assert forms == ["spreadsheet", "api", "self_described", "spreadsheet", "document", None]
    assert mapping.apply(records[0]).entry["resources"] == []


def test_a_files_address_is_a_link_and_never_the_public_address() -> None:
    records = [record(链接=f"http://x.org/{n}.csv", 格式="csv") for n in range(2)]
    mapping = proposed(*records)
    entry = mapping.apply(records[1]).entry
    assert "source_url" not in entry
    assert entry["resources"] == [{"url": "http://x.org/1.csv", "name": "水位", "format": "csv"}]
    paged = [one | {"网址": f"http://x.org/page/{n}"} for n, one in enumerate(records)]
    entry = proposed(*paged).apply(paged[1]).entry
    assert (entry["source_url"], len(entry["resources"])) == ("http://x.org/page/1", 1)
    listed = [
        record(下载地址=f"http://x.org/download?id={n}", 格式=["csv", "xls"]) for n in range(2)
    ]
    assert proposed(*listed).apply(listed[0]).entry["resources"] == [
        {"url": "http://x.org/download?id=0", "name": "水位"}
    ]


def test_words_that_stand_for_several_domains() -> None:
    sample = record(所属领域="教育科技")
    domains = proposed(sample).apply(sample).entry["data_domain"]
    assert domains == ["science_innovation", "education_culture"]
    assert "data_domain" not in proposed(record(所属领域="其他")).apply(sample).entry


def test_empty_ways_of_contact_are_named_all_the_same() -> None:
    sample = record(来源部门="水务局", 部门电话="暂无", 部门邮箱="")
    mapping = proposed(sample)
    assert mapping.apply(sample).entry["contact"] == [{"name": "水务局"}]
    told = mapping.apply(sample | {"部门电话": "0571-88001234"}).entry["contact"]
    assert told == [{"name": "水务局", "phone": "0571-88001234"}]
    assert not proposed(record(联系方式="暂无")).groups


def test_one_field_for_addresses_and_telephones() -> None:
    address, number = {"email": "a@b.cn"}, {"phone": "0571-88001234"}
    for rarer, others in ((address, {"phone": "88005678"}), (number, {"email": "c@d.cn"})):
        ways = [rarer, others, others]
        records = [record(联系方式=text) for way in ways for text in way.values()]
        mapping = proposed(*records)
        assert [mapping.apply(one).entry["contact"][0] for one in records] == ways
    many = [record(联系方式=f"0571-880012{n:02}") for n in range(60)]
    many += [record(联系方式=f"a{n}@b.cn") for n in range(21)]
    assert [one.field.name for one in proposed(*many).groups[0].rules] == ["phone"]


def test_conditions_and_versions_are_taken_as_they_are() -> None:
    sample = record(开放属性="有条件开放", 开放条件="需签订协议", 共享条件="限本市", 版本号="v3")
    mapping = proposed(sample)
    names = ("open_condition", "share_condition", "version")
    assert [source_of(mapping, name) for name in names] == ["开放条件", "共享条件", "版本号"]
