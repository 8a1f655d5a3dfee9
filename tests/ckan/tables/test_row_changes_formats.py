"""Rows of files in all the forms that are loaded, and of the real table with its stray headings."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest
from workbooks import book

PROJECTS = Path(__file__).parents[2] / "corpus/projects/social-science-fund-projects-2017.csv.xz"
STRAY = {"项目类别": "项目类别"}


@pytest.fixture
def change(call):
    def run(resource, *changes, version=1, **more):
        wish = {"version": version, "note": "更正", "changes": list(changes), **more}
        return call("scigov_tables_rows_change", resource_id=resource["id"], **wish)

    return run


@pytest.fixture
def stored(call):
    """Return name and bytes of a resource's file."""
    from ckanext.scigov.tables import downloads

    def read(resource):
        found = downloads.find(resource["id"])
        assert found is not None
        return found.file_name, found.path.read_bytes()

    return read


def test_the_stray_heading_is_deleted_from_the_real_table(
    upload, work, change, stored, call, rows, app
):
    content = lzma.decompress(PROJECTS.read_bytes())
    resource = upload(content, "国家社科基金项目2017.csv")
    work()
    assert rows(resource)["total"] == 62_504  # 76 records are blank
    ask = {"resource_id": resource["id"], "filters": STRAY}
    first, second = call("scigov_tables_row_find", **ask)["rows"]
    assert (first["row"], second["row"]) == (58_944, 58_949)
    change(resource, {"row": first["row"], "expected": first["record"], "delete": True})
    work()
    record = b"".join(content.splitlines(keepends=True)[59_373:59_374])
    assert record.startswith(",项目类别,学科分类,".encode())
    assert stored(resource)[1] == content.replace(record, b"")
    assert rows(resource)["total"] == 62_503
    shown = call("scigov_tables_version_show", resource_id=resource["id"], number=2)
    (gone,) = shown["changes"]["rows"]
    assert (gone["row"], gone["line"], gone["new_row"], gone["after"]) == (
        58_944,
        59_374,
        None,
        None,
    )
    assert gone["before"] == first["record"]
    assert shown["difference"]["rows"] == -1
    below = f"/dataset/{resource['package_id']}/resource/{resource['id']}/versions"
    assert app.get(f"{below}/1/file").data == content
    (left,) = call("scigov_tables_row_find", **ask)["rows"]
    assert (left["row"], left["record"]) == (58_948, second["record"])


def test_of_two_projects_with_one_number_the_right_one_is_changed(
    upload, work, change, call, stored
):
    content = lzma.decompress(PROJECTS.read_bytes())
    resource = upload(content, "国家社科基金项目2017.csv")
    work()
    ask = {"resource_id": resource["id"], "filters": {"项目批准号": "15WSH004"}}
    found = call("scigov_tables_row_find", **ask)["rows"]
    assert [(one["row"], one["record"]["学科分类"]) for one in found] == [
        (9_624, "社会学"), (9_654, "中国历史"),
    ]  # fmt: skip
    by_print = {"resource_id": resource["id"], "fingerprint": found[1]["fingerprint"]}
    (silk,) = call("scigov_tables_row_find", **by_print)["rows"]
    assert silk == found[1]
    new = {"项目批准号": "15WZS004"}
    change(resource, {"row": silk["row"], "expected": silk["record"], "set": new})
    work()
    before = "15WSH004,中华学术外译项目,中国历史".encode()
    after = before.replace(b"15WSH004", b"15WZS004")
    assert stored(resource)[1] == content.replace(before, after)
    (left,) = call("scigov_tables_row_find", **ask)["rows"]
    assert left == found[0]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_a_text_keeps_its_encoding(encoding, upload, work, change, stored, rows):
    text = '项目;"金额"\r\n"甲\n乙";1\r\n丙;2\r\n'
    resource = upload(text.encode(encoding), "表.csv")
    work()
    change(resource, {"row": 2, "expected": {"项目": "丙"}, "set": {"项目": "丙;一", "金额": "3"}})
    assert stored(resource) == ("表.csv", text.replace("丙;2", '"丙;一";3').encode(encoding))
    work()
    assert rows(resource)["records"][1] == {"_id": "2", "项目": "丙;一", "金额": "3"}


LIST = (["清单", None], ["项目", "金额"], ["甲, 乙", 1.5], [None, None], ["丙", 2])


def test_a_workbook_becomes_csv_and_that_is_said(upload, work, change, stored, rows, call):
    resource = upload(book(("Sheet", LIST)), "项目表.xlsx", header_row="2")
    work()
    edit = {"row": 2, "expected": {"项目": "丙", "金额": "2"}, "set": {"金额": "2.5"}}
    answer = change(resource, edit, preview=True)
    assert (answer["becomes_csv"], answer["file_name"]) == (True, "项目表.csv")
    assert change(resource, edit)["rows"][0]["line"] == 5
    lines = ["清单,", "项目,金额", '"甲, 乙",1.5', ",", "丙,2.5", ""]
    assert stored(resource) == ("项目表.csv", "\r\n".join(lines).encode("utf-8-sig"))
    work()
    assert [list(one.values()) for one in rows(resource)["records"]] == [
        ["1", "甲, 乙", "1.5"], ["2", "丙", "2.5"],
    ]  # fmt: skip
    shown = call("resource_show", id=resource["id"])
    assert [shown["format"], shown["mimetype"]] == ["CSV", "text/csv"]
    assert shown["url"].endswith("/xiang-mu-biao.csv")
    change(resource, {"row": 1, "expected": {"金额": "1.5"}, "delete": True}, version=2)
    assert stored(resource)[1] == "清单,\r\n项目,金额\r\n,\r\n丙,2.5\r\n".encode("utf-8-sig")


def test_json_becomes_csv(upload, work, change, stored, rows):
    text = '[{"项目": "甲", "金额": 1.50}, {"项目": null}, {"项目": "乙", "备注": {"a": 1}}]'
    resource = upload(text.encode(), "表.json")
    work()
    before = rows(resource)["records"]
    change(resource, {"row": 2, "expected": {"项目": "乙"}, "set": {"金额": "12.60"}})
    work()
    assert stored(resource)[0] == "表.csv"
    assert rows(resource)["records"] == [before[0], before[1] | {"金额": "12.60"}]


def test_all_types_are_compared_as_the_table_shows_them(upload, work, change, rows, stored):
    heading = "a,b,c,d,e,f"
    line = '.5,１２,"1,5e2",2024年2月9日 8:00,是,007'
    letters = dict(zip("abcdef", "NIFTLC", strict=True))
    items = [
        {"title": name, "name": f"n_{name}", "data_type": letter, "description": "一列数据"}
        for name, letter in letters.items()
    ]
    resource = upload(
        f"{heading}\n{line}\n".encode(), "表.csv", data_items=items, bad_cells_percent="50"
    )
    work()
    (seen,) = rows(resource)["records"]
    expected = {name: seen[name] for name in letters}
    new = {"d": "2024-02-09 09:30:00", "e": "f", "b": "12"}
    answer = change(resource, {"row": 1, "expected": expected, "set": new})
    assert stored(resource)[1] == f"{heading}\n{line}\n".replace("年2月9日 8:00", "-02-09 09:30:00").replace("是", "f").encode()  # fmt: skip
    work()
    assert rows(resource)["records"] == [{"_id": "1", **answer["rows"][0]["after"]}]
