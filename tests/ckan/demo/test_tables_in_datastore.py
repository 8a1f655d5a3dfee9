"""From the command to the table: the figures visitors will check are right in the DataStore."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access.checking import acting_for
from ckanext.scigov.demo import files, loader
from ckanext.scigov.tables.model import Load

pytestmark = pytest.mark.usefixtures("clean_site")
TABLES = {
    table.get("attach_to") or table["dataset"]["name"]: table for table in files.load_tables()
}
NSFC = "nsfc-management-science-projects-2017"


def _resource(name: str) -> dict[str, Any]:
    return helpers.call_action("package_show", id=name)["resources"][0]


def _rows(resource: dict[str, Any], **query: Any) -> dict[str, Any]:
    with acting_for("testkit"):  # some of the tables are open on conditions
        return helpers.call_action("datastore_search", resource_id=resource["id"], **query)


def test_every_table_loads_without_a_complaint(work: Callable[[], None]):
    loader.load(lambda _line: None, only=TABLES)
    work()
    for name, table in TABLES.items():
        resource = _resource(name)
        assert resource["load_status"] == "loaded", f"{name}: {resource}"
        load = model.Session.get(Load, resource["id"])
        assert load.row_count == table["rows"]
        found = _rows(resource, limit=0)
        assert found["total"] == table["rows"]
        columns = [field["id"] for field in found["fields"] if field["id"] != "_id"]
        assert columns == [item["title"] for item in table["items"]]


def test_the_figures_of_the_nsfc_table(work: Callable[[], None], app: Any):
    loader.load(lambda _line: None, only=(NSFC,))
    work()
    resource = _resource(NSFC)

    own = _rows(resource, filters={"依托单位": "中山大学"}, limit=1000)
    assert own["total"] == 327
    assert sum(Decimal(str(row["金额"])) for row in own["records"]) == Decimal("12782.6")
    assert _rows(resource, q={"项目名称": "大数据"}, limit=0)["total"] == 222

    answer = app.get(f"/dataset/{NSFC}/resource/{resource['id']}/download")
    assert answer.data == files.table_bytes(TABLES[NSFC])
