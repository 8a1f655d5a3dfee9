"""A small catalogue and whoever harvests it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import NamedNode, Triple

OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
Make = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _empty_site(clean_site: None) -> None:
    """Each of these tests starts from an empty site."""


@pytest.fixture
def make(provider: dict[str, Any]) -> Make:
    """``make("aa", **fields)``: an open entry with a link, as harvesting would leave it."""
    import ckan.plugins.toolkit as tk

    def create(name: str, **fields: Any) -> dict[str, Any]:
        resource = {"name": "清单", "url": f"https://files.example.org/{name}.csv", "format": "CSV"}
        values = {
            "name": name, "title": f"科技计划项目立项清单 {name}", "notes": "按年度汇总的立项信息。",
            "owner_org": provider["id"], "data_kind": "management", "update_cycle": "annual",
            "catalogue_profile": "gathered", "source_portal": "某市开放门户", "source_id": name,
            "tag_string": "科技计划", "resources": [resource], **OPEN, **fields,
        }  # fmt: skip
        context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
        return tk.get_action("package_create")(context, values)

    return create


@pytest.fixture
def change() -> Callable[..., dict[str, Any]]:
    """``change("aa", title="…")``: the entry with other fields."""
    import ckan.plugins.toolkit as tk
    from ckan import model

    def patch(name: str, **fields: Any) -> dict[str, Any]:
        context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
        changed = tk.get_action("package_patch")(context, {"id": name, **fields})
        model.Session.remove()
        return changed

    return patch


@pytest.fixture
def get(app: Any) -> Callable[..., Any]:
    """``get("/catalog.ttl", token="…", If_None_Match="…")``: an answer, redirects not followed."""
    client = app.test_client(use_cookies=False)

    def ask(path: str, *, token: str = "", method: str = "get", **headers: str) -> Any:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            said["Authorization"] = token
        return getattr(client, method)(path, headers=said, follow_redirects=False)

    return ask


def triples(answer: Any, form: str = "ttl") -> set[Triple]:
    from ckanext.scigov.dcat.domain import writing

    assert answer.status_code == 200, answer.get_data(as_text=True)
    return set(writing.read(answer.get_data(), writing.FORMS[form]))


def datasets(found: set[Triple]) -> list[str]:
    """Return the ids of the datasets in a document, in their order."""
    kind = NamedNode("http://www.w3.org/ns/dcat#Dataset")
    return sorted(one.subject.value.rpartition("/")[2] for one in found if one.object == kind)


def following(found: set[Triple]) -> str:
    """Return where the next page is, without the site; empty on the last one."""
    link = NamedNode("http://www.w3.org/ns/hydra/core#next")
    (place,) = [one.object.value for one in found if one.predicate == link] or [""]
    return place.partition("/catalog")[1] + place.partition("/catalog")[2]


NOW = dt.datetime(2026, 11, 29, 8, 0, tzinfo=dt.timezone.utc)
