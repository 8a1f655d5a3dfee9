"""Pages need as many statements for more entries or resources as for few."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest

Make = Callable[..., dict[str, Any]]
Counting = Callable[[], AbstractContextManager[Any]]


def asked(app: Any, count_queries: Counting, path: str) -> list[str]:
    app.get(path, status=200)  # what is loaded once per process is loaded
    with count_queries() as queries:
        app.get(path, status=200)
    return queries.statements


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", 25), ("/dataset/", 20), ("/dataset/?q=项目", 20), ("/organization/kejiting", 35)],
)
def test_lists_do_not_ask_for_each_entry(
    app: Any, count_queries: Counting, make_dataset: Make, path: str, most: int
) -> None:
    # A search that finds less than three also looks for what may have been meant.
    for number in (1, 2, 3):
        make_dataset(number)
    with_three = asked(app, count_queries, path)
    make_dataset(4)
    make_dataset(5)
    with_five = asked(app, count_queries, path)
    assert len(with_five) == len(with_three) <= most, "\n".join(with_five)


def test_the_dataset_page_does_not_ask_for_each_resource(
    app: Any,
    count_queries: Counting,
    make_dataset: Make,
    resource: Callable[[int], dict[str, Any]],
) -> None:
    make_dataset(1)
    make_dataset(3, resources=[resource(1), resource(2), resource(3)])
    with_one = asked(app, count_queries, "/dataset/xiang-mu-1")
    with_three = asked(app, count_queries, "/dataset/xiang-mu-3")
    assert len(with_three) == len(with_one) <= 25, "\n".join(with_three)


def test_the_provider_list_does_not_ask_for_each_provider(
    app: Any, count_queries: Counting, make_dataset: Make
) -> None:
    from ckan.tests import factories

    make_dataset(1)
    with_one = asked(app, count_queries, "/organization/")
    factories.Organization()
    factories.Organization()
    with_three = asked(app, count_queries, "/organization/")
    assert len(with_three) == len(with_one) <= 25, "\n".join(with_three)
