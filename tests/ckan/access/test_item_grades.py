"""Grades of data items: tightened at once, loosened by an approver, shown as they are in force."""

from __future__ import annotations

import datetime as dt

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access import item_queries, queries

pytestmark = pytest.mark.usefixtures("now", "second_person")
FIELDS = ("security_level", "share_type", "open_type")
CLOSED = {"security_level": "", "share_type": "", "open_type": "none"}
"""Of an item of a table that is open on conditions: it is not open at all."""
INHERITED = ["", "", ""]
ITEM = {"title": "成果登记号", "name": "leader", "data_type": "C", "description": "登记时给出的号"}
OTHER = {"title": "金额", "name": "amount", "data_type": "N", "description": "资助的金额"}


@pytest.fixture
def second_person(ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")


@pytest.fixture
def editor(persona, resource):
    return persona("owner editor", resource)


@pytest.fixture
def resource(table_of):
    return table_of("conditional")


@pytest.fixture
def saved(resource, editor):
    """Save the dictionary of the resource as its editor."""

    def save(*items):
        context = {"user": editor, "ignore_auth": False}
        tk.get_action("resource_patch")(context, {"id": resource, "data_items": list(items)})

    return save


def shown(resource):
    """Return the codes that the dictionary shows, by item."""
    model.Session.expire_all()
    rows = item_queries.dictionary(model.Session, resource)
    return {row["name"]: [row.get(field) or "" for field in FIELDS] for row in rows}


def in_force(resource):
    obj = queries.resource_object(model.Session, resource)
    found = item_queries.item_objects(model.Session, obj)
    return {name: item.grade.open.value for name, item in found.items()}


def test_what_is_saved_stricter_is_in_force_at_once(resource, saved):
    saved({**ITEM, **CLOSED}, OTHER)
    assert in_force(resource) == {"leader": "none"}
    assert shown(resource) == {"leader": list(CLOSED.values()), "amount": INHERITED}


def test_what_is_saved_looser_waits_for_an_approver(resource, saved, holder, call, editor):
    saved({**ITEM, **CLOSED}, OTHER)
    saved(ITEM, OTHER)
    assert in_force(resource) == {"leader": "none"}
    assert shown(resource)["leader"] == list(CLOSED.values())
    told = call(editor, "grade_show", resource_id=resource, item="leader")
    assert [told[field] for field in FIELDS] == ["3", "conditional", "none"]
    assert told["proposal"]["object_kind"] == "item"
    assert told["object_id"] == f"{resource}#leader"
    approver = holder("approver")
    done = call(approver, "grade_approve", resource_id=resource, item="leader", reason="可公开")
    assert [done[field] for field in FIELDS] == ["3", "conditional", "conditional"]
    assert (in_force(resource), shown(resource)["leader"]) == ({}, INHERITED)


def test_leaving_the_dictionary_opens_nothing(resource, saved):
    saved({**ITEM, **CLOSED}, OTHER)
    saved(OTHER)
    assert in_force(resource) == {"leader": "none"}
    saved(ITEM, OTHER)
    assert in_force(resource) == {"leader": "none"}
    assert shown(resource)["leader"] == list(CLOSED.values())


def test_items_are_proposed_tightened_and_rejected_by_name(
    resource, saved, holder, call, editor, at, now
):
    saved(ITEM, OTHER)
    call(
        editor, "grade_tighten", resource_id=resource, item="leader", reason="含个人信息", **CLOSED
    )
    assert in_force(resource) == {"leader": "none"}
    at(now + dt.timedelta(minutes=1))
    call(editor, "grade_propose", resource_id=resource, item="leader", reason="放宽")
    assert in_force(resource) == {"leader": "none"}
    call(holder("approver"), "grade_reject", resource_id=resource, item="leader", reason="不妥")
    assert in_force(resource) == {"leader": "none"}
    history = call(editor, "grade_history", resource_id=resource)
    newest = next((row["object_id"], row["state"]) for row in history)
    assert newest == (f"{resource}#leader", "rejected")


def test_an_item_that_is_not_there_is_absent(resource, outcome, editor):
    wish = {"resource_id": resource, "item": "absent", "reason": "含个人信息"}
    assert outcome(editor, "grade_tighten", **wish, **CLOSED) == "absent"
    assert outcome(editor, "grade_show", resource_id=resource, item="absent") == "absent"


@pytest.mark.parametrize(
    ("codes", "field"),
    [
        ({"open_type": "unconditional"}, "open_type"),
        ({"security_level": "1"}, "security_level"),
        ({"security_level": "4", "share_type": "none", "open_type": "none"}, "security_level"),
        ({"share_type": "none"}, "share_type"),
    ],
)
def test_an_item_fits_into_its_resource(resource, saved, editor, outcome, codes, field):
    saved(ITEM, OTHER)
    wish = {"resource_id": resource, "item": "leader", "reason": "含个人信息"}
    assert field in outcome(editor, "grade_propose", **wish, **codes)
    assert in_force(resource) == {}


def test_a_hidden_dictionary_keeps_the_grades_of_its_items(table_of, persona, call):
    resource_id = table_of("conditional")
    editor = persona("owner editor", resource_id)
    context = {"user": editor, "ignore_auth": False}
    values = {"id": resource_id, "data_items": [{**ITEM, **CLOSED}, OTHER]}
    tk.get_action("resource_patch")(dict(context), values)
    dataset_id = model.Resource.get(resource_id).package_id
    tk.get_action("package_patch")(dict(context), {"id": dataset_id, "hide_dictionary": "true"})
    assert in_force(resource_id) == {"leader": "none"}
    assert shown(resource_id)["leader"] == list(CLOSED.values())
    public = helpers.call_action("package_show", context={"user": ""}, id=dataset_id)
    words = ("'leader'", ITEM["title"], ITEM["description"])
    assert not [word for word in words if word in str(public)]
