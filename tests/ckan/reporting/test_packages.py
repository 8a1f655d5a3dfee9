"""Packages: numbers without gaps, what is told of which entry, and what a receipt does to it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
import reported

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.scigov.audit.model import AuditEvent


def package() -> dict[str, Any]:
    return reported.call("approver", "package_create")


def test_the_first_package_tells_of_all(make: Any) -> None:
    make(1)
    make(2)
    made = package()
    assert (made["sequence"], made["previous"], made["state"]) == (1, 0, "waiting")
    assert (made["new"], made["changed"], made["withdrawn"]) == (2, 0, 0)
    found = reported.packed(1)
    assert found["manifest"]["数据包序号"] == 1
    assert found["manifest"]["数量"] == {"新增": 2, "变更": 0, "撤销": 0}
    path = reported.call("approver", "package_file", sequence=1)["path"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == made["sha256"]


def test_what_is_new_changed_and_withdrawn_is_told(make: Any) -> None:
    entries = {number: make(number) for number in (1, 2, 3)}
    package()
    reported.answer(1, n1="接收", n2="接收", n3="接收")
    reported.patch(entries[1]["id"], notes="另有说明，供查询与监督使用的立项项目清单。")
    tk.get_action("package_delete")({"user": "owner_editor"}, {"id": entries[2]["id"]})
    make(4)
    package()
    assert reported.told(2) == {"307001/1": "变更", "307001/4": "新增", "307001/2": "撤销"}


@pytest.mark.parametrize(
    "fields",
    [
        {"hide_entry": "true"},
        {"private": True},
        {"security_level": "4", "share_type": "none", "open_type": "none",
         "non_share_basis": "《数据安全法》第二十一条", "non_open_basis": "《数据安全法》第二十一条"},
    ],
    ids=["hidden", "private", "level_four"],
)  # fmt: skip
def test_what_may_go_out_no_longer_is_withdrawn(make: Any, fields: dict[str, Any]) -> None:
    made = make(1)
    package()
    reported.answer(1, n1="接收")
    reported.patch(made["id"], **fields)
    package()
    assert reported.told(2) == {"307001/1": "撤销"}


def test_a_gap_withdraws_nothing(make: Any) -> None:
    make(1)
    package()
    reported.answer(1, n1="接收")
    helpers.call_action("organization_patch", id="kejiting", provider_code="")
    assert len(refusal()) == 1
    found = reported.call("approver", "entry_list")["lacking"]
    assert [one["lacks"] for one in found] == [[{"column": "信息资源提供方代码", "why": "empty"}]]


def refusal() -> list[str]:
    with pytest.raises(tk.ValidationError) as caught:
        package()
    return [str(one) for one in caught.value.error_dict["state"]]


def test_nothing_new_makes_no_package_and_no_gap_in_the_numbers(make: Any) -> None:
    make(1)
    package()
    reported.answer(1, n1="接收")
    assert len(refusal()) == 1
    make(2)
    assert package()["sequence"] == 2


def test_a_catalogue_without_a_complete_entry_is_told_what_to_do(make: Any) -> None:
    make(1)
    helpers.call_action("organization_patch", id="kejiting", provider_code="")
    with pytest.raises(tk.ValidationError) as caught:
        package()
    (sentence,) = map(str, caught.value.error_dict["state"])
    assert "1 lack something" in sentence


def test_what_was_refused_is_told_again(make: Any) -> None:
    make(1)
    make(2)
    package()
    told = reported.answer(1, n1="接收", n2="退回")
    assert told == {"problems": [], "accepted": 1, "refused": 1, "waiting": 0}
    assert reported.call("approver", "package_show", sequence=1)["state"] == "answered"
    refused = reported.call("owner_editor", "line_list", outcome="refused", is_open=True)
    assert [(one["code"], one["reason"]) for one in refused["results"]] == [
        ("307001/2", "代码重复")
    ]
    package()
    assert reported.told(2) == {"307001/2": "新增"}
    assert reported.call("owner_editor", "line_list", outcome="refused", is_open=True)["count"] == 0


def test_a_package_without_an_answer_is_superseded_and_told_again(make: Any) -> None:
    entries = [make(1), make(2)]
    package()
    # The receiver may have the first package, so what is gone since has to be withdrawn.
    tk.get_action("package_delete")({"user": "owner_editor"}, {"id": entries[1]["id"]})
    package()
    assert reported.told(2) == {"307001/1": "新增", "307001/2": "撤销"}
    assert reported.call("approver", "package_show", sequence=1)["state"] == "superseded"
    with pytest.raises(tk.ValidationError) as caught:
        reported.answer(1, n1="接收")
    assert list(caught.value.error_dict) == ["upload"]


def test_part_of_a_receipt_leaves_the_rest_waiting(make: Any) -> None:
    make(1)
    make(2)
    package()
    assert reported.answer(1, n1="接收")["waiting"] == 1
    assert reported.call("approver", "package_show", sequence=1)["state"] == "waiting"
    package()
    assert reported.told(2) == {"307001/2": "新增"}


def test_a_change_after_the_answer_that_never_came_is_told(make: Any) -> None:
    made = make(1)
    before = made["notes"]
    package()
    reported.answer(1, n1="接收")
    reported.patch(made["id"], notes="另有说明，供查询与监督使用的立项项目清单。")
    package()
    reported.patch(made["id"], notes=before)
    package()
    # The receiver may have taken the second one, although it never said so.
    assert reported.told(3) == {"307001/1": "变更"}


@pytest.mark.parametrize("who", ["", "stranger", "owner_editor", "auditor"])
def test_only_the_authority_makes_packages(make: Any, who: str) -> None:
    make(1)
    for action in ("package_create", "receipt_import"):
        with pytest.raises(tk.NotAuthorized):
            reported.call(who, action, sequence=1)
    if who != "auditor":
        with pytest.raises(tk.NotAuthorized):
            reported.call(who, "package_list")


def test_a_provider_sees_its_own_lines_only(make: Any) -> None:
    make(1)
    package()
    assert reported.call("owner_editor", "line_list")["count"] == 1
    assert reported.call("stranger", "line_list")["count"] == 0
    assert reported.call("auditor", "line_list")["count"] == 1
    with pytest.raises(tk.NotAuthorized):
        reported.call("", "line_list")


def test_acts_are_on_record(make: Any) -> None:
    make(1)
    package()
    reported.answer(1, n1="接收")
    reported.call("approver", "package_file", sequence=1)
    query = model.Session.query(AuditEvent.event).filter(AuditEvent.event.like("reporting.%"))
    assert sorted(row[0] for row in query) == [
        "reporting.download", "reporting.package", "reporting.receipt",
    ]  # fmt: skip


def test_a_package_costs_a_bounded_number_of_statements(make: Any, count_queries: Any) -> None:
    make(1)
    with count_queries() as one:
        package()
    for number in (2, 3, 4):
        make(number)
    with count_queries() as four:
        package()
    assert four.count <= one.count + 1
