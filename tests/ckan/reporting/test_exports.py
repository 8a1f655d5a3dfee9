"""Exports: each entry in the file or among those that lack something; whose it is decides the policy."""

from __future__ import annotations

import json
from typing import Any

import pytest
import reported
from graded_files import HIDDEN

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.model import AuditEvent


def test_an_entry_is_exported_in_the_thirteen_elements(make: Any) -> None:
    make()
    found = json.loads(reported.exported("approver"))
    assert found["未报送"] == []
    assert found["信息资源"] == [
        {
            "信息资源分类": {"类": "部门信息资源", "项": "07", "目": "001", "细目": ""},
            "信息资源名称": "科技计划立项清单1",
            "信息资源代码": "307001/1",
            "信息资源提供方": "省科学技术厅",
            "信息资源提供方代码": reported.PROVIDER_CODE,
            "信息资源摘要": "立项项目的编号与经费，供查询与监督使用。",
            "信息资源格式": "数据库",
            "共享类型": "无条件共享",
            "共享条件": "无条件",
            "共享方式": ["共享平台：文件下载", "共享平台：服务接口"],
            "是否向社会开放": "是",
            "开放条件": "无条件",
            "更新周期": "每年",
            "发布日期": "2026-03-01",
            "关联资源代码": ["307001/900"],
            "信息项信息": [
                {"信息项名称": "项目编号", "数据类型": "字符型 C", "数据长度": "8"},
                {"信息项名称": "金额", "数据类型": "数值型 N", "数据长度": "/10,2"},
            ],
        }
    ]


def test_a_workbook_has_three_sheets_and_no_formulas(make: Any) -> None:
    make(title="=1+1")
    make(2, resource_code="")
    found = reported.sheets(reported.exported("approver", "xlsx"))
    assert list(found) == ["信息资源", "信息项", "未报送"]
    assert found["信息资源"][1][4:6] == ["=1+1", "307001/1"]
    assert found["信息项"][1:] == [
        ["307001/1", "项目编号", "字符型 C", "8"],
        ["307001/1", "金额", "数值型 N", "/10,2"],
    ]
    assert found["未报送"][1:] == [
        ["科技计划立项清单2", None, "省科学技术厅", "信息资源代码：未填写"]
    ]


def test_a_code_that_is_there_twice_is_told(make: Any) -> None:
    make()
    make(2, resource_code="307001/1")
    found = json.loads(reported.exported("approver"))
    assert [one["信息资源代码"] for one in found["信息资源"]] == ["307001/1"]
    assert [one["未报送原因"] for one in found["未报送"]] == ["信息资源代码：与其他资源重复"]


CLOSED = {"security_level": "3", "share_type": "conditional", "open_type": "conditional",
          "share_condition": "仅限查重", "open_condition": "签署协议", "open_method": "接口",
          "security_measure": "专人保管"}  # fmt: skip


@pytest.fixture
def graded(make: Any) -> None:
    """One entry of each kind: open, on conditions, hidden, of level 4, not yet classified."""
    make(1)
    make(2, **CLOSED)
    make(3, **CLOSED, hide_entry="true", title="canary-hidden")
    make(4, **{**HIDDEN, "hide_entry": "false"}, title="canary-four")
    unclassified = {"security_level": "unclassified", "share_type": "", "open_type": ""}
    make(5, **unclassified, license_id="", title="canary-unclassified")


CODES = {"approver": ["1", "2"], "owner_editor": ["1", "2"], "stranger": [], "": ["1", "2"]}


@pytest.mark.parametrize("who", CODES)
def test_nothing_goes_out_that_is_closed(graded: None, who: str) -> None:
    text = reported.exported(who).decode()
    found = json.loads(text)
    assert sorted(one["信息资源代码"][-1] for one in found["信息资源"]) == CODES[who]
    assert "canary-hidden" not in text
    assert "canary-four" not in text
    assert "canary.csv" not in text
    sees_all = who in ("approver", "owner_editor")
    lacking = ["canary-unclassified"] if sees_all else []
    assert [one["信息资源名称"] for one in found["未报送"]] == lacking


def test_what_is_closed_could_have_leaked(graded: None) -> None:
    made = tk.get_action("package_search")(
        {"user": "approver"}, {"q": "*:*", "include_private": True}
    )
    assert {"canary-hidden", "canary-four"} <= {one["title"] for one in made["results"]}
    assert reported.call("approver", "entry_list")["kept"] == 2


@pytest.mark.parametrize(
    ("option", "title"),
    [("level_four", "canary-four"), ("hidden", "canary-hidden")],
)
def test_an_option_lets_it_out(
    graded: None, ckan_config: Any, monkeypatch: pytest.MonkeyPatch, option: str, title: str
) -> None:
    monkeypatch.setitem(ckan_config, f"ckanext.scigov.reporting.{option}", True)
    assert title in reported.exported("approver").decode()
    # What the public cannot find is not opened by an option.
    assert ("canary-hidden" in reported.exported("").decode()) is False


def test_a_hidden_dictionary_stays_here(make: Any) -> None:
    make(hide_dictionary="true")
    for who in ("approver", "owner_editor", ""):
        (found,) = reported.catalogue(who)
        assert found["信息项信息"] == []


def test_a_sight_that_is_not_ones_own_is_refused(make: Any) -> None:
    for who, sight in (("", "own"), ("", "register"), ("stranger", "register")):
        with pytest.raises(tk.NotAuthorized):
            reported.call(who, "entry_list", sight=sight)


def test_a_filter_narrows_and_the_export_is_on_record(make: Any) -> None:
    make(1)
    make(2, **CLOSED)
    found = reported.catalogue("approver", share_type="conditional", organization="kejiting")
    assert [one["信息资源代码"] for one in found] == ["307001/2"]
    row = model.Session.query(AuditEvent).filter_by(event="reporting.export").one()
    assert row.actor_name == "approver"
    assert (row.detail["written"], row.detail["share_type"]) == (1, "conditional")
