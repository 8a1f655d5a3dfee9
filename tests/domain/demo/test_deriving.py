"""What follows from what a record says: its keywords, its area, its period; and nothing that it does not say."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ckanext.scigov.demo import files
from ckanext.scigov.demo.domain import deriving
from ckanext.scigov.demo.domain.catalogue import Provider, Record

CATALOGUE = files.load_catalogue()
WORDS = files.load_keywords()


def record(title: str, provider: str = "柳州市科技局", **more: Any) -> Record:
    plain = {"tags": (), "issued": "", "source_modified": "", **more}
    return dataclasses.replace(
        CATALOGUE.records[0], title=title, provider=Provider("p", provider, "某省"), **plain
    )


def derived(title: str, provider: str = "柳州市科技局", **more: Any) -> dict[str, Any]:
    return deriving.derived(record(title, provider, **more), WORDS)


@pytest.mark.parametrize(
    ("title", "keywords"),
    [
        ("柳州市众创空间", "众创空间"), ("市级科技企业孵化器名单", "科技企业孵化器"),
        ("各市研究与试验发展（R&D）经费支出情况信息", "研究与试验发展,经费"),
    ],
)  # fmt: skip
def test_keywords_are_words_of_the_title(title: str, keywords: str) -> None:
    assert derived(title)["tag_string"] == keywords


def test_keywords_of_the_portal_stay() -> None:
    assert "tag_string" not in derived("柳州市众创空间", tags=("科技",))
    assert "tag_string" not in derived("无")


@pytest.mark.parametrize(
    ("provider", "title", "area"),
    [
        ("柳州市科技局", "柳州市众创空间", "柳州市"), ("阿坝州科技局", "中药材分布信息表", "阿坝州"),
        ("阿坝州市场监管局", "新产品", "阿坝州"), ("阿坝州九寨沟县", "九寨沟县林业", "阿坝州九寨沟县"),
        ("上海市绿化和市容管理局", "上海市园林", "上海市"), ("浙江省市场监管局(省知识产权局)", "用户", "浙江省"),
        ("保亭黎族苗族自治县科技和工业信息产业局", "技术合同", "保亭黎族苗族自治县"),
        ("安徽省数据资源管理局", "铜陵市2005年发明专利授权数", "安徽省铜陵市"),
        ("安徽省统计局", "各市县空气质量", "安徽省"), ("安徽省统计局", "技术市场成交情况", "安徽省"),
        ("贵阳市生态环境局息烽分局", "息烽县饮用水源", "贵阳市息烽县"), ("淮安市科学技术局", "淮安市市级名单", "淮安市"),
        ("清镇市科学技术局（清镇市大数据发展管理局）", "名单", "清镇市"),
    ],
)  # fmt: skip
def test_the_area_is_that_of_the_provider(provider: str, title: str, area: str) -> None:
    assert derived(title, provider)["spatial_coverage"] == [{"text": area}]


def test_a_provider_without_an_area_gives_none() -> None:
    assert "spatial_coverage" not in derived("铜陵市名单", "科学技术委员会")


@pytest.mark.parametrize(
    ("title", "dates", "period"),
    [
        ("2019-2022高新技术企业", ("2015-10-27", "2023-03-03"), ("2019-01-01", "2022-12-31")),
        ("铜陵市2005年发明专利", ("", ""), ("2005-01-01", "2005-12-31")),
        ("名单", ("2022-06-08", "2022-06-09"), ("2022-06-08", "2022-06-09")),
        ("名单", ("2018-07-27", "2018-06-22"), ("2018-06-22", "2018-07-27")),
        ("500万口径12019", ("", "2022-01-20"), ("2022-01-20", "2022-01-20")),
    ],
)
def test_the_period_is_of_the_title_or_of_the_entry(
    title: str, dates: tuple[str, str], period: tuple[str, str]
) -> None:
    found = derived(title, issued=dates[0], source_modified=dates[1])["temporal_coverage"]
    assert found == [{"start": period[0], "end": period[1]}]


def test_without_years_and_days_there_is_no_period() -> None:
    assert "temporal_coverage" not in derived("名单")


def test_every_record_gets_keywords_and_an_area() -> None:
    for one in CATALOGUE.records:
        found = deriving.derived(one, WORDS)
        assert one.tags or found["tag_string"], one.title
        assert found["spatial_coverage"], one.title
    assert (
        sum("temporal_coverage" not in deriving.derived(one, WORDS) for one in CATALOGUE.records)
        <= 2
    )
    assert len(set(WORDS)) == len(WORDS)
