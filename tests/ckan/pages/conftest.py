"""A small catalogue and a reader who looks at its pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

FIRST_DAY = dt.date(2024, 1, 1)
LONG_TITLE = (
    "省级科技计划项目立项、中期检查、结题验收与科技报告呈交全流程管理信息汇总表"
    "（含重点研发、自然科学基金与成果转化三类专项）"
)
HELPED = ("visitors", "agencies", "owners", "stewards", "portals", "developers")
GRADE = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
ITEMS = [
    {"name": "xm", "title": "项目名称", "description": "立项时批准的名称", "data_type": "C"},
    {"name": "je", "title": "资助金额", "description": "以万元计的金额", "data_type": "N"},
]


@pytest.fixture(autouse=True)
def _empty_site(clean_site: None) -> None:
    """Each of these tests starts from an empty site."""


@pytest.fixture
def provider() -> dict[str, Any]:
    """A provider whose texts are Chinese, so that English on a page is the page's own."""
    from ckan.tests import factories

    return factories.Organization(
        name="kejiting", title="省科学技术厅", description="主管全省科技工作。", image_url=""
    )


@pytest.fixture
def owner_editor(provider: dict[str, Any]) -> dict[str, Any]:
    from ckan.tests import factories, helpers

    user = factories.UserWithToken(
        name="owner_editor", fullname="编目员", about="负责编目。", image_url=""
    )
    helpers.call_action(
        "organization_member_create", id=provider["id"], username=user["name"], role="editor"
    )
    return user


@pytest.fixture
def make_dataset(provider: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """``make_dataset(number, **fields)``: an entry of ``provider`` as harvesting would leave it."""
    import ckan.plugins.toolkit as tk

    def make(number: int = 1, **fields: Any) -> dict[str, Any]:
        values = {
            "name": f"xiang-mu-{number}",
            "title": f"{LONG_TITLE}{number}",
            "notes": "各类项目从申报到验收的管理信息，按年度汇总。",
            "tag_string": "科技计划,项目管理",
            "owner_org": provider["id"],
            "catalogue_profile": "gathered",
            "modified": (FIRST_DAY + dt.timedelta(days=number - 1)).isoformat(),
            "data_kind": "management",
            "update_cycle": "annual",
            "source_portal": "某市开放门户",
            "source_id": str(number),
            "resources": [_resource(number)],
            **GRADE,
            **fields,
        }
        context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
        return tk.get_action("package_create")(context, values)

    return make


def _resource(number: int) -> dict[str, Any]:
    return {
        "name": f"项目清单（第{number}批）",
        "url": "/files/list.csv",
        "format": "CSV",
        "data_items": [dict(item) for item in ITEMS],
    }


@pytest.fixture
def resource() -> Callable[[int], dict[str, Any]]:
    return _resource


@pytest.fixture
def read(app: Any) -> Callable[..., BeautifulSoup]:
    """``read("/about", status=200, token=None)``: the page at this address, parsed."""

    def get(path: str, *, status: int = 200, token: str = "") -> BeautifulSoup:
        headers = {"Authorization": token} if token else {}
        answer = app.get(path, status=status, headers=headers)
        return BeautifulSoup(answer.body, "html.parser")

    return get


@pytest.fixture
def session_cookie(app: Any) -> Callable[[str], str]:
    """``session_cookie(user["id"])``: the header of somebody who has signed in."""
    site = app.flask_app
    serializer = site.session_interface.get_signing_serializer(site)
    name = site.config["SESSION_COOKIE_NAME"]
    return lambda user_id: f"{name}={serializer.dumps({'_user_id': user_id, '_fresh': True})}"


@pytest.fixture
def public_pages(make_dataset: Callable[..., dict[str, Any]]) -> dict[str, tuple[str, int]]:
    """Every public page of a catalogue with two entries: name → address and status."""
    entry = make_dataset(1, demo_assigned=["data_kind"])
    make_dataset(2, resources=[])
    name, resource_id = entry["name"], entry["resources"][0]["id"]
    return {
        "home": ("/", 200),
        "search": ("/dataset/", 200),
        "found": ("/dataset/?q=项目&data_kind=management&sort=title_string+asc", 200),
        "nothing": ("/dataset/?q=查无此词&open_type=none", 200),
        "dataset": (f"/dataset/{name}", 200),
        "bare dataset": ("/dataset/xiang-mu-2", 200),
        "resource": (f"/dataset/{name}/resource/{resource_id}", 200),
        "providers": ("/organization/", 200),
        "no provider": ("/organization/?q=查无此名", 200),
        "provider": ("/organization/kejiting", 200),
        "provider about": ("/organization/about/kejiting", 200),
        "about": ("/about", 200),
        "help": ("/help", 200),
        **{f"help for {one}": (f"/help/{one}", 200) for one in HELPED},
        "no help": ("/help/no-such-page", 404),
        "actions": ("/help/api", 200),
        "actions of tables": ("/help/api/tables", 200),
        "report of the catalogue": ("/catalog/report", 200),
        "check of a document": ("/catalog/check", 200),
        "login": ("/user/login", 200),
        "forgotten": ("/user/reset", 200),
        "missing": ("/no-such-page", 404),
        "missing dataset": ("/dataset/no-such-dataset", 404),
        "forbidden": ("/dataset/new", 403),
    }
