"""Pages need as many statements for more entries or resources as for few, and few of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

Make = Callable[..., dict[str, Any]]
Counting = Callable[[], AbstractContextManager[Any]]
Ask = Callable[[str], list[str]]
Resource = Callable[[int], dict[str, Any]]
CONDITIONAL = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
CLOSED = {"security_level": "3", "share_type": "conditional", "open_type": "none"}
NOW = dt.datetime(2026, 9, 24, tzinfo=dt.timezone.utc)
PLAIN = {str: "", int: 0, list: [], dict: {}, bool: False, dt.datetime: NOW}
DATASET, GRADED, LIST = 12, 13, 6
HOME = 10
"""A list, and a second one of what is used most, by a search of its own: three statements."""
PROVIDER = {"nobody": 35, "editor": 48}
"""CKAN's own view, which asks twice for the provider and thrice for the index; our figures besides."""


@pytest.fixture(params=["nobody", "editor"])
def reader(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def ask(
    app: Any,
    count_queries: Counting,
    owner_editor: dict[str, Any],
    session_cookie: Callable[[str], str],
    reader: str,
    monkeypatch: pytest.MonkeyPatch,
) -> Ask:
    """``ask("/dataset/")``: the statements of a page, for nobody and for somebody signed in."""
    client, headers = app.test_client(use_cookies=False), {}
    if reader == "editor":
        # CKAN notes once in ten minutes that a user was there.
        monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
        headers["Cookie"] = session_cookie(owner_editor["id"])

    def statements(path: str) -> list[str]:
        # What is loaded once per process is loaded before.
        for _ in range(2):
            with count_queries() as queries:
                answer = client.get(path, headers=headers)
            assert answer.status_code == 200
        signed_in = "编目员" in answer.get_data(as_text=True)
        assert signed_in == (reader == "editor")
        # The number of notices in the header: one statement, and none for who is not signed in.
        of_notices = [one for one in queries.statements if "scigov_notices_" in one]
        assert len(of_notices) == signed_in
        return [one for one in queries.statements if one not in of_notices]

    return statements


@pytest.fixture
def same_and_few() -> Callable[..., None]:
    """Compare the statements of a page before and after there is more to show."""

    def compare(less: list[str], more: list[str], most: int) -> None:
        assert len(more) == len(less) <= most, "\n\n".join(more)

    return compare


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", HOME), ("/dataset/", LIST), ("/dataset/?q=项目", LIST), ("/organization/", LIST),
     ("/organization/kejiting", None)],
)  # fmt: skip
def test_a_list_takes_few_statements(
    ask: Ask,
    reader: str,
    same_and_few: Callable[..., None],
    make_dataset: Make,
    path: str,
    most: int | None,
) -> None:
    from ckan.tests import factories

    # A search that finds less than three also looks for what may have been meant.
    for number in (1, 2, 3):
        make_dataset(number)
    with_three = ask(path)
    make_dataset(4)
    make_dataset(5)
    factories.Organization()
    same_and_few(with_three, ask(path), most or PROVIDER[reader])


def test_the_most_used_take_no_more(
    ask: Ask, same_and_few: Callable[..., None], make_dataset: Make
) -> None:
    from ckan import model

    from ckanext.scigov.usage.model import Usage

    def use(number: int) -> None:
        made = {"dataset_id": make_dataset(number)["id"], "resource_id": ""}
        month = dt.datetime.now(dt.timezone.utc).date().replace(day=1)
        model.Session.add(Usage(**made, month=month, views=number, downloads=0))
        model.Session.commit()

    use(1)
    make_dataset(2)
    make_dataset(3)
    with_one = ask("/")
    use(4)
    use(5)
    same_and_few(with_one, ask("/"), HOME)


def test_the_dataset_page_takes_as_many_for_a_hundred_resources(
    ask: Ask, same_and_few: Callable[..., None], make_dataset: Make, resource: Resource
) -> None:
    make_dataset(1)
    make_dataset(3, resources=[resource(number) for number in range(3)])
    make_dataset(100, resources=[resource(number) for number in range(100)])
    with_one = ask("/dataset/xiang-mu-1")
    same_and_few(with_one, ask("/dataset/xiang-mu-3"), DATASET)
    same_and_few(with_one, ask("/dataset/xiang-mu-100"), DATASET)


def test_graded_resources_and_tables_take_no_more(
    ask: Ask, same_and_few: Callable[..., None], make_dataset: Make, resource: Resource
) -> None:
    graded = make_dataset(1, resources=[resource(1)], **CONDITIONAL)
    many = make_dataset(9, resources=[resource(number) for number in range(9)], **CONDITIONAL)
    for entry in (graded, many):
        for one in entry["resources"]:
            _close(entry["id"], one["id"])
    with_one = ask("/dataset/xiang-mu-1")
    same_and_few(with_one, ask("/dataset/xiang-mu-9"), GRADED)


def _close(dataset_id: str, resource_id: str) -> None:
    """Note a table for a resource, as loading leaves it, and a stricter grade of its own."""
    from ckan import model

    from ckanext.scigov.access.model import GradeInForce
    from ckanext.scigov.tables.model import Load

    needed = (c for c in Load.__table__.c if not c.nullable and c.default is None)
    values = {column.name: PLAIN[column.type.python_type] for column in needed}
    load = {**values, "resource_id": resource_id, "state": "loaded", "row_count": 3}
    grade = {"object_id": resource_id, "object_kind": "resource", "dataset_id": dataset_id}
    model.Session.add(Load(**load))
    model.Session.merge(GradeInForce(**grade, **CLOSED, since=NOW, set_by="", reason=""))
    model.Session.commit()
