"""From an uploaded file to rows: encodings, dictionary, problems, and crashes at every step."""

from __future__ import annotations

import datetime as dt

import pytest
from workbooks import book

BAD = "编号,日期,金额\nA1,2024-02-30,1\nA2,2024-02-29,一\n".encode()
GOOD = "编号,日期,金额\nA1,2024-02-28,1.50\nA2,2024-02-29,2\n".encode()
ITEMS = [
    {"title": "编号", "name": "bian_hao", "data_type": "C", "description": "项目的编号"},
    {"title": "日期", "name": "ri_qi", "data_type": "D", "description": "立项的日期"},
    {
        "title": "金额",
        "name": "jin_e",
        "data_type": "Y",
        "description": "资助的金额",
        "unit": "万元",
    },
]


MOMENT = dt.datetime.fromisoformat("2024-02-29 08:30")
TEXT = "名称,金额,年度\n大数据研究,12.60,2017\n小数据研究,7,2018\n"
OBJECTS = (
    '{"名称": "大数据研究", "金额": 12.60, "年度": 2017}',
    '{"名称": "小数据研究", "金额": 7, "年度": 2018}',
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf8.csv", TEXT.encode()),
        ("bom.csv", TEXT.encode("utf-8-sig")),
        ("gb.csv", TEXT.encode("gb18030")),
        ("utf16.csv", TEXT.encode("utf-16")),
        ("tab.tsv", TEXT.replace(",", "\t").encode()),
        ("semicolon.csv", TEXT.replace(",", ";").encode()),
        ("dos.csv", TEXT.replace("\n", "\r\n").encode()),
        ("list.json", f"[{OBJECTS[0]}, {OBJECTS[1]}]".encode()),
        ("object.json", f'{{"rows": [{OBJECTS[0]}, {OBJECTS[1]}]}}'.encode("gb18030")),
        ("lines.jsonl", "\n".join(OBJECTS).encode()),
    ],
)
def test_every_way_of_writing_gives_the_same_table(name, content, upload, work, rows, state):
    resource = upload(content, name)
    work()
    assert state(resource)["state"] == "loaded"
    page = rows(resource)
    assert [(f["id"], f["type"]) for f in page["fields"]] == [
        ("名称", "text"),
        ("金额", "numeric"),
        ("年度", "text"),
    ]
    assert [tuple(r.values()) for r in page["records"]] == [
        ("1", "大数据研究", "12.60", "2017"),
        ("2", "小数据研究", "7", "2018"),
    ]
    assert page["sums"] == {"金额": "19.60"}
    assert rows(resource, q="大数据")["total"] == 1


def test_a_workbook(upload, work, rows):
    lines = (
        ["名称", "人数", "比例", "日期", "时刻"],
        ["甲", 3, 0.25, dt.date(2024, 2, 29), MOMENT],
        ["乙", 4, None, dt.date(2024, 3, 1), MOMENT + dt.timedelta(days=1)],
    )
    content = book(("Sheet", lines))
    resource = upload(content, "表.xlsx")
    work()
    page = rows(resource)
    assert [f["type"] for f in page["fields"]] == [
        "text",
        "int8",
        "numeric",
        "date",
        "timestamptz",
    ]
    assert list(page["records"][0].values()) == [
        "1",
        "甲",
        "3",
        "0.25",
        "2024-02-29",
        "2024-02-29 08:30:00+08:00",
    ]
    assert page["records"][1]["比例"] is None
    assert page["sums"] == {"人数": "7", "比例": "0.25"}


def test_the_dictionary_gives_types_labels_and_units(upload, work, rows, call):
    resource = upload(GOOD, "表.csv", data_items=ITEMS)
    work()
    fields = rows(resource)["fields"]
    assert [(f["id"], f["type"], f["label"], f["unit"], f["name"]) for f in fields] == [
        ("编号", "text", "编号", "", "bian_hao"),
        ("日期", "date", "日期", "", "ri_qi"),
        ("金额", "numeric", "金额", "万元", "jin_e"),
    ]
    info = call("datastore_info", id=resource["id"])["fields"][2]["info"]
    assert (info["label"], info["notes"], info["unit"]) == ("金额", "资助的金额", "万元")


def test_columns_are_found_by_item_name_too(upload, work, rows):
    resource = upload(b"bian_hao,ri_qi,jin_e\n007,2024-01-01,1\n", "表.csv", data_items=ITEMS)
    work()
    fields = rows(resource)["fields"]
    assert [(f["id"], f["label"]) for f in fields] == [
        ("bian_hao", "编号"),
        ("ri_qi", "日期"),
        ("jin_e", "金额"),
    ]
    assert rows(resource)["records"][0]["bian_hao"] == "007"


def test_a_changed_dictionary_loads_again(upload, work, rows, call, state):
    resource = upload("编号,金额\n1,2\n".encode(), "表.csv")
    work()
    assert [f["type"] for f in rows(resource)["fields"]] == ["text", "int8"]
    items = [ITEMS[0], ITEMS[2]]
    call("resource_patch", id=resource["id"], data_items=items)
    assert state(resource)["state"] == "queued"
    work()
    assert [f["type"] for f in rows(resource)["fields"]] == ["text", "numeric"]


def test_a_save_that_changes_neither_file_nor_dictionary_loads_nothing(upload, work, call, state):
    resource = upload(GOOD, "表.csv", data_items=ITEMS)
    work()
    call("resource_patch", id=resource["id"], description="只改说明")
    assert state(resource)["state"] == "loaded"


def test_cells_that_do_not_fit_are_named_and_the_old_table_stays(upload, work, rows, state, call):
    resource = upload(GOOD, "表.csv", data_items=ITEMS)
    work()
    upload(BAD, "表.csv", id=resource["id"])
    work()
    shown = state(resource)
    assert (shown["state"], shown["problem_count"], shown["table_is_older"]) == ("failed", 2, True)
    assert shown["problems"] == [
        {"line": 2, "column": "日期", "value": "2024-02-30", "code": "not_date"},
        {"line": 3, "column": "金额", "value": "一", "code": "not_number"},
    ]
    assert (shown["row_count"], rows(resource)["sums"]) == (2, {"金额": "3.50"})
    assert call("resource_show", id=resource["id"])["load_status"] == "failed"
    upload(GOOD.replace(b"1.50", b"9.50"), "表.csv", id=resource["id"])
    work()
    assert (state(resource)["state"], rows(resource)["sums"]) == ("loaded", {"金额": "11.50"})


def test_undecodable_lines_are_named(upload, work, state):
    resource = upload(
        "名称,值\n甲,1\n".encode() + b"\xd2\xd2\xff,2\n" + "丙,3\n".encode(), "表.csv"
    )
    work()
    shown = state(resource)
    assert (shown["state"], shown["problem_count"]) == ("failed", 1)
    assert shown["problems"][0]["line"] == 3
    assert shown["problems"][0]["code"] == "undecodable"


def test_only_the_first_problems_are_kept_and_all_are_counted(upload, work, state):
    items = [{"title": "值", "name": "zhi", "data_type": "I", "description": "一个整数"}]
    lines = "值\n" + "x\n" * 12_345
    resource = upload(lines.encode(), "表.csv", data_items=items)
    work()
    shown = state(resource)
    assert (len(shown["problems"]), shown["problem_count"]) == (100, 12_345)
    assert shown["problems"][-1]["line"] == 101


def test_only_owners_see_the_values_that_do_not_fit(upload, work, app):
    resource = upload(BAD, "表.csv", data_items=ITEMS)
    work()
    address = f"/api/3/action/scigov_tables_load_show?resource_id={resource['id']}"
    shown = app.get(address).json["result"]
    assert shown["state"] == "failed"
    assert "problems" not in shown


@pytest.mark.parametrize("name", ["说明.pdf", "数据.zip", "没有后缀"])
def test_other_files_are_not_loaded(name, upload, work, state, datastore_tables):
    resource = upload(b"whatever", name)
    work()
    assert state(resource) == {"resource_id": resource["id"], "state": "none"}
    assert datastore_tables() == set()


def test_a_table_replaced_by_a_document_goes(upload, work, datastore_tables, call):
    resource = upload(GOOD, "表.csv")
    work()
    upload(b"%PDF", "说明.pdf", id=resource["id"])
    work()
    assert datastore_tables() == set()
    assert call("resource_show", id=resource["id"])["datastore_active"] is False


def test_the_table_has_ckans_shape(upload, work):
    import sqlalchemy as sa

    from ckan.plugins import toolkit as tk

    from ckanext.datastore.backend import postgres

    resource = upload(GOOD, "表.csv")
    work()
    name = resource["id"]
    inspector = sa.inspect(postgres.get_write_engine())
    columns = [(c["name"], str(c["type"])) for c in inspector.get_columns(name)]
    assert columns[:2] == [("_id", "INTEGER"), ("_full_text", "TSVECTOR")]
    assert inspector.get_pk_constraint(name)["name"] == f"{name}_pkey"
    text_index = postgres._generate_index_name(name, '"_full_text"')
    assert [i["name"] for i in inspector.get_indexes(name)] == [text_index]
    reader = sa.make_url(tk.config["ckan.datastore.read_url"]).username
    with postgres.get_write_engine().connect() as connection:
        may_read = sa.func.has_table_privilege(reader, sa.func.quote_ident(name), "SELECT")
        may_write = sa.func.has_table_privilege(reader, sa.func.quote_ident(name), "INSERT")
        assert connection.execute(sa.select(may_read, may_write)).one() == (True, False)
        stats = sa.text("SELECT stats->>'rows' FROM _table_stats WHERE resource_id = :id")
        assert connection.scalar(stats, {"id": name}) == "2"


def test_a_second_file_takes_the_first_ones_place(upload, work, rows, datastore_tables):
    resource = upload(GOOD, "表.csv")
    work()
    upload("别的,列\n甲,乙\n".encode(), "表.csv", id=resource["id"])
    work()
    assert [f["id"] for f in rows(resource)["fields"]] == ["别的", "列"]
    assert datastore_tables() == {resource["id"]}


def test_aliases_of_the_table_survive(upload, work, call):
    resource = upload(GOOD, "表.csv")
    work()
    call("datastore_create", resource_id=resource["id"], aliases=["projects"], force=True)
    upload(GOOD.replace(b"A1", b"B1"), "表.csv", id=resource["id"])
    work()
    assert call("datastore_search", resource_id="projects")["records"][0]["编号"] == "B1"


def test_trying_again_is_the_owners(upload, work, state, call, app):
    from ckan.plugins import toolkit as tk

    resource = upload(BAD, "表.csv", data_items=ITEMS)
    work()
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("scigov_tables_load_retry")({"user": ""}, {"resource_id": resource["id"]})
    assert call("scigov_tables_load_retry", resource_id=resource["id"])["state"] == "queued"
    work()
    assert state(resource)["state"] == "failed"
