"""What is asked and what is given is what the dataset has on that day; what is gone is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sqlalchemy as sa
from applying import call, drafted, outcome, reviewed, state_of, submitted

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.model import Grant

pytestmark = pytest.mark.usefixtures("province", "dictionaries")
APPROVAL = {"outcome": "approved", "reason": "同意"}
IN_PART = {"outcome": "approved_in_part", "reason": "部分同意"}


@pytest.fixture
def dictionaries(province: None) -> None:
    describe("plan-a", "编号", "名称")
    describe("plan-b", "年度")


def describe(resource_id: str, *names: str) -> None:
    """Let a resource have these data items from now on."""
    items = json.dumps([{"name": name, "title": name} for name in names])
    resource = model.resource_table
    values = {"extras": {"data_items": items}, "name": f"表{resource_id}"}
    model.Session.execute(sa.update(resource).where(resource.c.id == resource_id).values(**values))
    model.Session.commit()


def take_away(resource_id: str) -> None:
    resource = model.resource_table
    gone = sa.update(resource).where(resource.c.id == resource_id).values(state="deleted")
    model.Session.execute(gone)
    model.Session.commit()


def hide_dictionary() -> None:
    package = model.package_table
    values = {"extras": {"hide_dictionary": "true"}}
    model.Session.execute(sa.update(package).where(package.c.id == "id-plan").values(**values))
    model.Session.commit()


def wanted(**scope: Any) -> dict[str, Any]:
    term = {"from_on": "2026-09-24", "until_on": "2026-10-23"}
    return {"datasets": [{"dataset_id": "plan", **term, **scope}]}


def refused(user: str, action: str, **data: Any) -> dict[str, list[str]]:
    """Return the sentences of a refusal, by field."""
    with pytest.raises(tk.ValidationError) as error:
        call(user, action, **data)
    return dict(error.value.error_dict)


def test_what_the_dataset_does_not_have_is_not_asked_for() -> None:
    id_ = drafted(**wanted(resource_ids=["plan-a"], items=["编号", "年度"]))
    told = "“年度” is not, or no longer, a data item of “数据plan”. Leave it out."
    assert refused("clerk", "submit", id=id_) == {"datasets": [told]}
    call("clerk", "update", id=id_, **wanted(resource_ids=["plan-a"], items=["编号"]))
    assert outcome("clerk", "submit", id=id_) == "yes"


def test_what_went_while_it_was_a_draft_is_named() -> None:
    id_ = drafted(**wanted(resource_ids=["plan-a", "plan-b"]))
    take_away("plan-b")
    told = "“表plan-b” is not, or no longer, a resource of “数据plan”. Leave it out."
    assert refused("clerk", "submit", id=id_) == {"datasets": [told]}


def test_a_resource_of_another_dataset_is_not_named() -> None:
    id_ = drafted(**wanted(resource_ids=["hidden-a"]))
    told = "“hidden-a” is not, or no longer, a resource of “数据plan”. Leave it out."
    assert refused("clerk", "submit", id=id_) == {"datasets": [told]}


def test_what_went_while_it_was_returned_is_named() -> None:
    id_ = submitted(**wanted(items=["编号", "名称"]))
    call("editor", "return", id=id_, reason="请补充")
    describe("plan-a", "编号")
    told = "“名称” is not, or no longer, a data item of “数据plan”. Leave it out."
    assert refused("clerk", "submit", id=id_) == {"datasets": [told]}


def test_nobody_learns_a_hidden_dictionary_by_asking() -> None:
    hide_dictionary()
    for name in ("编号", "不存在的项"):
        assert outcome("clerk", "submit", id=drafted(**wanted(items=[name]))) == "yes"


def test_what_is_gone_is_not_given() -> None:
    id_ = reviewed(**wanted(items=["编号", "名称"]))
    describe("plan-a", "编号")
    told = "“名称” is not, or no longer, a data item of “数据plan”. Leave it out."
    assert refused("decider", "decide", id=id_, **APPROVAL) == {"items": [told]}
    call("decider", "decide", id=id_, **IN_PART, items=["编号"])
    assert (state_of(id_), model.Session.query(Grant.items).scalar()) == ("active", ["编号"])


def test_what_the_dataset_has_not_is_not_given_out_of_all_of_it() -> None:
    id_ = reviewed("plan")
    told = "“经费” is not, or no longer, a data item of “数据plan”. Leave it out."
    assert refused("decider", "decide", id=id_, **IN_PART, items=["经费"]) == {"items": [told]}


def test_what_went_before_the_second_decider_confirms_is_not_given(settings: Any) -> None:
    settings(four_eyes_levels="3")
    id_ = reviewed(**wanted(resource_ids=["plan-a", "plan-b"]))
    call("decider", "decide", id=id_, **APPROVAL)
    take_away("plan-b")
    told = "“表plan-b” is not, or no longer, a resource of “数据plan”. Leave it out."
    assert refused("second", "confirm", id=id_) == {"resource_ids": [told]}
    assert (state_of(id_), model.Session.query(Grant).all()) == ("confirming", [])
    assert outcome("second", "object", id=id_, reason="资源已撤下") == "yes"
