"""What a file's name says, and what it does not."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.drafts.domain.file_names import form_in, period_in, title_in, values_in


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("省级科研项目_立项清单（2023年）.csv", "省级科研项目 立项清单（2023年）"),
        ("管理科学部资助项目.tar.gz", "管理科学部资助项目.tar"),
        ("关于2023年度的通知.终稿说明文件第二版本", "关于2023年度的通知.终稿说明文件第二版本"),
        ("名录", "名录"),
        ("附件1.xlsx", ""),
        ("工作簿2.xlsx", ""),
        ("新建 XLSX 工作表.xlsx", ""),
        ("Book1.xlsx", ""),
        ("data (3).csv", ""),
        ("20240601.csv", ""),
        ("附件1：重点实验室名录.xlsx", "附件1：重点实验室名录"),
        ("数据资源目录.csv", "数据资源目录"),
        ("长" * 300 + ".csv", "长" * 200),
    ],
)
def test_the_title_is_the_name_where_that_says_something(name, title):
    assert title_in(name) == title


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.csv", "spreadsheet"), ("a.XLSX", "spreadsheet"), ("报告.pdf", "document"),
        ("图.jpeg", "image"), ("录音.mp3", "stream"), ("a.geojson", "self_described"),
        ("库.sqlite", "database"), ("a.zip", ""), ("csv", ""), ("a.", ""),
    ],
)  # fmt: skip
def test_the_form_goes_by_the_ending(name, form):
    assert form_in(name) == form


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("项目清单（2023年）", "2023-01-01", "2023-12-31"),
        ("项目清单2019-2023年", "2019-01-01", "2023-12-31"),
        ("项目清单2019年至2023年", "2019-01-01", "2023-12-31"),
        ("2024年2月统计", "2024-02-01", "2024-02-29"),
        ("2024年12月统计（2024年12月）", "2024-12-01", "2024-12-31"),
    ],
)
def test_one_period_in_the_name(name, first, last):
    assert period_in(name) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@pytest.mark.parametrize(
    "name",
    [
        "项目清单", "文号2023", "12023年", "2023年3月5日公布的清单", "2022年和2023年对比",
        "2023-2019年", "电话20231234", "1850年",
    ],
)  # fmt: skip
def test_no_period_is_guessed(name):
    assert period_in(name) is None


def test_values_are_inputs_of_the_form():
    assert values_in("附件1.bin") == {}
    assert values_in("名录_2023年.csv") == {
        "title": "名录 2023年",
        "data_form": "spreadsheet",
        "temporal_coverage-0-start": "2023-01-01",
        "temporal_coverage-0-end": "2023-12-31",
    }
