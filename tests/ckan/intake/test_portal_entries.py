"""Records of real portals as entries: the catalogue takes them, and those about persons wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import sqlalchemy as sa
from corpus import sources

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.model import GradeProposal, RoleAssignment
from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.personal import caution
from ckanext.scigov.shared import clock

GRADE = ("security_level", "share_type", "open_type")
Take = Callable[[str, Mapping[str, Any]], dict[str, Any]]


@pytest.fixture
def take(
    clean_site: None,
    provider: dict[str, Any],
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Take:
    """Map a record and save it with the grade that may be wished for it: ``take(portal, record)``."""
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    user = factories.Sysadmin()["name"]

    def saved(portal: str, record: Mapping[str, Any]) -> dict[str, Any]:
        mapped = mapping_files.read(mapping_files.text_of(portal)).apply(record)
        judged = caution(mapped.entry, mapped.grade)
        grade = {name: code for name, code in zip(GRADE, judged.grade, strict=True) if code}
        entry = {**mapped.entry, **grade, "owner_org": provider["id"]}
        return tk.get_action("package_create")({"user": user, "ignore_auth": False}, entry)

    return saved


@pytest.fixture
def approver(clean_site: None) -> str:
    user = factories.User()
    role = RoleAssignment(
        id="approver", user_id=user["id"], role="approver", scope_kind="platform", scope_id="",
        from_at=clock.now(), granted_by="", reason="",
    )  # fmt: skip
    model.Session.add(role)
    model.Session.commit()
    return user["name"]


def record_of(portal: str, **values: str) -> Mapping[str, Any]:
    """Return the first record with these values."""
    (field, value), *_ = values.items()
    return next(one for one in sources.records_of(portal) if one[field] == value)


def proposal() -> tuple[tuple[str | None, ...], list[tuple[str, str, str]]]:
    row = model.Session.scalars(sa.select(GradeProposal)).one()
    found = [(one["kind"], one["item"], one["by"]) for one in row.findings]
    return tuple(getattr(row, name) for name in GRADE), found


@pytest.mark.parametrize("portal", sources.FILES)
def test_records_of_each_portal_are_taken(take: Take, portal: str) -> None:
    records = sources.records_of(portal)
    for record in records[:: len(records) // 3]:
        dataset = take(portal, record)
        assert dataset["catalogue_profile"] == "gathered"
        assert dataset["source_portal"] == portal
        assert dataset["data_kind"] == "public_distributed"


def test_projects_of_hainan_are_a_proposal_for_level_three(take: Take, app: Any) -> None:
    dataset = take("hainan", record_of("hainan", 目录名称="科技计划项目信息"))
    assert proposal() == (
        ("3", "conditional", "conditional"),
        [("resident_id", "身份证", "entry"), ("person_name", "项目负责人", "entry")],
    )
    assert app.get(f"/dataset/{dataset['name']}").status_code == 404


def test_a_list_of_names_and_numbers_is_not_public_until_somebody_decides(
    take: Take, approver: str, app: Any
) -> None:
    record = record_of("liuzhou", 标题="柳城县科技特派员名单")
    assert record["开放条件"] == "无条件开放"
    dataset = take("liuzhou", record)
    assert proposal() == (
        ("3", "conditional", "conditional"),
        [("mobile", "手机号码", "entry"), ("person_name", "姓名", "entry")],
    )
    address = f"/dataset/{dataset['name']}"
    assert app.get(address).status_code == 404
    answers = [
        {"kind": kind, "item": item, "answer": "masked", "note": "号码删除后发布"}
        for kind, item, _by in proposal()[1]
    ]
    context = {"user": approver, "ignore_auth": False}
    asked = {"dataset_id": dataset["id"], "answers": answers}
    tk.get_action("scigov_access_grade_approve")(context, asked)
    assert app.get(address).status_code == 200
