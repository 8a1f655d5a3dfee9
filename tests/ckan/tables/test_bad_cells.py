"""Cells that do not fit: the tolerance, what is kept of them, and who reads the report."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk

ITEMS = [
    {"title": "名称", "name": "ming_cheng", "data_type": "C", "description": "项目的名称"},
    {"title": "金额", "name": "jin_e", "data_type": "Y", "description": "资助的金额"},
    {"title": "日期", "name": "ri_qi", "data_type": "D", "description": "立项的日期"},
]
EVIL = '=HYPERLINK("http://example.org")'


def lines(good: int, *bad: str) -> bytes:
    rows = [f"课题{n},{n},2024-01-01" for n in range(good)]
    return "\n".join(["名称,金额,日期", *rows, *bad, ""]).encode()


FEW = lines(198, "甲,一,2024-01-01", '乙,2,"约二月"')  # 2 of 400
MANY = lines(98, "甲,一,2024-01-01", "乙,2,约二月", "丙,三,2024-01-01")  # 3 of 202


@pytest.fixture
def report(call):
    return lambda resource, **more: call(
        "scigov_tables_bad_cell_list", resource_id=resource["id"], **more
    )


def test_a_table_with_few_bad_cells_is_loaded_and_they_are_empty(upload, work, state, rows, report):
    resource = upload(FEW, "表.csv", data_items=ITEMS)
    work()
    shown = state(resource)
    assert (shown["state"], shown["row_count"]) == ("loaded", 200)
    assert shown["emptied"] == [
        {"column": "金额", "label": "金额", "count": 1},
        {"column": "日期", "label": "日期", "count": 1},
    ]
    found = report(resource)
    assert (found["state"], found["total"]) == ("loaded", 2)
    one = {"line": 200, "row": 199, "column": "金额", "label": "金额", "value": "一"}
    assert found["cells"][0] == {**one, "code": "not_number", "reason": "This is no number."}
    row = rows(resource, filters={"名称": "甲"})["records"][0]
    assert (row["_id"], row["金额"], row["日期"]) == ("199", None, "2024-01-01")
    assert found["cells"][1]["value"] == "约二月"
    assert report(resource, limit=1, offset=1)["cells"] == found["cells"][1:]


def test_a_table_with_many_is_refused_and_the_one_before_stays(upload, work, state, rows, report):
    resource = upload(FEW, "表.csv", data_items=ITEMS)
    work()
    upload(MANY, "表.csv", id=resource["id"])
    work()
    shown = state(resource)
    assert (shown["state"], shown["problem_count"], shown["row_count"]) == ("failed", 3, 200)
    assert shown["table_is_older"] is True
    assert rows(resource)["total"] == 200
    # Those of the table that is shown are still told; the report is that of the new file.
    assert [one["count"] for one in shown["emptied"]] == [1, 1]
    assert [cell["value"] for cell in report(resource)["cells"]] == ["一", "约二月", "三"]


@pytest.mark.parametrize(
    ("percent", "content", "state_after"),
    [("0", FEW, "failed"), ("0.5", FEW, "loaded"), ("0.4", FEW, "failed"), ("2", MANY, "loaded")],
)
def test_a_resource_has_its_own_tolerance(percent, content, state_after, upload, work, state):
    resource = upload(content, "表.csv", data_items=ITEMS, bad_cells_percent=percent)
    work()
    assert state(resource)["state"] == state_after


def test_another_tolerance_loads_again(upload, work, state, call):
    resource = upload(MANY, "表.csv", data_items=ITEMS)
    work()
    assert state(resource)["state"] == "failed"
    call("resource_patch", id=resource["id"], bad_cells_percent="5")
    assert state(resource)["state"] == "queued"
    work()
    assert state(resource)["state"] == "loaded"


@pytest.mark.parametrize("percent", ["101", "-1", "viel", "1e1"])
def test_a_tolerance_is_a_share(percent, upload):
    with pytest.raises(tk.ValidationError) as error:
        upload(FEW, "表.csv", bad_cells_percent=percent)
    assert "bad_cells_percent" in error.value.error_dict


@pytest.mark.ckan_config("ckanext.scigov.tables.bad_cells_percent", "0")
def test_the_site_has_a_default(upload, work, state):
    resource = upload(FEW, "表.csv", data_items=ITEMS)
    work()
    assert state(resource)["state"] == "failed"


def test_a_line_that_does_not_fit_refuses_whatever_the_tolerance(upload, work, state):
    content = FEW + "甲,1\n".encode()
    resource = upload(content, "表.csv", data_items=ITEMS, bad_cells_percent="100")
    work()
    assert (state(resource)["state"], state(resource)["problem_count"]) == ("failed", 3)


@pytest.mark.ckan_config("ckanext.scigov.tables.bad_cells_kept", "1")
def test_a_report_is_bounded_and_all_are_counted(upload, work, report):
    resource = upload(FEW, "表.csv", data_items=ITEMS)
    work()
    assert (report(resource)["total"], len(report(resource)["cells"])) == (2, 1)


def csv_of(answer):
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_the_report_as_csv_has_no_formulas(upload, work, app):
    content = lines(600, f'甲,"{EVIL.replace(chr(34), chr(34) * 2)}",2024-01-01', "乙,-二,＝x")
    resource = upload(content, "表.csv", data_items=ITEMS)
    work()
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/report.csv"
    answer = app.get(f"/en{address}")
    assert answer.content_type == "text/csv; charset=utf-8"
    head, *found = csv_of(answer)
    assert head == ["Line", "Column", "Value in the file", "What is wrong", "_id"]
    assert found[0] == ["602", "金额", f"'{EVIL}", "This is no number.", "601"]
    assert [row[2] for row in found[1:]] == ["'-二", "'＝x"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert csv_of(app.get(f"/zh_Hans_CN{address}"))[0][3] == "问题"


def test_the_report_is_a_page(upload, work, app):
    resource = upload(FEW + "丙,<b>三</b>,2024-01-01\n".encode(), "表.csv", data_items=ITEMS)
    work()
    address = f"/en/dataset/{resource['package_id']}/resource/{resource['id']}"
    soup = BeautifulSoup(app.get(f"{address}/report").data, "html.parser")
    texts = [
        [c.get_text() for c in row.select("td")] for row in soup.select(".scigov-table tbody tr")
    ]
    assert texts[0] == ["200", "金额", "一", "This is no number."]
    assert texts[2] == ["202", "金额", "<b>三</b>", "This is no number."]
    page = BeautifulSoup(app.get(address).data, "html.parser")
    told = page.select_one(".scigov-load").get_text(" ", strip=True)
    assert told.startswith("3 cells of the table are empty")
    assert page.select_one('.scigov-load a[href$="/report?version=1"]')


def test_the_report_of_a_refused_file_is_the_owners(upload, work, app, owner_editor):
    resource = upload(MANY, "表.csv", data_items=ITEMS)
    work()
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/report"
    assert app.get(address, status=403).status_code == 403
    assert app.get(f"{address}.csv", status=403).status_code == 403
    headers = {"Authorization": owner_editor["token"]}
    assert "约二月" in app.get(address, headers=headers).get_data(as_text=True)


def test_reports_go_with_their_loads(upload, work, files_in, call):
    resource = upload(FEW, "表.csv", data_items=ITEMS)
    work()
    assert len(files_in()) == 3  # with the dictionary
    call("scigov_tables_load_retry", resource_id=resource["id"])
    work()
    assert len(files_in()) == 3
    upload(b"%PDF", "a.pdf", id=resource["id"])
    work()
    # The version keeps its file and its report.
    assert len(files_in()) == 4
    call("resource_delete", id=resource["id"])
    work()
    assert files_in() == set()


def test_a_crash_between_the_two_steps_loses_no_report(upload, work, report, monkeypatch, state):
    from ckan import model

    from ckanext.scigov.shared import clock
    from ckanext.scigov.tables import jobs, reconciliation

    resource = upload(FEW, "表.csv", data_items=ITEMS)
    real = jobs._finish
    monkeypatch.setattr(jobs, "_finish", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        jobs.load_file({"resource_id": resource["id"]})
    model.Session.rollback()
    monkeypatch.setattr(jobs, "_finish", real)
    none = clock.now() - clock.now()
    reconciliation.reconcile(clock.now(), grace=none, silence=none)
    jobs.load_file({"resource_id": resource["id"]})
    assert state(resource)["emptied"][0]["count"] == 1
    assert report(resource)["cells"][0]["value"] == "一"
