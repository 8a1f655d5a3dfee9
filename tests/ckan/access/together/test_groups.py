"""Which groups an approver is offered, what they hold, and what is left for a single look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from deciding import OPEN, propose_as_system

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.access import together_queries
from ckanext.scigov.access.domain.grading import ProposalState
from ckanext.scigov.access.domain.together import cautions_of
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.access.together_queries import Sight

Make = Callable[..., Any]
ABOUT_PERSONS = "科技计划项目信息;受理编号,项目名称,项目负责人,身份证,申报书pdf;"
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none", "license_id": ""}
LOW, HIGH = "某处的通知", "《中华人民共和国保守国家秘密法》第九条"


def keys(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    names = ("security_level", "proposer", "source", "number", "left")
    return [tuple(one[name] for name in names) for one in found["results"]]


def names_in(datasets: list[dict[str, Any]]) -> dict[str, list[str]]:
    return {one["name"]: one["cautions"] for one in datasets}


def test_groups_by_grade_and_by_who_has_proposed(
    gathered: Make, save: Make, call: Make, approver: str, owner_editor: dict[str, Any]
) -> None:
    half = {"security_level": "2", "open_type": "none", "non_open_basis": HIGH, "license_id": ""}
    for name in ("aa", "bb"):
        gathered(name)
    gathered("cc", source="liuzhou")
    gathered("dd", **half)
    save("ee")
    editor = model.User.get(owner_editor["name"]).fullname
    found = call(approver, "grade_group_list")
    assert found["count"] == 4
    assert keys(found)[0] == ("1", "", "hainan", 2, 0)
    assert sorted(keys(found)[1:]) == sorted(
        [("1", "", "liuzhou", 1, 0), ("2", "", "hainan", 1, 0), ("1", editor, "", 1, 0)]
    )
    assert keys(call(approver, "grade_group_list", limit=1, offset=1)) == keys(found)[1:2]


def test_findings_and_other_cautions_are_left_out(
    gathered: Make, call: Make, approver: str, group: dict[str, str]
) -> None:
    for name in ("plain", "graded", "private", "hidden", "retired"):
        gathered(name)
    gathered("persons", notes=ABOUT_PERSONS)
    ids = {one: model.Package.get(one).id for one in ("graded", "private", "hidden", "retired")}
    codes = {"security_level": "4", "share_type": "none", "open_type": "none"}
    model.Session.execute(
        sa.update(GradeInForce).where(GradeInForce.object_id == ids["graded"]).values(**codes)
    )
    model.Package.get("private").private = True
    for name, field in (("hidden", "hide_entry"), ("retired", "lifecycle_status")):
        package = model.Package.get(name)
        package.extras = {**package.extras, field: "true" if name == "hidden" else "retired"}
    model.Session.commit()
    found = call(approver, "grade_group_show", **group)
    assert (found["number"], found["left"]) == (1, 5)
    assert names_in(found["datasets"]) == {"plain": []}
    assert names_in(found["left_datasets"]) == {
        "graded": ["graded"],
        "private": ["state"],
        "hidden": ["state"],
        "retired": ["state"],
        "persons": ["personal"],
    }


def test_a_basis_that_does_not_carry_is_looked_at_by_itself(
    gathered: Make, call: Make, approver: str, group: dict[str, str]
) -> None:
    for name, basis in (("high", HIGH), ("low", LOW)):
        gathered(name, **CLOSED, non_open_basis=basis, non_share_basis=HIGH)
    wanted = {name: CLOSED[name] for name in OPEN}
    found = call(approver, "grade_group_show", **{**group, **wanted})
    assert names_in(found["datasets"]) == {"high": []}
    assert names_in(found["left_datasets"]) == {"low": ["basis"]}


def test_the_rule_and_its_sql_say_the_same(
    gathered: Make, approver: str, principal: Make, group: dict[str, str]
) -> None:
    gathered("plain")
    gathered("persons", notes=ABOUT_PERSONS)
    low = gathered("low", **CLOSED, non_open_basis=LOW, non_share_basis=LOW)
    propose_as_system(low["id"])
    model.Package.get("plain").private = False
    resource = gathered("part")["resources"][0]["id"]
    row = (
        model.Session.query(GradeProposal).filter_by(dataset_id=model.Package.get("part").id).one()
    )
    row.object_id, row.object_kind, row.security_level = resource, "resource", None
    model.Session.commit()
    sight = Sight(model.Session, principal(approver))
    query = sa.select(GradeProposal.id).where(GradeProposal.state == ProposalState.WAITING.value)
    cases = together_queries.cases(model.Session, list(model.Session.scalars(query)))
    in_sql, _ = sight.groups(100, 0)
    assert len(cases) == 4
    assert sum(one.number for one in in_sql) == sum(not cautions_of(one) for one in cases.values())


def test_only_what_lies_in_the_scope(
    gathered: Make, call: Make, holder: Make, provider: dict[str, Any], group: dict[str, str]
) -> None:
    gathered("one")
    elsewhere = factories.Organization()
    here = holder("approver", "provider", provider["id"])
    tree = holder("approver", "unit_tree", provider["id"])
    there = holder("approver", "provider", elsewhere["id"])
    for user, number in ((here, 1), (tree, 1), (there, 0)):
        assert call(user, "grade_group_list")["count"] == number
    wish = {**group, "decision": "approve", "reason": "核定"}
    absent = {**wish, "provider": "absent"}
    with pytest.raises(tk.ObjectNotFound) as hidden:
        call(there, "grade_group_show", **group)
    with pytest.raises(tk.ObjectNotFound) as missing:
        call(there, "grade_group_show", **{**group, "provider": "absent"})
    assert str(hidden.value) == str(missing.value)
    errors = []
    for one in (wish, absent):
        with pytest.raises(tk.ValidationError) as refused:
            call(there, "grade_decide_many", **one, count=1)
        errors.append(refused.value.error_dict)
    assert errors[0] == errors[1]


@pytest.mark.parametrize("who", ["steward", "auditor", "editor", "somebody", "sysadmin", ""])
def test_who_may_not_approve_single_ones_may_not_approve_together(
    gathered: Make, outcome: Make, holder: Make, group: Any, owner_editor: Any, somebody: str,
    sysadmin: str, who: str,
) -> None:  # fmt: skip
    gathered("one")
    known = {"editor": owner_editor["name"], "somebody": somebody, "sysadmin": sysadmin, "": ""}
    user = known[who] if who in known else holder(who)
    wish = {**group, "decision": "approve", "reason": "核定", "count": 1}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("grade_group_list", {}),
        ("grade_group_show", group),
        ("grade_group_show", {**group, "provider": "absent"}),
        ("grade_decide_many", wish),
        ("grade_decide_many", {**wish, "provider": "absent"}),
        ("grade_decided_show", {"id": "absent"}),
    ]
    assert [outcome(user, action, **data) for action, data in asked] == ["forbidden"] * 6


def test_a_decision_is_shown_to_who_has_made_it(
    gathered: Make, decide: Make, outcome: Make, approver: str, holder: Make
) -> None:
    gathered("one")
    made = decide(1)
    assert outcome(approver, "grade_decided_show", id=made["id"]) == "yes"
    other = holder("approver", "platform", "", "")
    assert outcome(other, "grade_decided_show", id=made["id"]) == "absent"
    assert outcome(other, "grade_decided_show", id="absent") == "absent"


@pytest.mark.parametrize("missing", ["security_level", "decision", "reason", "count"])
def test_what_a_decision_needs(
    gathered: Make, call: Make, approver: str, group: dict[str, str], missing: str
) -> None:
    gathered("one")
    wish = {**group, "decision": "approve", "reason": "核定", "count": 1, missing: ""}
    with pytest.raises(tk.ValidationError) as error:
        call(approver, "grade_decide_many", **wish)
    assert list(error.value.error_dict) == [missing]
