"""Documents and datasets of the search's tests."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest


@pytest.fixture
def connection() -> Any:
    """What CKAN's search code gets."""
    from ckan.lib.search import make_connection

    return make_connection(decode_dates=False)


@pytest.fixture
def indexed(connection: Any) -> Callable[..., str]:
    """Put a document straight into the index; returns its id."""
    numbers = itertools.count(1)

    def put(**fields: Any) -> str:
        number = next(numbers)
        document = {
            "index_id": f"i{number}",
            "id": f"d{number}",
            "name": f"dataset-{number}",
            "site_id": "test.scigov",
            "state": "active",
            "capacity": "public",
            "entity_type": "package",
            "permission_labels": ["public"],
            "metadata_modified": f"{dt.date(2026, 1, number)}T00:00:00Z",
            **fields,
        }
        connection.add([document])
        return str(document["id"])

    return put


@pytest.fixture
def found(connection: Any) -> Callable[..., list[str]]:
    """Search with Solr's parameters; returns the ids, sorted unless a sort was asked for."""

    def search(q: str = "*:*", **parameters: Any) -> list[str]:
        given = {name.replace("__", "."): value for name, value in parameters.items()}
        ids = [d["id"] for d in connection.search(q=q, **{"rows": 100, "fl": "id", **given})]
        return ids if "sort" in given else sorted(ids)

    return search


@pytest.fixture
def typed(found: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Search as the search box does."""

    def search(text: str, **parameters: Any) -> list[str]:
        return found(
            text,
            defType="dismax",
            qf="name^4 title^4 tags^2 groups^2 text",
            mm="2<-1 5<80%",
            **parameters,
        )

    return search


@pytest.fixture
def no_copy(clean_db: None) -> Iterator[None]:
    """Nothing is left of a rebuild, before the test and after it."""
    from ckan import model

    from ckanext.scigov.search.bulk import shadow

    def drop() -> None:
        model.Session.remove()
        with model.ensure_engine().begin() as connection:
            shadow.drop(connection)

    drop()
    yield
    drop()


@pytest.fixture
def three() -> list[str]:
    """Return the ids of three datasets."""
    from ckan.tests import factories

    return [factories.Dataset(name=f"dataset-{n}", title=f"数据{n}")["id"] for n in range(3)]


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let these datasets fail, by CKAN's way too."""
    from ckan import logic

    update = logic.index_update_package

    def let(*ids: str) -> None:
        def broken(context: Any, package_id: str, defer_commit: bool = False) -> None:
            if package_id in ids:
                raise RuntimeError("broken")
            update(context, package_id, defer_commit)

        monkeypatch.setattr(logic, "index_update_package", broken)

    return let
