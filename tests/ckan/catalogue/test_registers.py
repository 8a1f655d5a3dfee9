"""The registers: who reads and writes them, that acts are on record, and what entries get of them."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.audit.model import AuditEvent

from .conftest import refused_fields

SYSTEM, ITEM = "scigov_catalogue_system_", "scigov_catalogue_business_item_"
GIVEN = {
    SYSTEM: {"title": "科技计划项目管理系统", "code": "XT-001", "note": ""},
    ITEM: {"title": "省级科技计划项目立项", "code": "", "note": "", "update_cycle": "quarterly"},
}
BOTH = pytest.mark.parametrize("register", [SYSTEM, ITEM])


@pytest.fixture
def as_user(publisher: dict[str, Any]) -> Any:
    """Call as a reader, editor, member, foreigner or nobody: ``as_user("member", action, …)``."""
    names = {"editor": publisher["name"], "nobody": "", "admin": factories.Sysadmin()["name"]}
    other = factories.Organization()["id"]
    for who, where, role in (
        ("member", publisher["owner_org"], "member"),
        ("foreigner", other, "admin"),
    ):
        names[who] = factories.User()["name"]
        helpers.call_action("organization_member_create", id=where, username=names[who], role=role)

    def call(who: str, action: str, **data: Any) -> Any:
        return helpers.call_action(action, {"user": names[who], "ignore_auth": False}, **data)

    return call


def may(call: Any) -> bool:
    try:
        call()
    except tk.NotAuthorized:
        return False
    return True


@BOTH
def test_editors_write_members_read_and_others_have_the_answer_of_what_is_not_there(
    as_user: Any, publisher: dict[str, Any], register: str
) -> None:
    given = {**GIVEN[register], "organization_id": publisher["owner_org"]}
    made = as_user("editor", f"{register}create", **given)
    reading = {
        f"{register}list": {"organization_id": given["organization_id"]},
        f"{register}show": {"id": made["id"]},
    }
    writing = {
        f"{register}create": {**given, "title": "另一个"},
        f"{register}update": {**given, "id": made["id"]},
        f"{register}retire": {"id": made["id"]},
    }
    for who, reads, writes in (
        ("nobody", False, False), ("foreigner", False, False), ("member", True, False),
        ("editor", True, True),
    ):  # fmt: skip
        for actions, expected in ((reading, reads), (writing, writes)):
            for action, data in actions.items():
                assert may(lambda a=action, d=data, w=who: as_user(w, a, **d)) is expected, (
                    who,
                    action,
                )
    assert not may(lambda: as_user("foreigner", f"{register}show", id="no-such-id"))
    assert not may(lambda: as_user("editor", f"{register}list", organization_id="no-such"))


@BOTH
def test_a_title_counts_once_until_it_is_retired(
    act: Any, publisher: dict[str, Any], register: str
) -> None:
    given = {**GIVEN[register], "organization_id": publisher["owner_org"]}
    made = act(f"{register}create", **given)
    assert refused_fields(act, f"{register}create", **given) == ["title"]
    other = act(f"{register}create", **{**given, "title": "另一个"})
    assert refused_fields(act, f"{register}update", **{**given, "id": other["id"]}) == ["title"]
    act(f"{register}retire", id=made["id"])
    assert refused_fields(act, f"{register}update", **{**given, "id": made["id"]}) == ["state"]
    assert refused_fields(act, f"{register}retire", id=made["id"]) == ["state"]
    again = act(f"{register}create", **given)
    listed = act(f"{register}list", organization_id="kejiting")
    assert {one["id"] for one in listed} == {other["id"], again["id"]}
    everything = act(f"{register}list", organization_id="kejiting", include_retired=True)
    assert [one["id"] for one in everything][-1] == made["id"]


@BOTH
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"), ({"title": "名" * 201}, "title"), ({"title": ["a"]}, "title"),
        ({"note": "a\x00b"}, "note"), ({"code": 3}, "code"),
    ],
)  # fmt: skip
def test_what_is_no_plain_text_is_refused(
    act: Any, publisher: dict[str, Any], register: str, wrong: dict[str, Any], field: str
) -> None:
    given = {**GIVEN[register], "organization_id": publisher["owner_org"], **wrong}
    assert refused_fields(act, f"{register}create", **given) == [field]


def test_a_business_item_has_a_cycle_of_the_list(act: Any, publisher: dict[str, Any]) -> None:
    given = {**GIVEN[ITEM], "organization_id": publisher["owner_org"]}
    assert refused_fields(act, f"{ITEM}create", **{**given, "update_cycle": "often"}) == [
        "update_cycle"
    ]
    made = act(f"{ITEM}create", **given)
    assert act(f"{ITEM}show", id=made["id"])["update_cycle"] == "quarterly"


@BOTH
def test_each_act_is_on_record_with_what_was_said(
    act: Any, publisher: dict[str, Any], register: str
) -> None:
    given = {**GIVEN[register], "organization_id": publisher["owner_org"]}
    made = act(f"{register}create", **given)
    act(f"{register}update", **{**given, "id": made["id"], "note": "改"})
    act(f"{register}retire", id=made["id"])
    rows = model.Session.query(AuditEvent).filter_by(object_id=made["id"]).order_by(AuditEvent.id)
    kind = "information_system" if register == SYSTEM else "business_item"
    assert [row.event for row in rows] == [
        f"{kind}.{verb}" for verb in ("create", "update", "retire")
    ]
    assert {row.actor_name for row in rows} == {"publisher"}
    changed = rows[1].detail
    assert (changed["note"], changed["before"]["note"]) == ("改", "")


def test_a_registered_system_brings_its_code_and_free_text_stays(
    act: Any, entry: dict[str, Any], publisher: dict[str, Any]
) -> None:
    act(f"{SYSTEM}create", organization_id=publisher["owner_org"], **GIVEN[SYSTEM])
    made = act("package_create", **entry)
    assert made["source_system_code"] == "XT-001"
    other = act("package_patch", id=made["id"], source_system="早年的台账")
    assert other["source_system"] == "早年的台账"
    assert not other.get("source_system_code")
    back = act("package_patch", id=made["id"], source_system=entry["source_system"])
    assert back["source_system_code"] == "XT-001"
    own = act("package_patch", id=made["id"], source_system_code="自编-9")
    assert own["source_system_code"] == "自编-9"


def test_a_business_item_proposes_its_cycle_where_none_is_chosen(
    act: Any, entry: dict[str, Any], publisher: dict[str, Any]
) -> None:
    act(f"{ITEM}create", organization_id=publisher["owner_org"], **GIVEN[ITEM])
    named = {**entry, "business_item": GIVEN[ITEM]["title"]}
    assert act("package_create", **{**named, "update_cycle": ""})["update_cycle"] == "quarterly"
    chosen = {**named, "title": "省级科技计划项目变更清单"}
    assert act("package_create", **chosen)["update_cycle"] == "annual"
    unknown = {**entry, "title": "别的", "business_item": "未登记的事项", "update_cycle": ""}
    assert refused_fields(act, "package_create", **unknown) == ["update_cycle"]


def test_the_register_of_another_provider_brings_nothing(act: Any, entry: dict[str, Any]) -> None:
    other = factories.Organization()["id"]
    helpers.call_action(f"{SYSTEM}create", {}, organization_id=other, **GIVEN[SYSTEM])
    assert not act("package_create", **entry).get("source_system_code")
