"""Rows are changed or deleted by hand: a new file, a new version, and nobody's work lost."""

from __future__ import annotations

import datetime as dt
import hashlib

import pytest

import ckan.plugins.toolkit as tk

TEXT = '编号,金额,起始\r\nA1,"1,234.50",2024年2月9日\r\n\r\nA2,x,2024-01-02\r\nA3,3,\r\n'
ITEMS = [
    {"title": "金额", "name": "jin_e", "data_type": "N", "description": "资助的金额"},
    {"title": "起始", "name": "qi_shi", "data_type": "D", "description": "项目的起始"},
]
A1 = {"编号": "A1", "金额": "1234.50", "起始": "2024-02-09"}
A2 = {"编号": "A2", "金额": None, "起始": "2024-01-02"}


@pytest.fixture
def table(upload, work):
    resource = upload(TEXT.encode(), "表.csv", data_items=ITEMS, bad_cells_percent="50")
    work()
    return resource


@pytest.fixture
def change(call):
    def run(resource, *changes, **more):
        values = {"version": 1, "note": "更正", **more}
        return call(
            "scigov_tables_rows_change", resource_id=resource["id"], changes=list(changes), **values
        )

    return run


@pytest.fixture
def file_of(app):
    return lambda resource: app.get(tk.url_for("dataset_resource.download", id=resource["package_id"], resource_id=resource["id"])).data  # fmt: skip


def records(answer):
    return [list(one.values()) for one in answer["records"]]


def test_a_changed_cell_is_a_new_version(table, change, work, rows, file_of, call):
    edit = {"row": 1, "expected": A1, "set": {"金额": "99.9"}}
    answer = change(table, edit, reference="Y-1", reference_path="/about")
    assert (answer["changed"], answer["deleted"], answer["row_count"]) == (1, 0, 3)
    assert answer["rows"] == [
        {"row": 1, "line": 2, "new_row": 1, "before": A1, "after": A1 | {"金额": "99.9"}}
    ]
    work()
    assert records(rows(table))[0] == ["1", "A1", "99.9", "2024-02-09"]
    assert file_of(table) == TEXT.replace("1,234.50", "99.9").encode()
    shown = call("scigov_tables_version_show", resource_id=table["id"], number=2)
    assert [shown[n] for n in ("note", "reference", "reference_path", "has_changes")] == [
        "更正", "Y-1", "/about", True,
    ]  # fmt: skip
    assert shown["changes"] == {
        "labels": {"编号": "编号", "金额": "金额", "起始": "起始"},
        "rows": answer["rows"],
    }
    first = call("scigov_tables_version_show", resource_id=table["id"], number=1)
    assert (first["note"], first["changes"]["rows"]) == ("", [])


def test_a_deleted_row_leaves_every_other_byte(table, change, work, rows, file_of, call, app):
    change(
        table,
        {"row": 1, "expected": {"编号": "A1"}, "delete": True},
        {"row": 3, "expected": {"编号": "A3"}, "set": {"起始": "2024/3/1"}},
    )
    work()
    assert records(rows(table)) == [["1", "A2", None, "2024-01-02"], ["2", "A3", "3", "2024-03-01"]]
    left = "编号,金额,起始\r\n\r\nA2,x,2024-01-02\r\nA3,3,2024/3/1\r\n".encode()
    assert file_of(table) == left
    shown = call("scigov_tables_version_show", resource_id=table["id"], number=2)
    assert [(one["row"], one["new_row"]) for one in shown["changes"]["rows"]] == [(1, None), (3, 2)]
    below = f"/dataset/{table['package_id']}/resource/{table['id']}/versions/1/file"
    assert app.get(below).data == TEXT.encode()
    assert shown["difference"]["rows"] == -1


def test_the_entry_says_what_its_new_file_is(table, change, work, call, file_of):
    change(table, {"row": 3, "expected": {"编号": "A3"}, "delete": True})
    work()
    shown = call("resource_show", id=table["id"])
    content = file_of(table)
    assert (shown["size"], shown["row_count"]) == (len(content), 2)
    assert shown["hash"] == hashlib.sha256(content).hexdigest()
    assert (shown["url"], shown["format"], shown["name"]) == (table["url"], "CSV", "表.csv")


def test_a_preview_changes_nothing(table, change, work, rows, call, files_in, audited):
    before = files_in()
    edits = [
        {"row": 1, "expected": A1, "set": {"金额": "viel", "起始": ""}},
        {"row": 3, "expected": {"编号": "A3"}, "delete": True},
    ]
    answer = change(table, *edits, preview=True, note="")
    assert (answer["preview"], answer["row_count"], answer["state"]) == (True, 2, "loaded")
    assert answer["rows"][0]["after"] == {"编号": "A1", "金额": None, "起始": None}
    assert answer["problems"] == [
        {"row": 1, "column": "金额", "label": "金额", "value": "viel", "code": "not_number",
         "reason": tk._("This is no number.")},
    ]  # fmt: skip
    assert files_in() == before
    assert audited(table) == []
    with pytest.raises(tk.ValidationError):
        change(table, *edits)
    work()
    assert call("scigov_tables_version_list", resource_id=table["id"])["count"] == 1


def test_a_cell_outside_its_code_list_is_a_problem(upload, work, change):
    items = [{"title": "级别", "name": "ji_bie", "data_type": "C", "codes": "A\t甲级\nB\t乙级",
              "description": "项目的级别"}]  # fmt: skip
    resource = upload(b"\xe7\xba\xa7\xe5\x88\xab,n\nA,1\n", "表.csv", data_items=items)
    work()
    edit = {"row": 1, "expected": {"级别": "A"}, "set": {"级别": "C"}}
    found = change(resource, edit, preview=True)["problems"]
    assert [(one["value"], one["code"]) for one in found] == [("C", "not_in_code_list")]


def test_it_is_on_record_without_values(table, change, audited):
    edit = {"row": 1, "expected": A1, "set": {"金额": "77.7"}}
    gone = {"row": 3, "expected": {"编号": "A3"}, "delete": True}
    change(table, edit, gone, reference="Y-1")
    (event,) = audited(table)
    assert event.detail == {
        "version": 1, "changed": [1], "deleted": [3], "note": "更正", "reference": "Y-1",
    }  # fmt: skip


@pytest.fixture
def audited():
    from ckan import model

    from ckanext.scigov.audit.model import AuditEvent

    def found(resource):
        query = model.Session.query(AuditEvent)
        return query.filter_by(object_id=resource["id"], event="table.change").all()

    return found


def test_raw_texts_of_cells_that_are_not_changed_survive(table, change, work, file_of, call):
    """An emptied cell keeps its raw text, until somebody says what should stand there."""
    edit = {"row": 2, "expected": A2, "set": {"编号": "B2", "起始": "2024年1月2日"}}
    change(table, edit)
    work()
    assert file_of(table) == TEXT.replace("A2,", "B2,").encode()
    bad = call("scigov_tables_bad_cell_list", resource_id=table["id"])["cells"]
    assert [(one["line"], one["row"], one["value"]) for one in bad] == [(4, 2, "x")]
    change(table, {"row": 2, "expected": {"编号": "B2"}, "set": {"金额": ""}}, version=2)
    work()
    assert file_of(table) == TEXT.replace("A2,x", "B2,").encode()


def test_the_note_is_of_one_version_alone(table, change, work, call, upload):
    change(table, {"row": 3, "expected": {"编号": "A3"}, "delete": True})
    work()
    call("resource_patch", id=table["id"], data_items=ITEMS[:1])
    work()
    upload(b"a\n1\n", "b.csv", id=table["id"], change_note="重报", change_reference="Y-2")
    work()
    found = call("scigov_tables_version_list", resource_id=table["id"])["versions"]
    assert [(one["number"], one["note"], one["reference"]) for one in found] == [
        (4, "重报", "Y-2"), (3, "", ""), (2, "更正", ""), (1, "", ""),
    ]  # fmt: skip
    assert "change_note" not in call("resource_show", id=table["id"])


@pytest.mark.ckan_config("ckanext.scigov.tables.versions_kept", 1)
def test_what_was_changed_goes_with_the_file_of_its_version(
    table, change, work, call, upload, files_in
):
    change(table, {"row": 3, "expected": {"编号": "A3"}, "delete": True})
    work()
    assert len(files_in()) == 4  # file, report, difference, and the dictionary
    upload(b"a\n1\n", "b.csv", id=table["id"])
    work()
    assert len(files_in()) == 3
    shown = call("scigov_tables_version_show", resource_id=table["id"], number=2)
    assert (shown["note"], shown["has_changes"], shown["changes"]["rows"]) == ("更正", False, [])
    call("package_delete", id=table["package_id"])
    call("dataset_purge", id=table["package_id"])
    work()
    assert files_in() == set()


def test_what_waits_to_be_loaded_is_no_waste(table, change, files_in, work, upload):
    """The reconciler keeps it; and where another file comes first, all of it goes."""
    from ckanext.scigov.shared import clock
    from ckanext.scigov.tables import reconciliation

    change(table, {"row": 3, "expected": {"编号": "A3"}, "delete": True})
    before = files_in()
    grace = dt.timedelta(0)
    reconciliation.reconcile(clock.now(), grace=grace, silence=dt.timedelta(hours=1))
    assert (files_in(), len(before)) == (before, 5)
    upload(b"a\n1\n", "b.csv", id=table["id"])
    work()
    assert len(files_in()) == 5  # two versions with their reports, and the dictionary


def test_many_rows_take_as_few_queries_as_one(upload, work, change, count_queries):
    lines = "".join(f"A{n},{n}\n" for n in range(60))
    edits = [
        {"row": n + 1, "expected": {"编号": f"A{n}"}, "set": {"金额": f"{n}.5"}} for n in range(60)
    ]
    counts = []
    for part in (edits[:1], edits):
        resource = upload(f"编号,金额\n{lines}".encode(), "表.csv")
        work()
        with count_queries() as queries:
            change(resource, *part)
        counts.append(queries.count)
    assert counts[0] == counts[1] < 60


def test_a_note_that_does_not_fit_refuses_the_upload(table, upload, call):
    with pytest.raises(tk.ValidationError):
        upload(b"a\n1\n", "b.csv", id=table["id"], change_note="x" * 2001)
    assert call("scigov_tables_load_show", resource_id=table["id"])["state"] == "loaded"


def test_a_column_that_happened_to_have_whole_numbers_may_get_others(upload, work, change, call):
    resource = upload("编号,人数\nA1,1\nA2,2\n".encode(), "表.csv")
    work()
    edit = {"row": 2, "expected": {"人数": "2"}, "set": {"人数": "2.5"}}
    assert change(resource, edit)["rows"][0]["after"] == {"编号": "A2", "人数": "2.5"}
    work()
    shown = call("scigov_tables_version_show", resource_id=resource["id"], number=2)
    assert (shown["difference"]["retyped"], shown["columns"][1]["type"]) == (["人数"], "numeric")
