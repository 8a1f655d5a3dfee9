"""Entries with a table of three data items, and a reader who is granted two of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from graded_files import create, grade_item
from grades_given import CLOSED
from three_items import FILES, ITEMS, Made
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

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
        file = FileStorage(io.BytesIO(FILES[kind]()), filename=f"立项单位.{kind}")
        table = {"name": "表", "upload": file, "data_items": ITEMS}
        link = {"name": "外部", "url": "http://example.org/urlcanary.csv"}
        made = Made(*create({**entry, **grade, **fields}, table, link))
        jobs.load_file({"resource_id": made.resource_id})
        for name, codes in items.items():
            grade_item(made.dataset_id, made.resource_id, name, codes)
        model.Session.commit()
        return made

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
