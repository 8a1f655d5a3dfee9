"""Audit rows live and die with the act, and only an administrator reads them."""

import datetime as dt

import pytest

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.audit import service
from ckanext.scigov.shared.actors import Actor

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_audit"),
    pytest.mark.usefixtures("clean_db", "with_plugins"),
]


def record(event="dataset.create", object_id="d1"):
    service.record(
        model.Session,
        actor=Actor(user_id="u1", name="owner_editor"),
        event=event,
        object_type="dataset",
        object_id=object_id,
        now=NOW,
        detail={"title": "科技计划"},
    )


def listed(**data):
    return helpers.call_action("scigov_audit_event_list", **data)


def test_a_row_is_part_of_the_acts_transaction():
    record()
    model.Session.rollback()
    assert listed() == []
    record()
    model.Session.commit()
    (event,) = listed()
    assert event.pop("id")
    assert event == {
        "at": "2026-09-24T01:00:00+00:00",
        "actor_id": "u1",
        "actor_name": "owner_editor",
        "event": "dataset.create",
        "object_type": "dataset",
        "object_id": "d1",
        "detail": {"title": "科技计划"},
    }


def test_list_is_newest_first_and_can_be_narrowed():
    for number in range(3):
        record(event=f"dataset.act{number}", object_id=f"d{number % 2}")
    model.Session.commit()
    assert [row["event"] for row in listed()] == ["dataset.act2", "dataset.act1", "dataset.act0"]
    assert [row["event"] for row in listed(object_id="d0")] == ["dataset.act2", "dataset.act0"]
    assert [row["event"] for row in listed(event="dataset.act1")] == ["dataset.act1"]
    newest = listed(limit=1)[0]
    assert [row["event"] for row in listed(before=newest["id"], limit=1)] == ["dataset.act1"]


@pytest.mark.parametrize("sysadmin", [False, True])
def test_only_an_administrator_lists(sysadmin):
    record()
    model.Session.commit()
    user = factories.Sysadmin() if sysadmin else factories.User()
    context = {"user": user["name"], "ignore_auth": False}
    if sysadmin:
        assert len(tk.get_action("scigov_audit_event_list")(context, {})) == 1
    else:
        with pytest.raises(tk.NotAuthorized):
            tk.get_action("scigov_audit_event_list")(context, {})


class Auditors(p.SingletonPlugin):
    """Another feature that lets more people read the log."""

    p.implements(p.IAuthFunctions)

    def get_auth_functions(self):
        @tk.chained_auth_function
        def scigov_audit_event_list(next_auth, context, data_dict):
            if context["user"] == "auditor":
                return {"success": True}
            return next_auth(context, data_dict)

        return {"scigov_audit_event_list": scigov_audit_event_list}


@pytest.mark.with_plugins({"test_auditors": Auditors})
def test_another_feature_may_let_more_people_read():
    record()
    model.Session.commit()
    auditor, other = factories.User(name="auditor"), factories.User()
    assert (
        len(
            helpers.call_action(
                "scigov_audit_event_list", {"user": auditor["name"], "ignore_auth": False}
            )
        )
        == 1
    )
    with pytest.raises(tk.NotAuthorized):
        helpers.call_action(
            "scigov_audit_event_list", {"user": other["name"], "ignore_auth": False}
        )
