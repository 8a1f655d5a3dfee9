"""With the gate in its place the portal's pages answer as they do without it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import flask
import pytest

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.scigov.access import gate, surfaces
from ckanext.scigov.access.domain.surfaces import Closed, Surfaces


class Gate(p.SingletonPlugin):
    p.implements(p.IActions)
    p.implements(p.IBlueprint)

    def get_actions(self):
        return gate.refusing_actions()

    def get_blueprint(self):
        blueprint = flask.Blueprint("gate_of_the_pages", __name__)
        blueprint.before_app_request(gate.before_request)
        return blueprint


pytestmark = [
    pytest.mark.with_plugins({"gate": Gate}),
    pytest.mark.usefixtures("clean_site"),
]
# They change something when they are visited.
LEFT_OUT = {"user.logout", "user.delete"}
NOTHING = "no-such-thing"
SEEN_BY_ALL = {
    "scigov_pages.index", "scigov_pages.dataset", "scigov_pages.organizations", "dataset.search",
    "dataset_resource.read", "organization.read", "organization.about", "home.about", "user.login",
    "user.request_reset", "feeds.general", "feeds.organization", "scigov_dcat.catalogue",
    "scigov_dcat.dataset", "api.action", "api.get_api", "home.robots_txt",
}  # fmt: skip
SEEN_BY_ADMINISTRATORS = SEEN_BY_ALL | {
    "admin.index", "admin.trash", "admin.config", "dataset.new", "dataset.edit",
    "dataset_resource.new", "dataset_resource.edit", "organization.new", "organization.edit",
    "organization.manage_members", "organization.bulk_process", "user.read", "user.edit",
    "user.api_tokens", "dashboard.datasets", "dashboard.organizations", "harvest.search",
}  # fmt: skip


@pytest.fixture
def values(entry: dict[str, Any], provider: dict[str, Any]) -> Callable[[str], dict[str, str]]:
    """``values("organization.read")``: what to put into an endpoint's address."""
    entry["resources"] = [{"name": "a", "url": "http://example.org/a.csv", "format": "CSV"}]
    entry.pop("no_resource_reason")
    grade = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
    dataset = tk.get_action("package_create")({"ignore_auth": True, "user": ""}, entry | grade)
    ids = {
        "organization": provider["name"],
        "group": factories.Group()["name"],
        "user": factories.User()["name"],
        "harvest": NOTHING,
        "harvester": NOTHING,
        "feeds": provider["name"],
        "file": NOTHING,
    }

    def of(endpoint: str) -> dict[str, str]:
        one = ids.get(endpoint.partition(".")[0], dataset["name"])
        resource = {"resource_id": dataset["resources"][0]["id"]}
        more = {
            "_id": one,
            "id": one,
            "_format": "ttl",
            "ver": "3",
            "logic_function": "status_show",
        }
        words = {"view_id": NOTHING, "lang": "en", "register": "systems", "ending": "csv"}
        form = {"name": "ttl", "dataset_id": one} if endpoint.startswith("scigov_dcat.") else {}
        return resource | more | words | {"number": "1", "row": "1", "sequence": "1"} | form

    return of


def addresses(app: Any, values: Callable[[str], dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield an endpoint and an address for every rule that can be visited."""
    adapter = app.flask_app.url_map.bind("")
    for rule in app.flask_app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in LEFT_OUT:
            known = values(rule.endpoint)
            arguments = {name: known.get(name, NOTHING) for name in rule.arguments}
            path = adapter.build(rule.endpoint, arguments | (rule.defaults or {}))
            yield rule.endpoint, path


def all_open(known: Surfaces) -> Surfaces:
    """Return what the gate would know if everything that is classified were open."""
    actions = {n: dataclasses.replace(s, closed=Closed.NO) for n, s in known.actions.items()}
    return Surfaces.of(
        actions, {n: dataclasses.replace(s, closed=Closed.NO) for n, s in known.endpoints.items()}
    )


@pytest.mark.parametrize("is_administrator", [False, True])
def test_pages_answer_as_without_the_gate(
    app: Any, values: Any, monkeypatch: pytest.MonkeyPatch, *, is_administrator: bool
):
    token = factories.SysadminWithToken()["token"] if is_administrator else ""
    client = app.test_client(use_cookies=False)
    headers = {"Authorization": token} if token else {}
    visited = sorted(set(addresses(app, values)))

    def status(path: str) -> int:
        return client.open(path, headers=headers, follow_redirects=False).status_code

    known = surfaces.known()
    found = {(endpoint, path): status(path) for endpoint, path in visited}
    monkeypatch.setattr(surfaces, "_known", all_open(known))
    different = {
        path: (answer, without)
        for (endpoint, path), answer in found.items()
        if endpoint in known.open_endpoints
        and answer >= 400
        and (without := status(path)) != answer
    }
    assert different == {}
    assert {a for (e, _), a in found.items() if e not in known.open_endpoints} == {404}
    seen = {endpoint for (endpoint, _), answer in found.items() if answer == 200}
    assert (SEEN_BY_ADMINISTRATORS if is_administrator else SEEN_BY_ALL) - seen == set()
