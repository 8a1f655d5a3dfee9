"""Entries of every grade with a canary in each thing that may leak, made as people make them.

The provider's editor publishes them, the approver approves their grades where something waits, and
their files are in the DataStore when the command ends: no worker is waited for.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.testkit import canaries, grants, people
from ckanext.scigov.catalogue.domain.grades import ACCESS_RIGHTS, UNCLASSIFIED, Grade
from ckanext.scigov.shared.interfaces import outbox_jobs

LINK, UPLOAD, DATASTORE = "link", "upload", "datastore"
GRADES: tuple[Grade | None, ...] = (*ACCESS_RIGHTS, None)
FIELDS = ("security_level", "share_type", "open_type")
LOAD = "scigov_tables_load"
TITLE = "省级科技计划项目立项清单（测试）"
NUMBER = MappingProxyType(
    {"title": "数量", "name": "shuliang", "data_type": "N", "description": "立项项目的数量"}
)
LAW = "《中华人民共和国数据安全法》第二十一条"
TERMS: Mapping[tuple[str, str], Mapping[str, str]] = MappingProxyType(
    {
        ("share", "conditional"): {"share_condition": "仅限本省科技行政部门使用。"},
        ("share", "none"): {"non_share_basis": LAW},
        ("open", "conditional"): {
            "open_condition": "须说明用途并签署承诺书。",
            "open_method": "平台申请",
            "security_measure": "脱敏后提供",
        },
        ("open", "none"): {"non_open_basis": LAW},
    }
)
"""What an entry must say of its grade."""


def ensure() -> list[dict[str, Any]]:
    """Return an entry of each grade; made where it is missing."""
    return [ensure_entry(key_of(grade), grade) for grade in GRADES]


def key_of(grade: Grade | None) -> str:
    """Return the word for a grade: ``3-conditional-none``, or ``unclassified``."""
    return "-".join(codes_of(grade)) if grade else UNCLASSIFIED


def codes_of(grade: Grade | None) -> tuple[str, str, str]:
    return (grade.level.value, grade.share.value, grade.open.value) if grade else ("", "", "")


def title_canary(key: str) -> str:
    """Return the word in an entry's title."""
    return canaries.canary(tk.config, f"{key} title")


def file_of(key: str) -> bytes:
    """Return the file of a grade's upload: a table with a row and a column of its own.

    Its last column has a cell that does not fit and says what stands in the row.
    """
    words = _words(key, UPLOAD)
    lines = (
        f"mingcheng,{words['column']},shuliang",
        f"{words['row']},{words['byte']},{words['row']}",
        "putong,putong,1",
    )
    return ("\n".join(lines) + "\n").encode()


def ensure_entry(key: str, grade: Grade | None) -> dict[str, Any]:
    """Return the entry ``testkit-<key>`` of a grade; made where it is missing."""
    package = model.Package.get(f"testkit-{key}")
    if package is None:
        _create(key, grade)
        package = model.Package.get(f"testkit-{key}")
    assert package is not None
    _approve(package.id)
    _ensure_table(package, key)
    _invite(package.id)
    grants.ensure(package.id, grade)
    return _described(package, key, grade)


def _create(key: str, grade: Grade | None) -> None:
    link = _words(key, LINK)
    stream = FileStorage(io.BytesIO(file_of(key)), filename=f"testkit-{key}.csv")
    resources = [
        {"name": LINK, "url": f"http://127.0.0.1:9/{link['url']}.csv", "format": "CSV",
         "hash": link["hash"], "data_items": [_item(key)]},
        {"name": UPLOAD, "upload": stream, "format": "CSV", "data_items": [dict(NUMBER)],
         "bad_cells_percent": "100"},
    ]  # fmt: skip
    wish = {**wish_of(key, grade), "resources": resources}
    tk.get_action("package_create")(people.as_persona("owner_editor"), wish)


def _item(key: str) -> dict[str, str]:
    """Return a data item that tells the dictionary of one entry from others'."""
    description = f"立项时给出的编号 {title_canary(key)}"
    return {"title": "项目编号", "name": "no", "data_type": "C", "description": description}


def wish_of(key: str, grade: Grade | None) -> dict[str, Any]:
    """Return what the editor types for an entry of a grade, but for its resources."""
    codes = dict(zip(FIELDS, codes_of(grade), strict=True))
    return {**_fields(key), **codes, **_terms(grade)}


def _terms(grade: Grade | None) -> dict[str, str]:
    _level, share, open_type = codes_of(grade)
    return {**TERMS.get(("share", share), {}), **TERMS.get(("open", open_type), {})}


def _fields(key: str) -> dict[str, Any]:
    return {
        "name": f"testkit-{key}",
        "title": f"{TITLE} {title_canary(key)}",
        "notes": "2023年度省级科技计划立项项目的编号、名称、承担单位与经费（测试数据）。",
        "owner_org": people.OWNER,
        "tag_string": "科技计划,立项",
        "data_kind": "management",
        "license_id": "cc-by",
        "data_form": "spreadsheet",
        "source_system": "科技业务综合管理系统",
        "update_cycle": "annual",
        "contact": [{"name": "计划管理处", "email": "office@example.org"}],
    }


def _approve(dataset_id: str) -> None:
    """Let the approver approve what waits; nothing does where no second person is needed."""
    wish = {"dataset_id": dataset_id}
    shown = tk.get_action("scigov_access_grade_show")(people.as_persona("approver"), dict(wish))
    if shown.get("proposal"):
        wish["reason"] = people.REASON
        tk.get_action("scigov_access_grade_approve")(people.as_persona("approver"), wish)


def _ensure_table(package: Any, key: str) -> None:
    """Load the file, and make the table that has none."""
    resources = {resource.name: resource.id for resource in package.resources}
    if LOAD in outbox_jobs():
        outbox_jobs()[LOAD]({"resource_id": resources[UPLOAD]})
    if DATASTORE in resources:
        return
    words = _words(key, DATASTORE)
    wish = {
        "resource": {"package_id": package.id, "name": DATASTORE, "format": "CSV"},
        "fields": [{"id": "mingcheng", "type": "text"}, {"id": words["column"], "type": "text"}],
        "records": [{"mingcheng": words["row"], words["column"]: "putong"}],
    }
    tk.get_action("datastore_create")(people.as_persona("owner_editor"), wish)


def _invite(dataset_id: str) -> None:
    """Let the collaborator be invited; CKAN's action refuses where invitations do not count."""
    user_id = people.user_id("collaborator_editor")
    known = model.Session.query(model.PackageMember).filter_by(
        package_id=dataset_id, user_id=user_id
    )
    if known.first() is None:
        member = model.PackageMember(package_id=dataset_id, user_id=user_id, capacity="editor")
        model.Session.add(member)
        model.repo.commit()


def _words(key: str, kind: str) -> dict[str, str]:
    kinds = {LINK: ("url", "hash"), UPLOAD: ("byte", "row", "column"), DATASTORE: ("row", "column")}
    return {one: canaries.canary(tk.config, f"{key} {kind} {one}") for one in kinds[kind]}


def _described(package: Any, key: str, grade: Grade | None) -> dict[str, Any]:
    model.Session.refresh(package)
    ids = {r.name: r.id for r in package.resources if r.state == model.State.ACTIVE}
    words = {kind: _words(key, kind) for kind in (LINK, UPLOAD, DATASTORE)}
    words[UPLOAD]["hash"] = hashlib.sha256(file_of(key)).hexdigest()
    return {
        "grade": key,
        **dict(zip(FIELDS, codes_of(grade), strict=True)),
        "dataset_id": package.id,
        "dataset_name": package.name,
        "resources": {kind: {"resource_id": ids[kind], "canaries": words[kind]} for kind in words},
        "canaries": {
            "title": title_canary(key),
            "url": words[LINK]["url"],
            "byte": words[UPLOAD]["byte"],
            "row": words[DATASTORE]["row"],
            "column": words[DATASTORE]["column"],
            "hash": words[UPLOAD]["hash"],
        },
    }
