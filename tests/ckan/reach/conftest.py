"""A small catalogue: an open entry, and others with words that nobody else may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

NOW = dt.datetime(2026, 11, 28, 18, 0, tzinfo=dt.timezone.utc)
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
ON_CONDITIONS = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}
ITEMS = [
    {"name": "xm", "title": "项目名称", "description": "立项时的名称", "data_type": "C"},
    {
        "name": "je",
        "title": "资助金额",
        "description": "财政经费",
        "data_type": "N",
        "unit": "万元",
    },
]


@pytest.fixture(autouse=True)
def _site(clean_site: None, app: Any, at: Callable[[dt.datetime], None]) -> None:
    """An empty site, at an hour when the portal's day has begun and that of UTC has not.

    The application puts in a clock of its own when it is made.
    """
    at(NOW)


@pytest.fixture
def make(provider: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """``make("xiang-mu", **fields)``: an entry of ``provider`` as harvesting would leave it."""
    import ckan.plugins.toolkit as tk

    def create(name: str, **more: Any) -> dict[str, Any]:
        context: Any = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
        values = {
            "name": name, "title": f"清单 {name}", "owner_org": provider["id"],
            "notes": "立项项目的编号与经费，按年汇总。", "tag_string": "科技计划,立项",
            "data_kind": "management", "catalogue_profile": "gathered", "source_portal": "x",
            "source_id": name, "issued": "2024-01-31", "license_id": "cc-by",
            "resources": [_link(name)], **OPEN, **more,
        }  # fmt: skip
        return tk.get_action("package_create")(context, values)

    return create


def _link(name: str) -> dict[str, Any]:
    return {
        "name": "清单", "url": f"https://canary-{name}.example/a.csv", "format": "CSV",
        "mimetype": "text/csv", "size": 40_417, "data_items": [dict(item) for item in ITEMS],
    }  # fmt: skip


@pytest.fixture
def get(app: Any) -> Callable[..., Any]:
    """``get("/sitemap.xml", etag="…", token="…")`` as a browser without a cookie jar."""
    client = app.test_client(use_cookies=False)

    def ask(path: str, *, etag: str = "", token: str = "", method: str = "get") -> Any:
        headers = {"If-None-Match": etag, "Authorization": token}
        given = {name: value for name, value in headers.items() if value}
        return getattr(client, method)(path, headers=given, follow_redirects=False)

    return ask
