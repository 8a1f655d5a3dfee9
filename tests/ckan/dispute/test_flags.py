"""From where people see data, one press leads to the form: from each cell, row, data item, file and dataset."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from page_reading import texts

from ckan import model
from ckan.lib.search import rebuild

Visit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("clean_site")
ROWS = [{"编号": "A1", "类别&": "重点"}, {"编号": "A2", "类别&": "类别"}]
ITEM = {"title": "编号", "name": "number", "data_type": "C", "description": "项目的编号"}


def links(answer: Any, selector: str) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    return [one["href"] for one in page.select(selector)]


def loaded(resource_id: str) -> None:
    """Let CKAN know that the resource has a table, as a load does."""
    resource = model.Resource.get(resource_id)
    resource.extras = {**(resource.extras or {}), "datastore_active": True}
    model.Session.commit()
    rebuild(package_id=resource.package_id)


def test_every_cell_and_row_of_the_preview_leads_to_the_form(disputed: Any, visit: Visit) -> None:
    where = disputed(ROWS, name="plan")
    loaded(where.resource_id)
    answer = visit("", f"/dataset/plan/resource/{where.resource_id}")
    assert answer.status_code == 200
    start = f"/disputes/new?resource={where.resource_id}&row="
    number, kind = quote("编号"), quote("类别&", safe="")
    assert links(answer, ".scigov-rows tbody a.scigov-flag") == [
        f"{start}{row}{item}" for row in (1, 2) for item in (f"&item={number}", f"&item={kind}", "")
    ]
    cell = links(answer, ".scigov-rows tbody a.scigov-flag")[4]
    assert texts(visit("", cell), ".scigov-place-value") == ["类别"]
    page = BeautifulSoup(answer.body, "html.parser")
    assert page.find(id=page.select_one("a.scigov-flag-skip")["href"][1:]) is not None


def test_data_items_files_and_datasets_lead_to_the_form(disputed: Any, visit: Visit) -> None:
    where = disputed(ROWS, items=[ITEM], name="plan")
    resource = f"/disputes/new?resource={where.resource_id}"
    shown = visit("", f"/dataset/plan/resource/{where.resource_id}")
    assert links(shown, ".scigov-dictionary-table a.scigov-flag") == [f"{resource}&item=number"]
    assert links(shown, ".scigov-actions a[href*='/disputes/new']") == [resource]
    dataset = visit("", "/dataset/plan")
    found = links(dataset, "a[href*='/disputes/new']")
    assert found[1:] == [f"{resource}&item=number"]
    assert texts(visit("", found[0]), "h1") == ["提出疑义"]
