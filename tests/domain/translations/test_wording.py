"""The rules a Chinese text is held to find each kind of error, and leave what is right alone."""

from __future__ import annotations

import pytest

from ckanext.scigov import wording

LOST = "placeholders, tags or links differ"
HALF = "half-width punctuation"


@pytest.mark.parametrize(
    ("english", "plural", "chinese"),
    [
        ("Log in", "", "登录"),
        ("{number} view", "{number} views", "浏览 {number} 次"),
        ("one member", "{count} members", "{count} 名成员"),
        ("User %s may not edit %s", "", "用户 %s 无权编辑 %s。"),
        ("On %(day)s, %(user)s:", "", "%(user)s 于 %(day)s："),
        ('<a href="%(url)s" title="x y">More</a>', "", '<a href="%(url)s">更多</a>'),
        ("eg. CSV or XML", "", "例如：CSV、XML（http://example.org/a?b=c）"),
        ("In the <code>&lt;head&gt;</code> part", "", "写入 <code>&lt;head&gt;</code> 部分"),
        ("Must be <field>:<value>", "", "须为“<field>:<value>”形式"),
        ("Version 1.0", "", "版本 1.0"),
        ("{n}E", "", "{n}E"),
        ("http://example.com/my-image.jpg", "", "http://example.com/my-image.jpg"),
        ("CSV", "", "CSV"),
        ("Bodies of society", "", "社会组织"),
        ("Register your agency", "", "登记本机构"),
    ],
)
def test_what_is_right_has_no_fault(english: str, plural: str, chinese: str) -> None:
    assert wording.faults(english, plural, chinese) == []


@pytest.mark.parametrize(
    ("english", "chinese", "fault"),
    [
        ("Log in", "", "no Chinese"),
        ("Log in", "Log in", "no Chinese"),
        ("Delete {num} rows?", "Delete {num} rows?", "no Chinese"),
        ("{name} not found", "未找到", LOST),
        ("{name} not found", "未找到 {nmae}", LOST),
        ("%s of %i", "%i 个 %s", LOST),  # filled by their place: the order must stay
        ("<b>No</b> fields", "没有字段", LOST),
        ('<a href="%(a)s">%(b)s</a> more', '更多 <a href="%(b)s">%(a)s</a>', LOST),
        ("Sure?", "确定吗?", HALF),
        ("Not found.", "未找到.", HALF),
        ('No tag "%s"', '没有 "%s"', HALF),
        ("Source: <a>x</a>", "来源:<a>某处</a>", HALF),
        ("Other (open)", "其他(开放)", HALF),
        ("a, b", "甲, 乙", HALF),
        ("Datasets", "数据集", "数据集 for 数据资源"),
        ("Log in", "登陆", "登陆 for 登录"),
        ("Organizations", "机构", "机构 for 提供单位"),
        ("Package not found", "未找到组件", "组件 for 数据资源"),
        ("Your name", "你的姓名", "你 for 您"),
        ("Loading...", "读取中...", HALF),
        ("No group", "沒有群组", "沒 for 没"),
    ],
)
def test_what_is_wrong_is_named(english: str, chinese: str, fault: str) -> None:
    assert wording.faults(english, "", chinese) == [fault]


@pytest.mark.parametrize(
    ("english", "technical"),
    [("{e}E", True), ("{tebibytes} TiB", True), ("joe@example.com", True), ("1.0", True), ("CKAN API", False)],
)  # fmt: skip
def test_only_a_message_without_words_needs_no_chinese(english: str, technical: bool) -> None:
    assert wording.is_technical(english) is technical
