"""Two ways to ask the API for datasets: the short one and CKAN's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest

PATH = "/api/3/action/package_search"


class Reply(NamedTuple):
    """What a client sees."""

    status: int
    json: Any
    headers: dict[str, str]

    @property
    def is_short(self) -> bool:
        """Say whether the short way has answered: CKAN gives no ETag."""
        return "ETag" in self.headers

    @property
    def names(self) -> list[str]:
        return sorted(dataset["name"] for dataset in self.json["result"]["results"])


class Api:
    """A client of the API; ``short=False`` takes CKAN's own way."""

    def __init__(self, app: Any, options: Any) -> None:
        self.app = app
        self.options = options

    def get(
        self, path: str = PATH, *, short: bool = True, token: str = "", **headers: str
    ) -> Reply:
        return self.send(path, "GET", short=short, token=token, headers=headers)

    def ask(self, parameters: Any, **kwargs: Any) -> Reply:
        """Ask with these parameters in the address; a list is written as JSON."""
        items = parameters.items() if isinstance(parameters, dict) else parameters
        texts = [(k, json.dumps(v) if isinstance(v, list) else v) for k, v in items]
        return self.get(f"{PATH}?{urlencode(texts)}", **kwargs)

    def send(
        self,
        path: str,
        method: str,
        *,
        short: bool = True,
        token: str = "",
        headers: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> Reply:
        self.options["ckanext.scigov.search.fast_api"] = short
        sent = {name.replace("_", "-"): value for name, value in (headers or {}).items()}
        if token:
            sent["Authorization"] = token
        client = self.app.test_client(use_cookies=False)
        response = client.open(path, method=method, headers=sent, **kwargs)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        body = json.loads(response.body) if is_json else response.body
        return Reply(response.status_code, body, dict(response.headers))


@pytest.fixture
def api(app: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Api:
    """A client without cookies."""
    monkeypatch.setitem(ckan_config, "ckanext.scigov.search.fast_api", True)
    return Api(app, ckan_config)


@pytest.fixture
def tokens(clean_site: None, provider: dict[str, Any]) -> dict[str, str]:
    """Tokens of users with different rights; the anonymous visitor has the empty one."""
    from ckan.tests import factories, helpers

    found = {"anonymous": ""}
    for role in ("member", "editor"):
        user = factories.UserWithToken(name=f"a_{role}")
        found[role] = user["token"]
        helpers.call_action(
            "organization_member_create", id=provider["id"], username=user["name"], role=role
        )
    found["stranger"] = factories.UserWithToken()["token"]
    found["administrator"] = factories.SysadminWithToken()["token"]
    return found


@pytest.fixture
def published(clean_site: None, entry: dict[str, Any]) -> Callable[..., dict[str, Any]]:
    """Publish a dataset with these fields in place of the usual ones."""
    from ckan.tests import helpers

    def publish(name: str, **fields: Any) -> dict[str, Any]:
        return helpers.call_action("package_create", **{**entry, "name": name, **fields})

    return publish


@pytest.fixture
def catalogue(published: Callable[..., dict[str, Any]]) -> None:
    """Datasets of two providers: public, private and draft ones, one without a licence."""
    from ckan.tests import factories, helpers

    other = factories.Organization(name="tongjiju", title="省统计局")
    group = factories.Group(name="kechuang", title="科创")
    published("projects", groups=[{"name": group["name"]}])
    published("patents", title="专利授权数据", tag_string="专利,统计", license_id="notspecified")
    published("labs", title="重点实验室名录 laboratories", owner_org=other["id"])
    published("salaries", title="人员经费", private=True)
    published("secret", title="内部统计", private=True, owner_org=other["id"])
    draft = published("unfinished", title="草稿数据")
    helpers.call_action("package_patch", id=draft["id"], state="draft")
