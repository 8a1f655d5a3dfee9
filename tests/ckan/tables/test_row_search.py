"""Finding rows: Chinese and English, our tables and those written through the API."""

from __future__ import annotations

import pytest

LINES = """题目,单位,金额,备注
大数据环境下的管理决策,中山大学,18,
大型数据中心的能耗,中山大学附属医院,17.5,big data
据大数推断,北京大学,3,Data-driven methods
5G网络与“大 数据”,清华大学,,ＡＢＣ编号
"""


@pytest.fixture(params=["with words", "before it has words"])
def table(request, upload, work, state, monkeypatch):
    """A table as it is for good, and as it is between its load and the making of its words."""
    has_words = request.param == "with words"
    if not has_words:
        monkeypatch.setattr("ckanext.scigov.tables.row_words.make", lambda *_, **__: None)
    resource = upload(LINES.encode(), "表.csv")
    work()
    assert state(resource)["search_ready"] is has_words
    return resource["id"]


@pytest.fixture
def foreign_table(upload, call):
    resource = call(
        "resource_create", package_id=upload(b"x", "x.pdf")["package_id"], url="http://x.example"
    )
    header, *lines = [line.split(",") for line in LINES.splitlines()]
    records = [dict(zip(header, line, strict=True)) for line in lines]
    for record in records:
        record["金额"] = record["金额"] or None
    fields = [{"id": name, "type": "numeric" if name == "金额" else "text"} for name in header]
    call("datastore_create", resource_id=resource["id"], fields=fields, records=records, force=True)
    return resource["id"]


@pytest.fixture
def ids(call):
    """Row numbers that CKAN's action finds, and ours; they must agree."""

    def find(table, **values):
        found = call("datastore_search", resource_id=table, **values)
        numbers = sorted(record["_id"] for record in found["records"])
        assert found["total"] == len(numbers)
        return numbers

    return find


CASES = {
    "大数据": [1],
    "数据": [1, 2, 4],
    "大": [1, 2, 3, 4],
    "中山大学": [1, 2],
    "中山大学 决策": [1],
    "网络": [4],
    "5G网络": [4],
    "5g": [4],
    "ABC编号": [4],
    "不存在的词": [],
    "决策中山大学": [],
    "data": [2, 3],
    "DATA big": [2],
    "17.5": [2],
    "，。": [],
}


def answers(table, ids, call, cases):
    """Ask CKAN's action in its two ways, and ours, every question."""
    found = {}
    for text in cases:
        page = call("scigov_tables_rows_show", resource_id=table, q=text)
        ours = sorted(int(record["_id"]) for record in page["records"])
        assert page["total"] == len(ours)
        assert ids(table, q=text) == ids(table, full_text=text) == ours
        found[text] = ours
    return found


def test_our_table(table, ids, call):
    assert answers(table, ids, call, CASES) == CASES


def test_a_table_of_the_api(foreign_table, ids, call):
    # Questions without Chinese are CKAN's own: it takes 5G网络 for one word.
    cases = {text: numbers for text, numbers in CASES.items() if text != "5g"}
    assert answers(foreign_table, ids, call, cases) == cases


def test_single_columns(table, ids):
    single_columns(table, ids)


def test_single_columns_of_a_table_of_the_api(foreign_table, ids):
    single_columns(foreign_table, ids)


def single_columns(table, ids):
    assert ids(table, q={"题目": "数据"}) == [1, 2, 4]
    assert ids(table, q={"单位": "数据"}) == []
    assert ids(table, q={"题目": "大数据", "单位": "中山大学"}) == [1]
    assert ids(table, q={"备注": "data"}) == [2, 3]
    assert ids(table, q={"单位": "中山大学"}, full_text="能耗") == [2]


def test_signs_alone_are_in_no_column(table, ids):
    assert ids(table, q={"题目": "，。"}) == []


def test_operators(table, ids):
    assert ids(table, q="大数据 | 能耗", plain=False) == [1, 2]
    assert ids(table, q="数据 & !能耗", plain=False) == [1, 4]


def test_filters_and_text_together(table, ids, call):
    assert ids(table, q="数据", filters={"单位": "中山大学"}) == [1]
    page = call(
        "scigov_tables_rows_show",
        resource_id=table,
        filters={"单位": {"contains": "中山大学"}, "金额": {"gte": 17, "lt": 18}},
    )
    assert [record["题目"] for record in page["records"]] == ["大型数据中心的能耗"]
    assert (page["total"], page["sums"]) == (1, {"金额": "17.5"})


def test_other_formats_search_alike(table, call):
    found = call("datastore_search", resource_id=table, q="大数据", records_format="csv")
    assert found["records"].startswith("1,大数据环境下的管理决策,中山大学,18")
    found = call("datastore_search", resource_id=table, q={"题目": "大数据"}, records_format="tsv")
    assert found["records"].startswith("1\t大数据环境下的管理决策\t中山大学\t18")


def test_sorting_and_paging(table, call):
    def page(**values):
        found = call("scigov_tables_rows_show", resource_id=table, **values)
        return [record["_id"] for record in found["records"]]

    assert page(sort="金额 desc") == ["1", "2", "3", "4"]
    assert page(sort="金额") == ["3", "2", "1", "4"]
    assert page(sort="金额", limit=2, offset=1) == ["2", "1"]


def test_rows_written_through_the_api_are_found_like_rows_of_the_file(table, ids, call):
    row = {"题目": "新增的大数据课题", "单位": "复旦大学", "金额": 1, "备注": "new ROW"}
    call("datastore_upsert", resource_id=table, records=[row], method="insert", force=True)
    assert ids(table, q="大数据") == [1, 5]
    assert ids(table, q="row") == [5]
    changed = {"_id": 5, "题目": "改成别的"}
    call("datastore_upsert", resource_id=table, records=[changed], method="upsert", force=True)
    assert ids(table, q="大数据") == [1]
    assert ids(table, q="改成别的") == [5]


@pytest.mark.parametrize("table", ["with words"], indirect=True)
def test_the_trigger_writes_the_loaders_tokens(table):
    import sqlalchemy as sa

    from ckanext.datastore.backend.postgres import get_write_engine

    name = sa.sql.quoted_name(table, quote=True)
    rows = sa.table(name, sa.column("_id"), sa.column("_full_text"))
    read = sa.select(sa.cast(rows.c._full_text, sa.Text)).order_by(rows.c._id)
    with get_write_engine().begin() as connection:
        before = connection.scalars(read).all()
        connection.execute(sa.update(rows).values(_full_text=None))
        assert connection.scalars(read).all() == before


def test_senseless_questions_are_refused(table, call):
    from ckan.plugins import toolkit as tk

    for values in (
        {"filters": {"没有这列": "x"}},
        {"filters": {"单位": {"like": "x"}}},
        {"filters": "[1"},
        {"filters": {"金额": "很多"}},
        {"sort": "没有这列"},
        {"limit": -1},
    ):
        with pytest.raises(tk.ValidationError):
            call("scigov_tables_rows_show", resource_id=table, **values)


def test_hostile_text_is_only_text(table, ids):
    for text in ("'", "\\", "a'b\\c", "%s", ":x", "数据'); DROP TABLE x; --", '"', "(", "[", "*"):
        assert ids(table, q=text) == []
        assert ids(table, q={"题目": text}) == []
