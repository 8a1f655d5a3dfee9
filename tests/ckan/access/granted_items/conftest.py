"""Entries with a table of three data items, and a reader who is granted two of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from grades_given import CLOSED, TEXTS
from three_items import FILES, ITEMS, Made
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.domain.grading import SecondPerson
from ckanext.scigov.access.service import grades
from ckanext.scigov.access.service.grades import Act, Target
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.tables import jobs


@pytest.fixture
def publish(entry: dict[str, Any], owner_editor: dict[str, Any], now: Any) -> Callable[..., Made]:
    """Make an entry with a file of a kind, loaded, and a link; ``items`` have grades of their own."""

    def make(
        kind: str = "csv",
        grade: dict[str, str] = CLOSED,
        items: Mapping[str, tuple[str, str, str]] = {},
        **fields: Any,
    ) -> Made:
        entry.pop("no_resource_reason", None)
        file = FileStorage(io.BytesIO(FILES[kind]()), filename=f"立项单位.{kind}")
        table = {"name": "表", "upload": file, "data_items": ITEMS}
        link = {"name": "外部", "url": "http://example.org/urlcanary.csv"}
        wish = {**entry, **TEXTS, **grade, **fields, "resources": [table, link]}
        dataset = tk.get_action("package_create")({"user": owner_editor["name"]}, wish)
        ids = [one["id"] for one in dataset["resources"]]
        jobs.load_file({"resource_id": ids[0]})
        act = Act(Actor("approver-id", "approver"), now, SecondPerson.NEVER)
        for name, codes in items.items():
            target = Target.item(ids[0], name, dataset["id"])
            grades.propose(model.Session, target, codes, "", act)
        model.Session.commit()
        return Made(dataset["id"], ids[0], ids[1])

    return make


@pytest.fixture
def token(now: Any) -> str:
    """Of ``plain``, to whom ``issued`` gives its grants."""
    return str(factories.UserWithToken(name="plain")["token"])


@pytest.fixture
def get(app: Any) -> Callable[..., Any]:
    """Ask below a resource's address: ``get(token, made, "/access")``."""

    def ask(token: str, made: Made, way: str = "", *, other: bool = False, **query: str) -> Any:
        headers = {"Authorization": token} if token else {}
        client = app.test_client(use_cookies=False)
        resource_id = made.other_id if other else made.resource_id
        path = f"/dataset/{made.dataset_id}/resource/{resource_id}{way}"
        return client.get(path, headers=headers, query_string=query, follow_redirects=False)

    return ask


@pytest.fixture
def rows() -> Callable[..., Any]:
    """Call an action about the table as a user."""

    def call(user: str, made: Made, action: str = "datastore_search", **data: Any) -> Any:
        context = {"user": user, "ignore_auth": False}
        return tk.get_action(action)(context, {"resource_id": made.resource_id, **data})

    return call
