"""Catalogue entries from a sheet: made, changed when they come again, undone as a whole."""

from __future__ import annotations

import importing
import pytest
from importing import call, checked, sheet, written

import ckan.plugins.toolkit as tk
from ckan import model

pytestmark = pytest.mark.usefixtures("clean_site")
HEADING = [
    "目录编号", "资源名称*", "摘要", "关键词", "数据种类", "安全等级", "共享属性", "开放属性", "许可",
    "数据形式", "来源系统", "更新频率", "联系部门", "电子邮箱", "链接", "备注列",
]  # fmt: skip
PLANS = [
    "K-1", "科技计划立项清单", "年度立项项目的编号与经费。", "立项、科技计划", "科技管理数据", "一级", "无条件共享",
    "无条件开放", "CC BY 4.0", "电子表格", "业务平台", "每年", "计划处", "plan@example.org",
    "https://example.org/plans.csv", "x",
]  # fmt: skip


def row(**changes: str) -> list[str]:
    return [changes.get(header, text) for header, text in zip(HEADING, PLANS, strict=True)]


def shown(name: str) -> dict:
    return tk.get_action("package_show")({"user": "owner_editor"}, {"id": name})


def test_entries_are_made_and_changed_when_they_come_again(provider, owner_editor) -> None:
    batch = written("entries", sheet(HEADING, row()), provider=provider["id"])
    assert (batch["rows_by_state"]["written"], importing.errors(batch)) == (1, {})
    made = shown(batch["rows"][0]["name"])
    told = {
        name: made[name]
        for name in (
            "title",
            "security_level",
            "license_id",
            "update_cycle",
            "source_id",
            "source_portal",
            "catalogue_profile",
        )
    }
    assert told == {
        "title": "科技计划立项清单", "security_level": "1", "license_id": "cc-by", "update_cycle": "annual",
        "source_id": "K-1", "source_portal": "import", "catalogue_profile": "entry",
    }  # fmt: skip
    assert made["contact"] == [{"email": "plan@example.org", "name": "计划处"}]
    again = written(
        "entries",
        sheet(HEADING, row(摘要="另一摘要，十个字以上。", 更新频率="")),
        provider=provider["id"],
    )
    assert again["rows"][0]["object_id"] == made["id"]
    changed = shown(made["id"])
    assert (changed["notes"], changed["update_cycle"]) == ("另一摘要，十个字以上。", "annual")
    assert [one["url"] for one in changed["resources"]] == ["https://example.org/plans.csv"]


def test_imports_are_undone_one_after_the_other(provider, owner_editor) -> None:
    first = written("entries", sheet(HEADING, row()), provider=provider["id"])
    made = shown(first["rows"][0]["name"])
    second = written(
        "entries", sheet(HEADING, row(摘要="另一摘要，十个字以上。")), provider=provider["id"]
    )
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_undo", id=first["id"])
    assert refused.value.error_dict == {"state": [CHANGED]}
    assert call("batch_undo", id=second["id"])["state"] == "undone"
    assert shown(made["id"])["notes"] == "年度立项项目的编号与经费。"
    assert call("batch_undo", id=first["id"])["state"] == "undone"
    package = model.Package.get(made["id"])
    assert package is not None
    assert package.state == "deleted"


def test_nothing_that_somebody_has_changed_since_is_undone(provider, owner_editor) -> None:
    both = sheet(
        HEADING, row(), row(目录编号="K-2", 资源名称="另一清单", **{"资源名称*": "另一清单"})
    )
    batch = written("entries", both, provider=provider["id"])
    changed = batch["rows"][1]["object_id"]
    tk.get_action("package_patch")(
        {"user": "owner_editor"}, {"id": changed, "notes": "改写后的摘要内容。"}
    )
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_undo", id=batch["id"])
    assert refused.value.error_dict == {"state": [CHANGED.replace("(2)", "(3)")]}
    assert [shown(one["object_id"])["state"] for one in batch["rows"]] == ["active", "active"]


def test_every_error_stands_at_its_cell(provider, owner_editor) -> None:
    tk.get_action("package_create")(
        {"user": "owner_editor", "scigov_catalogue_gathered": True},
        {"title": "门户条目", "owner_org": provider["id"], "catalogue_profile": "gathered",
         "source_portal": "hainan", "source_id": "h-1"},
    )  # fmt: skip
    batch = checked(
        "entries",
        sheet(
            HEADING, row(数据种类="管理类", 安全等级="3", 开放属性="", 更新频率="随意"),
            row(目录编号="", **{"资源名称*": "门户条目"}), row(目录编号="K-2"), row(目录编号="K-2"),
            row(目录编号="K-9", 电子邮箱="不详", 开放属性=""),
        ),
        provider=provider["id"],
    )  # fmt: skip
    assert importing.errors(batch) == ERRORS
    assert batch["rows_by_state"]["good"] == 1


CHANGED = (
    "The import cannot be undone: what it wrote was changed since, in 1 rows (2), and these changes would be"
    " lost. Nothing was undone. Take the later changes back first, or correct by hand."
)
KINDS = "科技管理数据、科学数据、科技互动数据、分散性科技公共数据"
CYCLES = "实时、每日、每周、每旬、每月、每季度、每半年、每年、按需、不定期、不更新、其他"
ERRORS = {
    2: {
        "数据种类": [f"“管理类” cannot be chosen here. Write one of: {KINDS}."],
        "更新频率": [f"“随意” cannot be chosen here. Write one of: {CYCLES}."],
    },
    3: {
        "资源名称*": [
            (
                "This entry is gathered from the source “hainan”, which would overwrite the change."
                " Change it there."
            )
        ]
    },
    5: {"目录编号": ["“K-2” stands in row 4 already. Leave one of the two out."]},
    6: {"开放属性": ["Choose an open type."], "电子邮箱": ["Email 不详 is not a valid format"]},
}
