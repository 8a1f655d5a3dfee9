"""What notes cost a page and an answer, and that two who set notes at once lose none."""

from __future__ import annotations

import concurrent.futures
from typing import Any

import pytest
from disputing import call, reported

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.dispute import annotation_hooks

ROWS = [{"no": f"A{number}", "v": str(number)} for number in range(1, 6)]
EXPLANATION = "金额与正式公布的结果不一致"
ASKED = "annotated_at IS NOT NULL"


@pytest.fixture
def where(app: Any, clean_site: None, disputed: Any) -> Any:
    factories.User(name="citizen")
    return disputed(ROWS)


def accept(where: Any, row: int) -> None:
    given = {"dataset": where.dataset_id, "resource": where.resource_id, "target_kind": "cell",
             "item": "v", "row": row, "kind": "inaccurate", "explanation": EXPLANATION}  # fmt: skip
    call("owner_editor", "accept", id=call("citizen", "create", **given)["id"])


def asked(count_queries: Any, app: Any, address: str) -> list[str]:
    app.get(address)  # What is kept from request to request is there afterwards.
    with count_queries() as queries:
        app.get(address)
    return queries.statements


def test_page_without_a_note_asks_once(where: Any, app: Any, count_queries: Any) -> None:
    address = f"/dataset/{where.dataset_id}"
    found = asked(count_queries, app, address)
    assert sum(ASKED in one for one in found) == 1


def test_many_notes_cost_a_page_no_more_than_one(where: Any, app: Any, count_queries: Any) -> None:
    address = f"/dataset/{where.dataset_id}"
    without = len(asked(count_queries, app, address))
    accept(where, 1)
    with_one = len(asked(count_queries, app, address))
    for row in (2, 3, 4):
        accept(where, row)
    assert len(asked(count_queries, app, address)) == with_one
    assert with_one - without <= 10


@pytest.mark.parametrize("address", ["/dataset/", "/api/3/action/package_search"])
def test_search_asks_nothing_for_notes(
    where: Any, app: Any, count_queries: Any, address: str
) -> None:
    without = len(asked(count_queries, app, address))
    accept(where, 1)
    found = asked(count_queries, app, address)
    assert [one for one in found if "scigov_dispute" in one] == []
    assert len(found) <= without


def test_index_asks_once_for_many_datasets(where: Any, count_queries: Any) -> None:
    accept(where, 1)
    context: Any = {"ignore_auth": True}
    with count_queries() as queries:
        annotation_hooks.load_for(context, [where.dataset_id, *map(str, range(50))])
    assert list(context[annotation_hooks.FOUND]) == [where.dataset_id]
    assert sum(ASKED in one for one in queries.statements) == 1
    assert queries.count <= 10


@pytest.mark.usefixtures("province")
def test_two_who_accept_at_once_are_both_in_the_index() -> None:
    ids = [reported(), reported("free", user="plain", target_kind="decision")]
    model.Session.remove()

    def accepts(id_: str) -> None:
        try:
            call("editor", "accept", id=id_)
        finally:
            model.Session.remove()

    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(accepts, ids))
    context = {"user": "", "ignore_auth": False}
    found = tk.get_action("package_search")(context, {"q": "name:free"})["results"]
    assert [one["kind"] for one in found[0][annotation_hooks.FIELD]] == ["dataset", "decision"]
