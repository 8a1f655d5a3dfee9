"""Editors of providers, and how they ask for pages and actions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan.tests import factories, helpers


@pytest.fixture
def provider() -> dict[str, Any]:
    return factories.Organization(name="kejiting", title="省科学技术厅")


@pytest.fixture
def editor(provider: dict[str, Any]) -> dict[str, Any]:
    return editor_of(provider, "editor")


@pytest.fixture
def colleague(provider: dict[str, Any]) -> dict[str, Any]:
    return editor_of(provider, "colleague")


@pytest.fixture
def stranger() -> dict[str, Any]:
    return editor_of(factories.Organization(name="other"), "stranger")


def editor_of(provider: dict[str, Any], name: str) -> dict[str, Any]:
    user = factories.UserWithToken(name=name)
    member = {"id": provider["id"], "username": name, "role": "editor"}
    helpers.call_action("organization_member_create", **member)
    return user


@pytest.fixture
def ask(app: Any) -> Callable[..., Any]:
    def send(user: dict[str, Any], path: str, accept: str = "text/html", **form: Any) -> Any:
        headers = {"Authorization": user["token"], "Accept": accept}
        client = app.test_client(use_cookies=False)
        if form:
            return client.post(path, data=form, headers=headers, follow_redirects=False)
        return client.get(path, headers=headers, follow_redirects=False)

    return send


@pytest.fixture
def call() -> Callable[..., Any]:
    def act(user: dict[str, Any], action: str, /, **data: Any) -> Any:
        context: Any = {"user": user["name"], "ignore_auth": False}
        return tk.get_action(action)(context, data)

    return act


@pytest.fixture
def fields() -> Callable[[Any], dict[str, str]]:
    def read(answer: Any) -> dict[str, str]:
        page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        inputs: dict[str, str] = {}
        for one in page.select("form#dataset-edit input[name]"):
            if one.get("type") not in ("checkbox", "radio", "file") or one.has_attr("checked"):
                inputs.setdefault(one["name"], one.get("value", ""))
        chosen = {
            one["name"]: (one.select_one("option[selected]") or one.select_one("option"))["value"]
            for one in page.select("form#dataset-edit select[name]")
        }
        texts = {one["name"]: one.get_text() for one in page.select("textarea[name]")}
        return inputs | chosen | texts

    return read


@pytest.fixture
def entry() -> dict[str, str]:
    """A form that is complete."""
    return {
        "title": "高新技术企业名录", "notes": "全省高新技术企业的名称与证书编号。", "tag_string": "名录,企业",
        "data_kind": "management", "contact-0-name": "高新处", "contact-0-email": "a@example.org",
        "security_level": "1", "share_type": "unconditional", "open_type": "unconditional",
        "license_id": "cc-by", "data_form": "spreadsheet", "source_system": "业务平台",
        "update_cycle": "annual", "no_resource_reason": "数据表随后挂接。", "theme": "TECH",
    }  # fmt: skip
