"""Rows of a table from a sheet: matched, checked at each cell, added below the others, taken away again."""

from __future__ import annotations

import importing
import pytest
from graded_files import create
from grades_given import OPEN
from importing import call, checked, rows_of, sheet, table, written

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import jobs

pytestmark = pytest.mark.usefixtures("clean_site", "clean_datastore")
HEADING = ["编号", "金额（万元）", "类别", "立项日期", "备注"]


def test_every_error_stands_at_its_cell(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    batch = checked("rows", sheet(
        HEADING,
        ["B1", "30.25", "重点", "2024/3/1", "x"],
        ["A1", "-1", "特殊", "2024-13-01", ""],
        ["B1", "1.234", "2 一般", "", ""],
    ), resource_id=resource)  # fmt: skip
    assert batch["columns"] == {
        "编号": "编号", "金额（万元）": "金额", "类别": "类别", "立项日期": "立项日期", "备注": "",
    }  # fmt: skip
    assert batch["rows_by_state"] == {"good": 1, "bad": 2, "written": 0, "undone": 0}
    assert importing.errors(batch) == {
        3: {
            "编号": [
                "The table has a row with “A1” already. Leave this row out, or change the row there."
            ],
            "金额（万元）": ["This is below the smallest value allowed, 0."],
            "类别": ["This is not allowed here. Write one of: 1 重点、2 一般."],
            "立项日期": ["This is no date. Write it as 2026-03-01."],
        },
        4: {
            "编号": ["“B1” stands in row 2 already. Each row needs a value of its own."],
            "金额（万元）": ["This number has more than 2 decimals. Round it."],
            "立项日期": ["This is mandatory. Fill it in."],
        },
    }


def test_good_rows_become_a_version_and_are_taken_away_again(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    batch = written(
        "rows", sheet(HEADING, ["B1", "30.25", "重点", "2024/3/1", "x"], ["", "1", "1", "", ""]),
        resource_id=resource,
    )  # fmt: skip
    assert (batch["state"], batch["rows_by_state"]["written"]) == ("written", 1)
    assert rows_of(resource)[1:] == [
        ["A1", "10.5", "1", "2024-01-01"],
        ["A2", "20", "2", "2024-02-01"],
        ["B1", "30.25", "1", "2024/3/1"],
    ]
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_undo", id=batch["id"])
    assert refused.value.error_dict == {
        "version": [
            "A new file of this resource is being loaded. Wait until that is done, then try again."
        ]
    }
    jobs.load_file({"resource_id": resource})
    assert call("batch_undo", id=batch["id"])["state"] == "undone"
    assert [row[0] for row in rows_of(resource)] == ["编号", "A1", "A2"]
    jobs.load_file({"resource_id": resource})
    shown = tk.get_action("scigov_tables_rows_show")(
        {"user": "owner_editor"}, {"resource_id": resource}
    )
    assert shown["total"] == 2


def test_all_or_nothing_writes_nothing_where_a_row_is_bad(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    batch = checked(
        "rows", sheet(HEADING, ["B1", "3", "1", "2024-03-01"], ["B2", "x", "", "2024-03-01"]),
        resource_id=resource,
    )  # fmt: skip
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_write", id=batch["id"], policy="all_or_nothing")
    assert list(refused.value.error_dict) == ["policy"]
    assert len(rows_of(resource)) == 3


def test_to_a_link_no_rows_are_added(entry, owner_editor) -> None:
    link = {"name": "表", "url": "https://example.org/a.csv", "data_items": importing.ITEMS}
    _dataset, resource = create({**entry, **OPEN}, link)
    with pytest.raises(tk.ValidationError) as refused:
        importing.uploaded("rows", sheet(HEADING, ["B1"]), resource_id=resource)
    assert list(refused.value.error_dict) == ["resource_id"]


def test_what_was_added_is_not_taken_away_where_the_table_has_changed(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    batch = written("rows", sheet(HEADING, ["B1", "3", "1", "2024-03-01"]), resource_id=resource)
    jobs.load_file({"resource_id": resource})
    call("row_add", resource_id=resource, values={"编号": "B2", "立项日期": "2024-03-02"})
    jobs.load_file({"resource_id": resource})
    with pytest.raises(tk.ValidationError) as refused:
        call("batch_undo", id=batch["id"])
    assert refused.value.error_dict == {
        "version": [
            (
                "The import cannot be undone: the table was changed since, and these changes would be"
                " lost. Nothing was undone. Delete the rows by hand, or take the later changes back first."
            )
        ]
    }
    assert call("batch_show", id=batch["id"])["state"] == "written"
    assert [one[0] for one in rows_of(resource)] == ["编号", "A1", "A2", "B1", "B2"]


def test_one_row_is_entered_and_refused_like_a_row_of_a_sheet(entry, owner_editor) -> None:
    _dataset, resource = table(entry)
    wrong = {"编号": "A1", "金额": "x", "立项日期": "2024-03-01"}
    with pytest.raises(tk.ValidationError) as refused:
        call("row_add", resource_id=resource, values=wrong)
    assert refused.value.error_dict == {
        "values.编号": [
            "The table has a row with “A1” already. Leave this row out, or change the row there."
        ],
        "values.金额": ["This is no number."],
    }
    answer = call("row_add", resource_id=resource, values={**wrong, "编号": "A3", "金额": "1"})
    assert (answer["version"], answer["values"]["编号"]) == (2, "A3")
    assert rows_of(resource)[-1] == ["A3", "1", "", "2024-03-01"]
