"""Rows as files: all of them, or those that match, in each form."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from decimal import Decimal

import openpyxl
import pytest
import sqlalchemy as sa

from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.scigov.tables import export_files, extracts

ITEMS = [
    {"title": "名称", "name": "ming_cheng", "data_type": "C"},
    {"title": "金额", "name": "jin_e", "data_type": "Y", "unit": "万元"},
    {"title": "日期", "name": "ri_qi", "data_type": "D"},
    {"title": "时刻", "name": "shi_ke", "data_type": "T"},
    {"title": "公开", "name": "gong_kai", "data_type": "L"},
]
LINES = """名称,金额,日期,时刻,公开
"甲, 一",12.60,2026-03-01,2026-03-01 23:30:00,是
=1+1,-0.5,1899-12-31,,否
大数据,,,2026-03-02 00:00:00,
"""
LEFT_OPEN = sa.text(
    """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'idle in transaction'
    """
)


@pytest.fixture
def resource(loaded):
    return loaded(LINES.encode(), "资助项目.csv", data_items=ITEMS)


@pytest.fixture
def get(app):
    def asked(resource, ending, **query):
        path = f"/dataset/{resource['package_id']}/resource/{resource['id']}/rows.{ending}"
        return app.get(path, query_string=query)

    return asked


def lines(answer):
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_csv_has_all_rows(get, resource):
    answer = get(resource, "csv")
    assert answer.get_data().startswith(b"\xef\xbb\xbf")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    name = "%E8%B5%84%E5%8A%A9%E9%A1%B9%E7%9B%AE.csv"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment")
    assert disposition.endswith(name)
    assert lines(answer) == [
        ["名称", "金额", "日期", "时刻", "公开"],
        ["甲, 一", "12.60", "2026-03-01", "2026-03-01 23:30:00+08", "true"],
        ["=1+1", "-0.5", "1899-12-31", "", "false"],
        ["大数据", "", "", "2026-03-02 00:00:00+08", ""],
    ]


def test_json_keeps_types_and_digits(get, resource):
    answer = get(resource, "json")
    found = json.loads(answer.get_data(), parse_float=Decimal)
    assert [(one["id"], one["type"]) for one in found["fields"]][:2] == [
        ("名称", "text"),
        ("金额", "numeric"),
    ]
    assert found["records"][0] == {
        "名称": "甲, 一", "金额": Decimal("12.60"), "日期": "2026-03-01",
        "时刻": "2026-03-01 23:30:00+08", "公开": True,
    }  # fmt: skip
    assert b'"\xe9\x87\x91\xe9\xa2\x9d": 12.60' in answer.get_data()
    assert found["records"][2]["金额"] is None
    assert "notice" not in found


def test_a_workbook_has_numbers_days_and_no_formula(get, resource):
    book = openpyxl.load_workbook(io.BytesIO(get(resource, "xlsx").get_data()))
    (sheet,) = book.worksheets
    assert [cell.value for cell in sheet[1]] == ["名称", "金额", "日期", "时刻", "公开"]
    assert (sheet["B2"].value, sheet["C2"].value.isoformat()[:10]) == (12.6, "2026-03-01")
    assert sheet["C2"].is_date
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("=1+1", "s")
    assert (sheet["C3"].value, sheet["E3"].value) == ("1899-12-31", False)


def test_what_matches_in_the_order_that_is_shown(get, resource):
    answer = get(resource, "csv", rc="金额", ra="-1", rz="", sort="金额")
    assert [row[0] for row in lines(answer)[1:]] == ["=1+1", "甲, 一"]
    assert "%28" in answer.headers["Content-Disposition"]
    answer = get(resource, "csv", sort="金额", desc="1")
    assert [row[1] for row in lines(answer)[1:]] == ["12.60", "-0.5", ""]
    found = json.loads(get(resource, "json", q="大数据").get_data())
    assert [one["名称"] for one in found["records"]] == ["大数据"]
    assert json.loads(get(resource, "json", q="无此").get_data())["records"] == []
    assert len(lines(get(resource, "csv", q="无此"))) == 1


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize(
    "query",
    [
        {"fc": "金额", "fo": "gte", "fv": "很多"},
        {"fc": "没有", "fo": "eq", "fv": "1"},
        {"sort": "没有"},
    ],
)
def test_a_senseless_question_is_no_file(get, resource, ending, query):
    answer = get(resource, ending, **query)
    assert answer.status_code == 400
    assert "Content-Disposition" not in answer.headers


def test_other_forms_and_what_is_no_table_are_absent(get, resource, upload, work):
    assert get(resource, "xml").status_code == 404
    other = upload(b"%PDF-1.4 x", "a.pdf")
    work()
    assert get(other, "csv").status_code == 404


def test_more_rows_than_a_sheet_has(get, resource, monkeypatch):
    monkeypatch.setattr(export_files, "MOST_ROWS_OF_A_SHEET", 2)
    answer = get(resource, "xlsx")
    assert answer.status_code == 400
    assert "CSV" in answer.get_data(as_text=True)
    assert get(resource, "xlsx", q="大数据").status_code == 200


def test_the_page_leads_to_the_files(app, resource):
    path = f"/en/dataset/{resource['package_id']}/resource/{resource['id']}"
    body = app.get(path, query_string={"q": "大数据", "rows": "50"}).get_data(as_text=True)
    found = f"/resource/{resource['id']}/rows."
    assert f'{found}csv?q=%E5%A4%A7%E6%95%B0%E6%8D%AE"' in body
    assert f'{found}xlsx"' in body
    assert "Download the rows that match" in body
    assert "Download all rows" in app.get(path).get_data(as_text=True)


def test_rows_are_taken_in_pieces(upload, work, app):
    """A file of 20 MB passes through little memory, and its first piece comes before the last row."""
    text = "名称\n" + "".join(f"{number}{'长' * 60}\n" for number in range(100_000))
    made = upload(text.encode(), "大.csv")
    work()
    path = f"/dataset/{made['package_id']}/resource/{made['id']}/rows.csv"
    app.get(path, query_string={"q": "无此"})
    tracemalloc.start()
    answer = app.flask_app.test_client().get(path)
    taken = sum(len(piece) for piece in answer.iter_encoded())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    answer.close()
    assert taken > 18_000_000
    assert peak < 8_000_000
    assert extracts.ROWS_AT_ONCE == 1_000


def test_an_answer_that_is_only_looked_at_holds_no_transaction(get, resource):
    """Whoever looks at a status alone leaves nothing that the next test waits for."""
    answers = [get(resource, "csv"), get(resource, "json")]
    with get_write_engine().connect() as connection:
        waiting = connection.execute(LEFT_OPEN).scalar_one()
    assert [answer.status_code for answer in answers] == [200, 200]
    assert waiting == 0
