"""Marks in the preview: at the row, the cell or the column in doubt, and at no other."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from disputing import call
from graded_files import published
from grades_given import OPEN
from page_reading import texts

from ckan import model
from ckan.tests import factories

CONTENT = "编号,金额\nA1,1\nA2,2\nA2,3\nA4,4\nA4,4\n"
CELL = "疑义标注：“金额”的此项数值自 2026-09-24 起存在疑义，正在核实。"
ROW = "疑义标注：本行数据自 2026-09-24 起存在疑义，正在核实。"
COLUMN = "疑义标注：数据项“金额”自 2026-09-24 起存在疑义，正在核实。"


class Where(NamedTuple):
    dataset_id: str
    resource_id: str


@pytest.fixture
def where(app: Any, clean_site: None, entry: dict[str, Any], owner_editor: Any, at: Any) -> Where:
    import applying

    factories.User(name="citizen")
    found = Where(*published({**entry, **OPEN}, "表.csv", CONTENT.encode()))
    at(applying.NOW)
    return found


def accept(where: Where, kind: str, **more: Any) -> str:
    given = {
        "dataset": where.dataset_id, "resource": where.resource_id, "target_kind": kind,
        "kind": "inaccurate", "explanation": "金额与正式公布的结果不一致", **more,
    }  # fmt: skip
    id_ = str(call("citizen", "create", **given)["id"])
    call("owner_editor", "accept", id=id_)
    return id_


def marks(app: Any, where: Where, asked: str = "") -> dict[str, list[str]]:
    """Return what is said at the head and at each row that is shown, by its first cell's number."""
    page = app.get(f"/dataset/{where.dataset_id}/resource/{where.resource_id}{asked}")
    said = ".scigov-mark .visually-hidden"
    found = {"head": texts(page, f".scigov-rows thead {said}")}
    for place in range(1, len(texts(page, ".scigov-rows tbody tr")) + 1):
        found[str(place)] = texts(page, f".scigov-rows tbody tr:nth-child({place}) {said}")
    return {name: said for name, said in found.items() if said}


def test_cell_is_marked_where_it_is(where: Where, app: Any) -> None:
    assert marks(app, where) == {}
    id_ = accept(where, "cell", item="金额", row=2)
    assert marks(app, where) == {"2": [CELL]}
    assert marks(app, where, "?q=A2") == {"1": [CELL]}
    assert marks(app, where, "?q=A4") == {}
    call("owner_editor", "correct", id=id_, reason="已按来源更正")
    assert marks(app, where) == {}


def test_row_and_column_are_marked(where: Where, app: Any) -> None:
    accept(where, "record", row=1)
    accept(where, "item", item="金额")
    assert marks(app, where) == {"head": [COLUMN], "1": [ROW]}


def test_one_of_equal_rows_is_marked_while_there_are_as_many(where: Where, app: Any) -> None:
    from ckanext.datastore.backend.postgres import get_write_engine

    accept(where, "record", row=5)
    assert marks(app, where) == {"5": [ROW]}
    with get_write_engine().begin() as connection:
        connection.exec_driver_sql(f'DELETE FROM "{where.resource_id}" WHERE _id = 4')
    assert marks(app, where) == {}


def test_row_with_a_repeated_key_that_has_changed_is_not_guessed(where: Where, app: Any) -> None:
    from ckanext.datastore.backend.postgres import get_write_engine

    accept(where, "cell", item="金额", key={"编号": "A2", "金额": "3"})
    assert marks(app, where) == {"3": [CELL]}
    with get_write_engine().begin() as connection:
        connection.exec_driver_sql(f'UPDATE "{where.resource_id}" SET "金额" = 9 WHERE _id = 3')
    assert marks(app, where) == {}


def test_dataset_page_says_it_of_the_item_without_looking_for_rows(where: Where, app: Any) -> None:
    accept(where, "cell", item="金额", row=2)
    model.Session.remove()
    said = texts(app.get(f"/dataset/{where.dataset_id}"), ".scigov-doubt li")
    assert said == [f"{COLUMN} SJYY-20260924-0001"]
