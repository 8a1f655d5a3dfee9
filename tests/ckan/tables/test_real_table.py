"""The acceptance of the issue, on the real list of projects."""

from __future__ import annotations

import pytest


@pytest.fixture
def resource(loaded, nsfc_bytes):
    return loaded(nsfc_bytes, "国家自然科学基金管理科学部项目2017.csv")


def test_the_issues_numbers(resource, call, app, nsfc_bytes):
    shown = call("scigov_tables_load_show", resource_id=resource["id"])
    assert (shown["state"], shown["row_count"]) == ("loaded", 17_926)

    found = call("datastore_search", resource_id=resource["id"], q="大数据", limit=1)
    assert found["total"] == 222
    page = call("scigov_tables_rows_show", resource_id=resource["id"], q="大数据", limit=300)
    assert page["total"] == len(page["records"]) == 222
    assert all("大数据" in record["项目名称"] for record in page["records"])

    filters = {"依托单位": "中山大学"}
    assert call("datastore_search", resource_id=resource["id"], filters=filters)["total"] == 327
    page = call("scigov_tables_rows_show", resource_id=resource["id"], filters=filters)
    assert page["total"] == 327
    assert page["sums"] == {"金额": "12782.6"}

    answer = app.get(resource["url"])
    assert answer.status_code == 200
    assert answer.data == nsfc_bytes
    assert answer.data.count(b"\n") in (17_926, 17_927)
