"""What was exported comes back without loss: into an empty site, and out again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import reported
from corpus import sources
from grades_given import OPEN, TEXTS

import ckan.plugins.toolkit as tk

from ckanext.scigov.demo import files as demo_files
from ckanext.scigov.intake import mapping_files
from ckanext.scigov.reporting.domain import forms, judging, scope
from ckanext.scigov.reporting.domain.scope import Channel
from ckanext.scigov.reporting.files import JsonFile, WorkbookFile

BASES = {
    "non_share_basis": "《数据安全法》第二十一条",
    "non_open_basis": "《数据安全法》第二十一条",
}
USUAL = {
    **OPEN, **TEXTS, **BASES, "category_class": "3", "category_item": "07", "category_subitem": "001",
    "data_form": "document", "update_cycle": "irregular", "issued": "2026-01-01",
    "share_channel": ["file"], "notes": "说明",
}  # fmt: skip
PROVIDER = {"title": "省科学技术厅"}


def of_demo() -> Iterator[Mapping[str, Any]]:
    for one in demo_files.load_entries():
        yield one.dataset


def of_portals(each: int = 20) -> Iterator[Mapping[str, Any]]:
    """Yield as many records of each of the ten portals, as their mappings make entries of them."""
    for portal in sources.FILES:
        mapping = mapping_files.read(mapping_files.text_of(portal))
        records = sources.records_of(portal)
        for record in records[:: len(records) // each][:each]:
            yield mapping.apply(record).entry


def file_of(found: Iterator[Mapping[str, Any]], kind: str) -> tuple[bytes, dict[str, Any]]:
    """Return a file of entries with what they lack filled in, and code → what it says of each."""
    file = WorkbookFile() if kind == "xlsx" else JsonFile()
    told: dict[str, Any] = {}
    for number, entry in enumerate(found, start=1):
        given = {name: value for name, value in entry.items() if value not in ("", [], None)}
        whole = {**USUAL, **given, "resource_code": f"307001/{number}", "organization": PROVIDER}
        whole["title"] = f"{whole['title']}（{number}）"
        if not any(one.get("data_items") for one in whole.get("resources", ())):
            # Portals seldom say which items their spreadsheets have.
            whole["resources"] = [{"data_items": reported.ITEMS}]
        judged = judging.judged(whole, reported.PROVIDER_CODE, Channel())
        # What stays here, or lacks its items, is in no export either.
        if scope.kept(whole, Channel()) is None and not judged.lacks:
            file.add(judged.record)
            told[f"307001/{number}"] = forms.as_object(judged.record)
    with file.finish(forms.LACKING, forms.LACKING_COLUMNS, []) as made:
        return made.read(), told


def take(content: bytes, kind: str) -> dict[str, Any]:
    upload = reported.upload(content, f"目录.{kind}")
    return reported.call("owner_editor", "catalogue_import", upload=upload)


def by_code(user: str = "approver") -> dict[str, Any]:
    return {one["信息资源代码"]: one for one in reported.catalogue(user)}


@pytest.mark.parametrize("kind", ["xlsx", "json"])
def test_entries_of_the_demonstration_come_back(register: Any, kind: str) -> None:
    content, told = file_of(of_demo(), kind)
    taken = take(content, kind)
    assert (taken["problems"], taken["created"]) == ([], len(told))
    assert by_code() == told
    assert len(told) > 50


def test_two_hundred_records_of_real_portals_come_back(register: Any) -> None:
    content, told = file_of(of_portals(), "xlsx")
    taken = take(content, "xlsx")
    assert (taken["problems"], taken["created"]) == ([], 200)
    assert len(told) == 200
    assert by_code() == told


def test_what_is_there_already_is_changed(make: Any) -> None:
    made = make(1)
    content = reported.exported("owner_editor")
    assert take(content, "json") == {"problems": [], "created": 0, "changed": 1}
    assert reported.exported("owner_editor") == content
    other = content.decode().replace("立项项目的编号", "立项项目的代号").encode()
    assert take(other, "json")["changed"] == 1
    found = tk.get_action("package_show")({"user": "owner_editor"}, {"id": made["id"]})
    assert found["notes"].startswith("立项项目的代号")
    assert found["source_system"] == "科技业务系统"


def changed(**cells: Any) -> bytes:
    (one,) = json.loads(reported.exported("owner_editor"))["信息资源"]
    return json.dumps({"信息资源": [{**one, **cells}]}, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"信息资源提供方": "无此单位", "信息资源提供方代码": ""}, "信息资源提供方", "provider_unknown"),
        ({"信息资源提供方": "省统计局", "信息资源提供方代码": ""}, "信息资源提供方", "provider_unknown"),
        ({"共享类型": "也许"}, "共享类型", "word_unknown"),
        ({"共享类型": "有条件共享"}, "是否向社会开放", "unfit"),
        ({"信息资源代码": "x"}, "信息资源代码", "not_taken"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_and_nothing_is_written(
    make: Any, cells: dict[str, str], column: str, reason: str
) -> None:
    make(1)
    before = reported.exported("owner_editor")
    told = take(changed(**cells), "json")
    assert [(one["column"], one["reason"]) for one in told["problems"]] == [(column, reason)]
    assert (told["created"], told["changed"]) == (0, 0)
    assert reported.exported("owner_editor") == before


def test_who_edits_nothing_imports_nothing(make: Any) -> None:
    make(1)
    content = reported.exported("owner_editor")
    for who in ("", "auditor", "approver"):
        with pytest.raises(tk.NotAuthorized):
            reported.call(who, "catalogue_import", upload=reported.upload(content, "a.json"))


def test_an_entry_of_another_provider_is_not_changed(make: Any) -> None:
    make(1)
    content = changed(信息资源提供方="省统计局", 信息资源提供方代码=reported.OTHER_CODE)
    upload = reported.upload(content, "a.json")
    told = reported.call("stranger", "catalogue_import", upload=upload)
    assert [one["reason"] for one in told["problems"]] == ["code_twice"]
