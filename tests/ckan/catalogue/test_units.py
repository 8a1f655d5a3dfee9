"""The tree of providers: who may move one, what is refused, and who learns of the security owner."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.audit.model import AuditEvent

from .conftest import refused_fields

UPDATE, SHOW = "scigov_catalogue_unit_update", "scigov_catalogue_unit_show"
OWNER = {"security_owner": "安全处李处长", "security_contact": "0851-12345678"}


@pytest.fixture
def tree(clean_site: None) -> dict[str, str]:
    """Three providers, and an administrator of the lower two (``chief``)."""
    ids = {
        level: factories.Organization(name=f"unit-{level}", title=title, unit_level=level)["id"]
        for level, title in (
            ("province", "省科学技术厅"),
            ("city", "市科技局"),
            ("county", "县科技局"),
        )
    }
    chief = factories.UserWithToken(name="chief")
    for level in ("city", "county"):
        helpers.call_action(
            "organization_member_create", id=ids[level], username="chief", role="admin"
        )
    return {**ids, "token": chief["token"]}


def by(name: str) -> Any:
    def call(action: str, **data: Any) -> Any:
        return helpers.call_action(action, {"user": name, "ignore_auth": False}, **data)

    return call


def as_system(action: str, **data: Any) -> Any:
    return by(factories.Sysadmin()["name"])(action, **data)


def test_a_unit_is_put_below_another_and_the_act_is_on_record(tree: dict[str, str]) -> None:
    as_system(UPDATE, id=tree["city"], parent="unit-province")
    shown = by("chief")(UPDATE, id=tree["county"], parent=tree["city"])
    assert [one["id"] for one in shown["above"]] == [tree["city"], tree["province"]]
    above = by("chief")(SHOW, id="unit-province")
    assert [one["name"] for one in above["children"]] == ["unit-city"]
    rows = model.Session.query(AuditEvent).filter_by(event="provider.place")
    (row,) = rows.filter_by(object_id=tree["county"])
    assert row.detail == {"before": "", "parent": tree["city"]}
    by("chief")(UPDATE, id=tree["county"], parent="")
    assert by("chief")(SHOW, id=tree["county"])["parent"] == ""
    by("chief")(UPDATE, id=tree["county"], parent=tree["city"])
    links = model.Session.query(model.Member).filter_by(
        table_name="group", group_id=tree["county"], state="active"
    )
    assert links.count() == 1


@pytest.mark.parametrize(
    ("unit", "parent"),
    [("city", "city"), ("city", "county"), ("province", "county"), ("province", "city")],
)
def test_circles_and_wrong_levels_are_refused(tree: dict[str, str], unit: str, parent: str) -> None:
    for lower, higher in (("city", "province"), ("county", "city")):
        as_system(UPDATE, id=tree[lower], parent=tree[higher])
    assert refused_fields(as_system, UPDATE, id=tree[unit], parent=tree[parent]) == ["parent"]


def test_a_higher_level_below_a_lower_one_is_refused_on_both_ways(tree: dict[str, str]) -> None:
    assert refused_fields(as_system, UPDATE, id=tree["province"], parent=tree["city"]) == ["parent"]
    as_system(UPDATE, id=tree["city"], parent=tree["province"])
    patch = {"id": tree["province"], "unit_level": "county"}
    assert refused_fields(as_system, "organization_patch", **patch) == ["unit_level"]
    patch = {"id": tree["city"], "unit_level": "county"}
    assert refused_fields(as_system, "organization_patch", **patch) == []


def test_moving_takes_somebody_who_manages_both(tree: dict[str, str]) -> None:
    chief = by("chief")
    assert refused_fields(chief, UPDATE, id=tree["city"], parent=tree["province"]) == ["parent"]
    as_system(UPDATE, id=tree["city"], parent=tree["province"])
    assert refused_fields(chief, UPDATE, id=tree["city"], parent="") == ["parent"]
    assert refused_fields(chief, UPDATE, id=tree["city"], parent=tree["province"], **OWNER) == []
    with pytest.raises(tk.NotAuthorized):
        chief(UPDATE, id=tree["province"], parent="")
    assert refused_fields(chief, UPDATE, id=tree["city"], parent="no-such") == ["parent"]


def test_the_tree_has_one_writer(tree: dict[str, str]) -> None:
    chief = by("chief")
    sent = {"id": tree["county"], "groups": [{"name": "unit-city"}]}
    assert refused_fields(chief, "organization_patch", **sent) == ["groups"]
    link = {"id": tree["county"], "object": tree["city"], "object_type": "group"}
    assert refused_fields(chief, "member_create", capacity="public", **link) == ["object_type"]
    chief(UPDATE, id=tree["county"], parent=tree["city"])
    assert refused_fields(chief, "member_delete", **link) == ["object_type"]
    assert refused_fields(chief, "organization_patch", **sent, description="简介") == []
    assert chief(SHOW, id=tree["county"])["parent"] == tree["city"]


def test_the_security_owner_is_for_staff_alone(tree: dict[str, str], app: Any) -> None:
    by("chief")(UPDATE, id=tree["city"], **OWNER)
    assert (
        by("chief")(UPDATE, id=tree["city"], security_contact="新电话")["security_owner"]
        == OWNER["security_owner"]
    )
    factories.User(name="visitor")
    for who in ("", "visitor"):
        with pytest.raises(tk.NotAuthorized):
            by(who)(SHOW, id=tree["city"])
        for action, data in (
            ("organization_show", {"id": tree["city"], "include_extras": True}),
            ("organization_list", {"all_fields": True, "include_extras": True}),
        ):
            answer = json.dumps(by(who)(action, **data), ensure_ascii=False)
            assert "市科技局" in answer
            assert OWNER["security_owner"] not in answer
    assert OWNER["security_owner"] not in app.get("/organization/unit-city").body
    rows = model.Session.query(AuditEvent).filter_by(event="provider.security_owner")
    assert [row.detail for row in rows] == [{}, {}]


def test_pages_show_the_tree_and_change_it(tree: dict[str, str], app: Any) -> None:
    as_system(UPDATE, id=tree["city"], parent=tree["province"])
    headers = {"Authorization": tree["token"]}
    form = BeautifulSoup(
        app.get("/provider/unit-county/place", headers=headers).body, "html.parser"
    )
    assert tree["city"] in [one["value"] for one in form.find(id="field-parent")("option")]
    given = {"parent": tree["city"], **OWNER}
    sent = app.post(
        "/provider/unit-county/place", data=given, headers=headers, follow_redirects=False
    )
    assert sent.status_code == 302
    wrong = {**given, "parent": tree["province"]}
    refused = app.post("/provider/unit-county/place", data=wrong, headers=headers)
    assert refused.status_code == 409
    page = BeautifulSoup(app.get("/organization/unit-county", headers=headers).body, "html.parser")
    path = [one.get_text() for one in page.select(".scigov-unit-path a")]
    assert path == ["省科学技术厅", "市科技局"]
    assert OWNER["security_owner"] in page.get_text()
    above = BeautifulSoup(app.get("/organization/unit-city").body, "html.parser")
    assert [one.get_text() for one in above.select(".scigov-units a")] == ["县科技局"]
    outside = app.get("/provider/unit-province/place", headers=headers)
    assert outside.status_code == 403
