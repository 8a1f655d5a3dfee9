"""Rows are changed as they were seen, or not at all; the sentence says what to do."""

from __future__ import annotations

import threading

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

TEXT = "编号,金额\nA1,1\nA2,2\n"
DELETE = {"row": 2, "expected": {"编号": "A2"}, "delete": True}


@pytest.fixture
def table(upload, work):
    resource = upload(TEXT.encode(), "表.csv")
    work()
    return resource


@pytest.fixture
def refusal(call):
    """Return the sentence with which a change is refused, and its field."""

    def ask(resource, change=DELETE, **more):
        values = {"version": 1, "note": "更正", "changes": [change], **more}
        with pytest.raises(tk.ValidationError) as refused:
            call("scigov_tables_rows_change", resource_id=resource["id"], **values)
        ((field, (sentence,)),) = refused.value.error_dict.items()
        return field, sentence

    return ask


@pytest.mark.parametrize(
    ("change", "beginning"),
    [
        ({**DELETE, "expected": {"编号": "A1"}}, "Row 2 does not say what you expect."),
        ({**DELETE, "row": 3}, "The table has no row 3."),
        ({**DELETE, "expected": {"数额": "2"}}, "The table has no column 数额."),
        ({**DELETE, "expected": {"_id": "2"}}, "The table has no column _id."),
        ({"row": 2, "expected": {"编号": "A2"}, "set": {"金额": "2.0"}}, "Nothing would change."),
        ({"row": 2, "expected": {"编号": "A2"}, "set": {"编号": "", "金额": ""}}, "Nothing would be left in row 2."),
        ({"row": 2, "expected": {"编号": "A2"}, "set": {"金额": "viel"}}, "Some new values do not fit their columns (1)."),
        ({"row": 2, "expected": {"编号": "A2"}, "set": {"编号": "\ud800"}}, "A value of row 2 has a sign"),
    ],
)  # fmt: skip
def test_what_was_not_seen_is_not_changed(change, beginning, table, refusal):
    field, sentence = refusal(table, change)
    assert (field, sentence[: len(beginning)]) == ("changes", beginning)


def test_a_change_needs_its_reason(table, refusal):
    assert refusal(table, note=" ")[0] == "note"
    assert refusal(table, reference_path="//elsewhere.example")[0] == "reference_path"


def test_another_version_is_told(table, upload, work, refusal):
    upload(TEXT.encode(), "表.csv", id=table["id"])
    assert refusal(table)[1].startswith("A new file of this resource is being loaded.")
    work()
    assert refusal(table)[1].startswith("The table has changed since you saw it: version 2 is")
    upload(b"a,b\n1\n", "坏.csv", id=table["id"])
    work()
    told = refusal(table, version=2)[1]
    assert told.startswith("The newest file of this resource was refused")


@pytest.mark.parametrize(
    "records", [[{"编号": "A3"}], [{"_id": 2, "金额": "7"}]], ids=["a row more", "another value"]
)
def test_rows_that_are_not_the_files_are_not_changed(records, table, call, refusal):
    method = "upsert" if "_id" in records[0] else "insert"
    values = {"resource_id": table["id"], "method": "insert", "force": True, "records": records}
    if method == "upsert":
        call("datastore_upsert", **{**values, "method": "update"})
    else:
        call("datastore_upsert", **values)
    assert refusal(table)[1].startswith("The rows that are shown are not those of the stored file")


def test_a_link_is_corrected_where_it_leads(link, later, source, refusal):
    resource = link()
    later(0)
    field, sentence = refusal(resource, {"row": 1, "expected": {"a": "1"}, "delete": True})
    assert (field, sentence[:35]) == ("resource_id", "This resource is no uploaded file. ")


def test_a_file_that_would_be_read_otherwise_is_refused(upload, work, refusal):
    """Without its only Chinese line these bytes are UTF-8, and say something else."""
    text = "a,b\n茅,1\n".encode("gb18030") + "一二三,2\n".encode("gb18030")
    resource = upload(text, "表.csv")
    work()
    change = {"row": 2, "expected": {"a": "一二三"}, "delete": True}
    assert refusal(resource, change)[1].startswith("The changed file would be read otherwise")
    first = {"row": 1, "expected": {"column_1": "1"}, "delete": True}
    plain = upload(b"1,2\n3,4,\n", "表.csv", header_row="0")
    work()
    assert refusal(plain, first)[1].startswith("The changed file would be read otherwise")


def test_it_is_for_those_who_may_edit(table):
    wish = {"resource_id": table["id"], "version": 1, "note": "x", "changes": [DELETE]}
    for name in ("", factories.User()["name"]):
        with pytest.raises(tk.NotAuthorized):
            tk.get_action("scigov_tables_rows_change")({"user": name}, dict(wish))


@pytest.fixture
def change_as(app, owner_editor):
    """Give the second row another amount, in a thread and a Session of its own; return what is told."""

    def change(resource, value, told):
        edit = {"row": 2, "expected": {"金额": "2"}, "set": {"金额": value}}
        wish = {"resource_id": resource["id"], "version": 1, "note": value, "changes": [edit]}
        with app.flask_app.test_request_context():
            try:
                tk.get_action("scigov_tables_rows_change")({"user": owner_editor["name"]}, wish)
                told.append("saved")
            except tk.ValidationError as refused:
                told.append(refused.error_dict["version"][0])
            model.Session.remove()

    return change


def test_two_who_change_the_same_row(table, change_as, monkeypatch, work, rows, call):
    """Both have looked and written their files; the first to come wins, the other is told."""
    from ckanext.scigov.tables import change_service

    meet, told, take = threading.Barrier(2, timeout=120), [], change_service.take

    def both_at_once(*args, **more):
        meet.wait()
        return take(*args, **more)

    monkeypatch.setattr(change_service, "take", both_at_once)
    both = [threading.Thread(target=change_as, args=(table, value, told)) for value in ("7", "8")]
    for one in both:
        one.start()
    for one in both:
        one.join(300)
    assert sorted(told) == [
        "saved",
        "该资源的新文件正在装载。请等待装载完成，重新查看数据行后再更改。",
    ]
    work()
    found = call("scigov_tables_version_list", resource_id=table["id"])["versions"]
    assert len(found) == 2
    assert rows(table)["records"][1]["金额"] == found[0]["note"]
