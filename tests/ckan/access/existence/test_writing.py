"""Writers: what may be made, with which ids, whose it is, and who is let in."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access.model import GradeInForce, Tombstone
from ckanext.scigov.audit.model import AuditEvent

LINK = {"name": "x", "url": "http://example.org/x", "format": "CSV"}


def _refused(do: Any, who: str, action: str, **data: Any) -> list[str]:
    with pytest.raises(tk.ValidationError) as error:
        do(who, action, **data)
    return sorted(error.value.error_dict)


def _grade(dataset_id: str) -> tuple[str | None, ...]:
    model.Session.expire_all()
    row = model.Session.get(GradeInForce, dataset_id)
    return row.security_level, row.share_type, row.open_type


@pytest.fixture
def fields(people: Any, provider: dict[str, Any], entry_fields: dict[str, Any]) -> dict[str, Any]:
    entry_fields.pop("no_resource_reason", None)
    return {**entry_fields, "owner_org": provider["id"], "name": "made"}


def test_a_grade_in_a_patch_is_a_wish_only(shelf, do, ckan_config, monkeypatch):
    """W1: whoever may change an entry proposes; the grade in force stays."""
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    opening = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
    do("owner_editor", "package_patch", id="conditional", **opening)
    assert _grade(shelf["conditional"]["id"]) == ("3", "conditional", "conditional")
    assert do("anonymous", "package_show", id="conditional")["open_type"] == "conditional"


def test_an_update_without_the_grade_leaves_it(shelf, do, ckan_config, monkeypatch):
    """W2: leaving the fields out closes at most; the entry shows what is in force."""
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    shown = do("owner_editor", "package_show", id="conditional")
    for name in ("security_level", "share_type", "open_type"):
        shown.pop(name)
    with contextlib.suppress(tk.ValidationError):
        do("owner_editor", "package_update", **shown)
    assert _grade(shelf["conditional"]["id"])[2] in ("conditional", None)
    assert do("owner_editor", "package_show", id="conditional")["open_type"] != "unconditional"


def test_only_entries_of_the_catalogue_are_made(fields, do):
    for kind in ("zzz", "harvest", "", "showcase", None, 7):
        for who in ("owner_editor", "sysadmin"):
            assert _refused(do, who, "package_create", **{**fields, "type": kind}) == ["type"]
    assert do("owner_editor", "package_create", **{**fields, "type": "dataset"})["name"] == "made"


@pytest.mark.with_plugins("ckan_harvester")
def test_a_harvest_source_is_made_by_its_own_action(people, provider, do):
    source = {
        "name": "source", "title": "来源", "url": "http://source.example.org", "source_type": "ckan",
        "owner_org": provider["id"], "config": '{"api_key": "secret-key"}',
    }  # fmt: skip
    made = do("sysadmin", "harvest_source_create", **source)
    for who in ("owner_editor", "sysadmin"):
        assert "secret-key" in do(who, "harvest_source_show", id=made["id"])["config"]
        assert do(who, "package_search", fq="dataset_type:harvest")["count"] == 1
    for who in ("anonymous", "plain", "foreign_editor", "owner_member", "agency_member"):
        for action in ("harvest_source_show", "package_show", "harvest_source_show_status"):
            with pytest.raises(tk.ObjectNotFound):
                do(who, action, id=made["id"])
        assert do(who, "package_search", fq="dataset_type:harvest")["count"] == 0
        assert do(who, "package_list") == []


def test_the_portal_gives_ids(fields, shelf, do):
    """W6: bytes and rows of what had an id may still be there."""
    others = shelf["conditional"]["resources"][0]["id"]
    for resource_id in (str(uuid.uuid4()), others):
        resources = [{**LINK, "id": resource_id}]
        assert _refused(do, "owner_editor", "package_create", **fields, resources=resources) == [
            "resources"
        ]
        assert _refused(
            do, "owner_editor", "resource_create", package_id="opened", **LINK, id=resource_id
        ) == ["id"]
    own = do("owner_editor", "package_show", id="opened")
    own["resources"][0]["name"] = "renamed"
    assert do("owner_editor", "package_update", **own)["resources"][0]["name"] == "renamed"
    made = do("owner_editor", "resource_create", package_id="opened", **LINK)
    assert made["id"] not in (others, "")


def test_the_id_of_a_deleted_resource_is_not_given_again(shelf, do):
    gone = shelf["conditional"]["resources"][0]["id"]
    empty = {"resources": [], "no_resource_reason": "另行挂接"}
    do("owner_editor", "package_patch", id="conditional", **empty)
    assert model.Resource.get(gone).state == "deleted"
    for who in ("owner_editor", "sysadmin"):
        error = _refused(do, who, "resource_create", package_id="opened", **LINK, id=gone)
        assert error == ["id"]
    # CKAN takes the row away with the next change; the id stays buried.
    do("owner_editor", "resource_create", package_id="conditional", **LINK)
    assert model.Session.get(model.Resource, gone) is None
    assert model.Session.get(Tombstone, gone).object_kind == "resource"
    error = _refused(do, "sysadmin", "resource_create", package_id="opened", **LINK, id=gone)
    assert error == ["id"]


def test_an_administrator_may_bring_an_id_that_nothing_had(shelf, do):
    new = str(uuid.uuid4())
    made = do("sysadmin", "resource_create", package_id="opened", **LINK, id=new)
    assert made["id"] == new


def test_a_purged_id_is_not_given_again(shelf, fields, do):
    gone = shelf["opened"]["id"]
    do("sysadmin", "dataset_purge", id=gone)
    assert _refused(do, "sysadmin", "package_create", **fields, id=gone) == ["id"]
    new = str(uuid.uuid4())
    assert do("sysadmin", "package_create", **fields, id=new)["id"] == new


def test_another_provider_needs_who_sets_the_grade(shelf, do, holder):
    """W7: its members would get the data."""
    elsewhere = model.Group.get("elsewhere").id
    for who, capacity in (("owner_editor", "editor"), ("both", "editor")):
        if who == "both":
            factories.User(name="both")
            helpers.call_action(
                "organization_member_create", id="kejiting", username=who, role=capacity
            )
        helpers.call_action("organization_member_create", id=elsewhere, username=who, role=capacity)
    for who in ("owner_editor", "sysadmin"):
        for action, data in (
            ("package_patch", {"id": "opened", "owner_org": elsewhere}),
            ("package_patch", {"id": "opened", "owner_org": "elsewhere"}),
            ("package_owner_org_update", {"id": "opened", "organization_id": elsewhere}),
        ):
            with pytest.raises(tk.NotAuthorized):
                do(who, action, **data)
    same = do("owner_editor", "package_patch", id="opened", owner_org="kejiting", version="2")
    assert same["version"] == "2"
    holder("steward", user="both")
    moved = tk.get_action("package_patch")(
        {"user": "both"}, {"id": "opened", "owner_org": elsewhere}
    )
    assert moved["owner_org"] == elsewhere


def test_publishing_is_the_editors_own(shelf, do):
    """W9: what is open to whom says the grade in force, so the flags stay with the editor."""
    do("owner_editor", "package_patch", id="private", private=False)
    do("owner_editor", "package_patch", id="draft", state="active")
    assert do("plain", "package_list") == ["conditional", "draft", "opened", "private"]
    do("owner_editor", "package_patch", id="private", private=True)
    assert do("plain", "package_list") == ["conditional", "draft", "opened"]


def test_publishing_opens_nothing_that_has_no_grade(shelf, do, ckan_config, monkeypatch):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    do("owner_editor", "package_patch", id="unclassified", private=True)
    helpers.call_action(
        "organization_member_create", id="kejiting", username="owner_editor", role="admin"
    )
    org_id = shelf["unclassified"]["owner_org"]
    ids = [shelf["unclassified"]["id"]]
    do("owner_editor", "bulk_update_public", datasets=ids, org_id=org_id)
    assert do("plain", "package_list") == ["conditional", "opened"]


def test_who_is_let_in_is_recorded(shelf, provider):
    """W10: members of the provider get its data."""
    call = tk.get_action
    one = {"id": provider["id"], "object": "plain", "object_type": "user", "capacity": "member"}
    call("member_create")({"user": "root"}, one)
    call("member_delete")({"user": "root"}, one)
    query = sa.select(AuditEvent.event, AuditEvent.actor_name, AuditEvent.detail).where(
        AuditEvent.object_id == provider["id"],
        AuditEvent.detail["user_id"].astext == model.User.get("plain").id,
    )
    rows = model.Session.execute(query.order_by(AuditEvent.id))
    found = [(event, actor, detail["capacity"]) for event, actor, detail in rows]
    assert found == [
        ("organization.member_add", "root", "member"),
        ("organization.member_remove", "root", "member"),
    ]


@pytest.mark.ckan_config("ckan.auth.allow_dataset_collaborators", True)
def test_collaborators_are_recorded(shelf, do):
    do("sysadmin", "package_collaborator_create", id="opened", user_id="plain", capacity="editor")
    do("sysadmin", "package_collaborator_delete", id="opened", user_id="plain")
    with pytest.raises(tk.NotAuthorized):
        do("plain", "package_collaborator_create", id="opened", user_id="plain", capacity="editor")
    query = sa.select(AuditEvent.event).where(
        AuditEvent.object_id == shelf["opened"]["id"], AuditEvent.event.like("%collaborator%")
    )
    assert list(model.Session.scalars(query.order_by(AuditEvent.id))) == [
        "dataset.collaborator_add", "dataset.collaborator_remove",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "moves"), [("opened", True), ("conditional", False)])
def test_files_of_graded_data_stay_where_they_are(shelf, name, moves, people):
    """W11: who may read the new owner would read the file."""
    file = model.File(name="f", storage="default", location="f", hash="", size=1)
    model.Session.add(file)
    model.Session.flush()
    owner = model.FileOwner(item_id=file.id, item_type="file") if False else None
    file.owner = owner or model.FileOwner(
        file_id=file.id, owner_id=shelf[name]["id"], owner_type="package"
    )
    model.Session.commit()
    asked = {"id": file.id, "owner_id": "root", "owner_type": "user", "force": True}
    context = {"user": "root", "auth_user_obj": model.User.get("root")}
    if moves:
        assert tk.check_access("file_ownership_transfer", context, asked)
    else:
        with pytest.raises(tk.NotAuthorized):
            tk.check_access("file_ownership_transfer", context, asked)


def test_the_policy_is_asked_before_anything_is_written(shelf, do):
    do("owner_editor", "package_patch", id="opened", lifecycle_status="retired")
    for who in ("owner_editor", "sysadmin"):
        with pytest.raises(tk.NotAuthorized):
            do(who, "package_patch", id="opened", title="neu")
    assert do("owner_editor", "package_patch", id="conditional", title="neu")["title"] == "neu"
