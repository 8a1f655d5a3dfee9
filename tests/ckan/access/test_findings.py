"""Personal data are found in what is to be opened, and an approver answers for them."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from grades_given import CLOSED
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access.model import GradeProposal
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.tables import jobs

SETTING = "ckanext.scigov.access.second_person"
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
BY_CASE = {"security_level": "3", "share_type": "conditional", "open_type": "none"}
ITEMS = [
    {"name": "cddw", "title": "承担单位", "data_type": "C", "description": "项目承担单位全称"},
    {"name": "bz", "title": "备注", "data_type": "C", "description": "其他需要说明的事项"},
]
# The check digit is right; nobody has the number.
ROWS = "承担单位,备注\n某研究院,11010519491231002X\n某大学,无\n".encode()
BY_VALUE = {"kind": "resident_id", "item": "备注", "by": "values", "hits": 1, "sampled": 2}
Act = Callable[..., Any]


@pytest.fixture(autouse=True)
def _asks_a_second_person(
    clean_site: None, ckan_config: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, app: Any
) -> None:
    monkeypatch.setitem(ckan_config, SETTING, "raise")
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))


@pytest.fixture
def act() -> Act:
    def call(user: str, action: str, **data: Any) -> Any:
        return helpers.call_action(action, context={"user": user, "ignore_auth": False}, **data)

    return call


@pytest.fixture
def approver(now: dt.datetime, holder: Callable[..., str]) -> str:
    return holder("approver")


@pytest.fixture
def saved(act: Act, owner_editor: dict[str, Any], entry: dict[str, Any]) -> Callable[..., Any]:
    """Save an entry with one resource: ``saved(items, grade)``."""

    def make(items: list[dict[str, Any]], **grade: str) -> Any:
        fields = {**entry, **(grade or OPEN)}
        fields["resources"] = [{"name": "清单", "url": "http://example.org/a", "data_items": items}]
        return act(owner_editor["name"], "package_create", **fields)

    return make


def load(dataset: Any, editor: str, content: bytes = ROWS) -> None:
    resource = dataset["resources"][0]
    upload = FileStorage(io.BytesIO(content), filename="清单.csv")
    context: Any = {"user": editor, "ignore_auth": True}
    asked = {"id": resource["id"], "upload": upload, "name": "清单", "format": "CSV"}
    tk.get_action("resource_patch")(context, asked)
    jobs.load_file({"resource_id": resource["id"]})


def findings(dataset_id: str) -> list[dict[str, Any]]:
    model.Session.expire_all()
    query = sa.select(GradeProposal).where(GradeProposal.dataset_id == dataset_id)
    row = model.Session.scalars(query.order_by(GradeProposal.proposed_at.desc())).first()
    assert row is not None
    return [{k: v for k, v in one.items() if k != "resource_id"} for one in row.findings]


def warnings() -> list[Any]:
    query = sa.select(AuditEvent.detail).where(AuditEvent.event == "grade.personal_data")
    return [
        [(one["item"], one["kind"]) for one in detail["findings"]]
        for detail in model.Session.scalars(query)
    ]


def test_names_are_searched_when_a_grade_is_proposed(saved: Callable[..., Any]) -> None:
    named = {"name": "lxdh", "title": "负责人手机号", "data_type": "C", "description": "联系用手机"}
    dataset = saved([*ITEMS, named])
    by_name = {"kind": "mobile", "item": "负责人手机号", "by": "name", "hits": 0, "sampled": 0}
    assert findings(dataset["id"]) == [by_name]


def test_what_is_handed_out_case_by_case_is_not_searched(saved: Callable[..., Any]) -> None:
    named = {"name": "sj", "title": "手机号", "data_type": "C", "description": "联系用手机"}
    case = {**BY_CASE, "share_condition": "按需", "non_open_basis": "《条例》第九条"}
    assert findings(saved([named], **case)["id"]) == []


@pytest.mark.parametrize(("own", "found"), [({}, 1), ({"open_type": "none"}, 0)])
def test_a_stricter_data_item_is_not_searched(
    saved: Callable[..., Any], own: dict[str, str], found: int
) -> None:
    case = {**BY_CASE, "open_type": "conditional", "share_condition": "按需"}
    terms = {"open_condition": "用于研究", "open_method": "接口", "security_measure": "签订协议"}
    named = {"name": "sj", "title": "手机号", "data_type": "C", "description": "联系用手机"}
    dataset = saved([ITEMS[0], {**named, **own}], **case, **terms)
    assert len(findings(dataset["id"])) == found


def test_values_are_searched_when_a_table_is_loaded_after_the_proposal(
    saved: Callable[..., Any], owner_editor: dict[str, Any]
) -> None:
    dataset = saved(ITEMS)
    assert findings(dataset["id"]) == []
    load(dataset, owner_editor["name"])
    assert findings(dataset["id"]) == [BY_VALUE]
    model.Session.expire_all()
    stored = model.Session.scalars(sa.select(GradeProposal.findings)).all()
    assert "11010519491231002X" not in json.dumps(stored)


def test_an_approver_answers_every_finding(
    saved: Callable[..., Any], owner_editor: dict[str, Any], act: Act, approver: str
) -> None:
    dataset = saved(ITEMS)
    load(dataset, owner_editor["name"])
    asked = {"dataset_id": dataset["id"]}
    with pytest.raises(tk.ValidationError) as refused:
        act(approver, "scigov_access_grade_approve", **asked)
    assert list(refused.value.error_dict) == ["answers"]
    wrong = [{"kind": "resident_id", "item": "备注", "answer": "masked", "note": " "}]
    with pytest.raises(tk.ValidationError):
        act(approver, "scigov_access_grade_approve", **asked, answers=wrong)
    good = [{**wrong[0], "answer": "not_personal", "note": "虚构的示例号码"}]
    answer = act(approver, "scigov_access_grade_approve", **asked, answers=json.dumps(good))
    assert answer["open_type"] == "unconditional"
    stored = model.Session.scalars(sa.select(GradeProposal.answers)).one()
    assert stored == [{**good[0], "resource_id": dataset["resources"][0]["id"]}]


@pytest.mark.parametrize(
    "answers", ["x", {"kind": "mobile"}, [1], [{"answer": "yes"}], [{"note": 1}], "{}"]
)
def test_answers_have_a_shape(
    saved: Callable[..., Any], act: Act, approver: str, answers: Any
) -> None:
    asked = {"dataset_id": saved(ITEMS)["id"], "answers": answers}
    if answers == "{}":
        assert act(approver, "scigov_access_grade_approve", dataset_id=asked["dataset_id"])
        return
    with pytest.raises(tk.ValidationError, match="answers"):
        act(approver, "scigov_access_grade_approve", **asked)


def test_what_is_open_without_approval_is_put_on_record(
    saved: Callable[..., Any],
    owner_editor: dict[str, Any],
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ckan_config, SETTING, "never")
    dataset = saved(ITEMS)
    assert warnings() == []
    load(dataset, owner_editor["name"])
    assert warnings() == [[("备注", "resident_id")]]


MOBILE = {"name": "lxdh", "title": "手机号", "data_type": "C", "description": "联系用的手机"}


@pytest.mark.parametrize(
    ("own", "told"), [({"open_type": "none"}, []), ({}, [[("手机号", "mobile")]])]
)
def test_what_is_closed_by_the_same_saving_is_no_warning(
    saved: Callable[..., Any],
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
    own: dict[str, str],
    told: list[Any],
) -> None:
    monkeypatch.setitem(ckan_config, SETTING, "never")
    saved([*ITEMS, {**MOBILE, **own}], **CLOSED)
    assert warnings() == told


def test_what_is_opened_by_itself_is_a_warning(
    saved: Callable[..., Any],
    owner_editor: dict[str, Any],
    act: Act,
    ckan_config: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(ckan_config, SETTING, "never")
    dataset = saved([*ITEMS, {**MOBILE, "open_type": "none"}], **CLOSED)
    resource, editor = dataset["resources"][0]["id"], owner_editor["name"]
    act(editor, "resource_patch", id=resource, data_items=[*ITEMS, MOBILE])
    assert warnings() == [[("手机号", "mobile")]]
    closed = {"resource_id": resource, "item": "lxdh", "open_type": "none", "reason": "含联系方式"}
    act(editor, "scigov_access_grade_tighten", **closed)
    opened = {"resource_id": resource, "item": "lxdh", "reason": "已脱敏"}
    act(editor, "scigov_access_grade_propose", **opened)
    assert warnings() == [[("手机号", "mobile")]] * 2


def test_what_has_been_answered_is_no_warning_again(
    saved: Callable[..., Any], owner_editor: dict[str, Any], act: Act, approver: str
) -> None:
    dataset = saved(ITEMS)
    load(dataset, owner_editor["name"])
    good = [{"kind": "resident_id", "item": "备注", "answer": "masked", "note": "虚构号码"}]
    act(approver, "scigov_access_grade_approve", dataset_id=dataset["id"], answers=good)
    load(dataset, owner_editor["name"], ROWS + b"x,y\n")
    assert warnings() == []


def test_agencies_named_in_an_entry_are_settled_as_it_is_saved(
    act: Act,
    owner_editor: dict[str, Any],
    entry: dict[str, Any],
    agency_of: Callable[..., str],
    sysadmin: str,
) -> None:
    agency, editor = agency_of(), owner_editor["name"]
    fields = {**entry, "name": "named", "designated_agencies": [agency]}
    dataset = act(editor, "package_create", **fields)
    given = act(sysadmin, "scigov_access_grant_list", dataset_id=dataset["id"])
    assert [one["agency_id"] for one in given] == [agency]
    with pytest.raises(tk.ValidationError) as refused:
        act(editor, "package_patch", id=dataset["id"], designated_agencies=["nobody"], title="新名")
    assert list(refused.value.error_dict) == ["designated_agencies"]
    assert "nobody" in refused.value.error_dict["designated_agencies"][0]
    model.Session.expire_all()
    assert model.Package.get(dataset["id"]).title == entry["title"]
