"""Real sheets: a portal's records as entries, a list of projects as rows."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

import importing
import pytest
from corpus.reading import folder
from importing import call, checked, sheet, uploaded
from werkzeug.datastructures import FileStorage
from workbooks import book

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.imports import jobs as imports_jobs
from ckanext.scigov.tables import jobs

RECORDS = 150
pytestmark = pytest.mark.usefixtures("clean_site", "clean_datastore")
NSFC = (
    Path(__file__).parents[3]
    / "ckanext-scigov/ckanext/scigov/demo/data/nsfc-management-science-projects-2017.csv.gz"
)
ITEMS = [
    {"title": "项目批准号", "name": "no", "data_type": "C", "description": "批准时给出的编号", "primary_key": "true"},
    {"title": "金额", "name": "money", "data_type": "N", "description": "资助的金额", "range_min": "0", "unit": "万元"},
    {"title": "起止年月", "name": "months", "data_type": "C", "description": "起止的年月",
     "pattern": r"^\d{4}\.\d{2}-\d{4}\.\d{2}$"},
]  # fmt: skip


def test_a_list_of_projects_is_added_to_its_table(entry, owner_editor) -> None:
    text = gzip.decompress(NSFC.read_bytes()).decode("utf-8-sig")
    records = list(csv.reader(io.StringIO(text)))
    heading, first, rest = records[0], records[1:101], records[101:]
    _dataset, resource = importing.table(entry, importing.text_of(heading, *first), ITEMS)
    batch = checked("rows", sheet(heading, *rest, encoding="gb18030"), resource_id=resource)
    assert batch["rows_by_state"] == {"good": 17_826, "bad": 0, "written": 0, "undone": 0}
    again = checked("rows", sheet(heading, *first), resource_id=resource)
    assert again["rows_by_state"]["bad"] == 100
    call("batch_write", id=batch["id"], policy="all_or_nothing")
    jobs.load_file({"resource_id": resource})
    load = tk.get_action("scigov_tables_load_show")(
        {"user": "owner_editor"}, {"resource_id": resource}
    )
    assert (load["state"], load["row_count"]) == ("loaded", 17_926)
    call("batch_undo", id=batch["id"])
    assert len(importing.rows_of(resource)) == 101


def test_a_portals_records_become_entries_with_gaps(provider, owner_editor) -> None:
    records = json.loads((folder() / "anhui_anhui.json").read_text(encoding="utf-8"))
    heading = list(records[0])
    rows = [[str(one[name]) for name in heading] for one in records[:RECORDS]]
    upload = FileStorage(io.BytesIO(book(("目录", [heading, *rows]))), filename="安徽目录.xlsx")
    batch = uploaded("entries", upload, provider=provider["id"])
    assert importing.proposed(batch) == {
        "标题": "title", "发布日期": "issued", "更新日期": "modified", "提供单位": "", "所属领域": "data_domain",
        "开放属性": "open_type", "摘要信息": "notes", "更新频率": "update_cycle", "数据格式": "",
    }  # fmt: skip
    # Nobody has set a level yet, and without one nothing is open.
    columns = importing.proposed(batch) | {
        "提供单位": "authoritative_source",
        "开放属性": "",
        "所属领域": "",
    }
    call("batch_match", id=batch["id"], columns=columns, profile="gathered")
    imports_jobs.run(imports_jobs.payload(batch["id"], "check", "owner_editor"))
    bad = importing.errors(call("batch_show", id=batch["id"], limit=1000))
    assert [list(errors) for errors in bad.values()] == [["更新频率"]]
    call("batch_write", id=batch["id"], policy="only_good")
    imports_jobs.run(imports_jobs.payload(batch["id"], "write", "owner_editor"))
    shown = call("batch_show", id=batch["id"], limit=1)
    assert (shown["state"], shown["rows_by_state"]["written"]) == ("written", RECORDS - 1)
    entry = tk.get_action("package_show")(
        {"user": "owner_editor"}, {"id": shown["rows"][0]["name"]}
    )
    assert (entry["title"], entry["authoritative_source"], entry["update_cycle"], entry["modified"]) == (
        "六次全省人口普查基本情况信息", "省统计局", "annual", "2020-07-20",
    )  # fmt: skip
