"""A catalogue with one entry of every sort, and people who may find some of them."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
GRADED = {
    "security_level": "3", "share_type": "conditional", "open_type": "conditional",
    "share_condition": "限科研用途", "open_condition": "限科研用途", "open_method": "申请",
    "security_measure": "脱敏", "non_share_basis": "", "non_open_basis": "",
}  # fmt: skip
SORTS: dict[str, dict[str, Any]] = {
    "opened": OPEN,
    "conditional": GRADED,
    "unclassified": OPEN,
    "concealed": {**GRADED, "hide_entry": True},
    "private": {**OPEN, "private": True},
    "draft": OPEN,
}
FORMATS = {
    "opened": "CSV", "conditional": "XLSX", "unclassified": "JSON", "concealed": "XML",
    "private": "PDF", "draft": "ZIP", "deleted": "TXT",
}  # fmt: skip
HIDDEN = ["unclassified", "concealed", "private", "draft", "deleted"]
"""What the public may not know of."""
Do = Callable[..., Any]


class _Left:
    """What a test that only reads leaves for the next one of its module: making it takes two seconds."""

    module: Any = None
    made: ClassVar[dict[str, Any]] = {}


def _reads(request: pytest.FixtureRequest) -> bool:
    return request.node.get_closest_marker("only_reads") is not None


def _once(request: pytest.FixtureRequest, name: str, make: Callable[[], Any]) -> Any:
    if not _reads(request):
        return make()
    if name not in _Left.made:
        _Left.made[name] = make()
    return copy.deepcopy(_Left.made[name])


@pytest.fixture
def clean_site(request: pytest.FixtureRequest) -> None:
    """An empty site, or the one of the test before where both only read."""
    if not _reads(request) or _Left.module is not request.module:
        for name in ("clean_db", "clean_datastore", "clean_redis"):
            request.getfixturevalue(name)
        _Left.module = request.module if _reads(request) else None
        _Left.made.clear()
    request.getfixturevalue("with_plugins")


@pytest.fixture
def provider(request: pytest.FixtureRequest, clean_site: None) -> dict[str, Any]:
    """An organisation that owns datasets."""
    from ckan.tests import factories

    def make() -> dict[str, Any]:
        return factories.Organization(name="kejiting", title="省科学技术厅")

    return _once(request, "provider", make)


@pytest.fixture
def people(
    request: pytest.FixtureRequest, provider: dict[str, Any], agency_of: Any, belong: Any
) -> dict[str, str]:
    """Names of users, by what they are; each has a token ``<name>-token`` in the same dict."""
    return _once(request, "people", lambda: _make_people(provider, agency_of, belong))


def _make_people(provider: dict[str, Any], agency_of: Any, belong: Any) -> dict[str, str]:
    from ckan.tests import factories, helpers

    elsewhere = factories.Organization(name="elsewhere")
    found = {"anonymous": ""}
    for name, organization, role in (
        ("plain", "", ""),
        ("agency_member", "", ""),
        ("owner_member", provider["id"], "member"),
        ("owner_editor", provider["id"], "editor"),
        ("foreign_editor", elsewhere["id"], "editor"),
    ):
        user = factories.UserWithToken(name=name)
        found |= {name: name, f"{name}-token": user["token"]}
        if organization:
            helpers.call_action(
                "organization_member_create", id=organization, username=name, role=role
            )
    belong(agency_of(), "agency_member", "member")
    root = factories.SysadminWithToken(name="root")
    return {**found, "sysadmin": "root", "sysadmin-token": root["token"]}


@pytest.fixture
def shelf(
    request: pytest.FixtureRequest,
    people: dict[str, str],
    provider: dict[str, Any],
    entry_fields: Any,
) -> dict[str, Any]:
    """The entries by their sort, which is their name too; each has one keyword and format of its own."""
    return _once(request, "shelf", lambda: _make_shelf(provider, entry_fields))


def _make_shelf(provider: dict[str, Any], entry_fields: Any) -> dict[str, Any]:
    import ckan.plugins.toolkit as tk

    entry_fields.pop("no_resource_reason", None)
    group = tk.get_action("group_create")({"user": "root"}, {"name": "themes"})

    def make(name: str, fields: dict[str, Any]) -> dict[str, Any]:
        resource = {
            "name": name, "url": f"http://example.org/{name}-address", "format": FORMATS[name],
        }  # fmt: skip
        data = {
            **entry_fields, "name": name, "title": f"标题{name}", "owner_org": provider["id"],
            "tag_string": f"keyword-{name}", "resources": [resource], **fields,
        }  # fmt: skip
        made = tk.get_action("package_create")({"user": "owner_editor"}, data)
        member = {"id": group["id"], "object": made["id"], "object_type": "package"}
        tk.get_action("member_create")({"user": "root"}, {**member, "capacity": "public"})
        return made

    shelf = {name: make(name, fields) for name, fields in SORTS.items()}
    _unclassify(shelf["unclassified"]["id"])
    draft = {"id": shelf["draft"]["id"], "state": "draft"}
    tk.get_action("package_patch")({"user": "owner_editor"}, draft)
    shelf["deleted"] = make("deleted", OPEN)
    tk.get_action("package_delete")({"user": "owner_editor"}, {"id": shelf["deleted"]["id"]})
    return shelf


def _unclassify(dataset_id: str) -> None:
    """Leave an entry as it is before its first approval: published, and no grade in force."""
    from ckan import logic, model

    from ckanext.scigov.access.model import GradeInForce

    model.Session.delete(model.Session.get(GradeInForce, dataset_id))
    model.Session.flush()
    logic.index_update_package({"user": "root", "ignore_auth": True}, dataset_id)
    model.Session.commit()


@pytest.fixture
def do(people: dict[str, str]) -> Do:
    """Call an action as somebody: ``do("plain", "package_list")``."""
    import ckan.plugins.toolkit as tk
    from ckan import model

    def done(who: str, action: str, /, **data: Any) -> Any:
        name = people[who]
        user = model.User.get(name) if name else None
        return tk.get_action(action)({"user": name, "auth_user_obj": user}, data)

    return done


@pytest.fixture
def ask(people: dict[str, str], app: Any) -> Do:
    """Ask over HTTP as somebody, without following: ``ask("plain", "/dataset/x")``."""

    def asked(who: str, address: str, /, **more: Any) -> Any:
        token = people.get(f"{who}-token")
        headers = {"Authorization": token} if token else {}
        more = {"follow_redirects": False, **more}
        method = more.pop("method", "get")
        return getattr(app, method)(address, headers=headers, **more)

    return asked
