"""Fixtures of the catalogue: one provider with a contact, an editor, a complete entry."""

from __future__ import annotations

from typing import Any

import pytest

TERMS = {
    "share_condition": "仅限本省科技行政部门使用。",
    "non_share_basis": "《中华人民共和国数据安全法》第二十一条",
    "open_condition": "须说明用途并签署承诺书。",
    "open_method": "平台申请",
    "security_measure": "脱敏后提供",
    "non_open_basis": "《中华人民共和国数据安全法》第二十一条",
    "license_id": "cc-by",
}


def refused_fields(call, action, **data):
    """Return the fields an action refuses, in no order; nothing when it accepts."""
    import ckan.plugins.toolkit as tk

    try:
        call(action, **data)
    except tk.ValidationError as error:
        return sorted(error.error_dict)
    return []


@pytest.fixture
def publisher(clean_site: None) -> dict[str, Any]:
    """An editor with a token, whose provider has a contact in its profile."""
    from ckan.tests import factories, helpers

    organization = helpers.call_action(
        "organization_create",
        {"user": factories.Sysadmin()["name"]},
        title="省科学技术厅",
        name="kejiting",
        contact_name="资源配置与管理处",
        contact_email="data@kejiting.example",
    )
    user = factories.UserWithToken(name="publisher")
    helpers.call_action(
        "organization_member_create", id=organization["id"], username=user["name"], role="editor"
    )
    return {**user, "owner_org": organization["id"]}


@pytest.fixture
def entry(publisher: dict[str, Any]) -> dict[str, Any]:
    """What an editor types for an ordinary table of level 1."""
    return {
        "title": "省级科技计划项目立项清单",
        "notes": "历年省级科技计划项目的编号、名称、承担单位和经费。",
        "tags": [{"name": "科技计划"}, {"name": "立项"}],
        "data_kind": "management",
        "owner_org": publisher["owner_org"],
        "security_level": "1",
        "share_type": "unconditional",
        "open_type": "unconditional",
        "license_id": "cc-by",
        "data_form": "spreadsheet",
        "source_system": "科技计划项目管理系统",
        "update_cycle": "annual",
    }


@pytest.fixture
def act(publisher: dict[str, Any]) -> Any:
    """Call an action as the editor, authorised like a request: ``act("package_create", …)``."""
    from ckan.tests import helpers

    def call(action: str, **data: Any) -> Any:
        context = {"user": publisher["name"], "ignore_auth": False}
        return helpers.call_action(action, context, **data)

    return call


@pytest.fixture
def post(app: Any, publisher: dict[str, Any]) -> Any:
    """Post a form as the editor: ``post(address, fields)`` returns the response unfollowed."""

    def send(address: str, fields: dict[str, Any], **options: Any) -> Any:
        headers = {"Authorization": publisher["token"]}
        return app.post(address, data=fields, headers=headers, follow_redirects=False, **options)

    return send


@pytest.fixture
def form_fields(entry: dict[str, Any]) -> dict[str, Any]:
    """The same entry as the first page of the form sends it."""
    fields = {name: value for name, value in entry.items() if name != "tags"}
    return {
        **fields,
        "tag_string": "科技计划、立项",
        "theme": "TECH",
        "share_channel": "file",
        "data_grade": "general",
        "secrecy_level": "none",
        "personal_info": "false",
        "category_class": "3",
        "category_item": "07",
        "category_subitem": "001",
        "private": "False",
        "_ckan_phase": "dataset_new_1",
        "pkg_name": "",
        "save": "",
    }
