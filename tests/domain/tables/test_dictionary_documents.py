"""A dictionary as Table Schema, as CSVW and as a sheet."""

from ckanext.scigov.tables.domain import dictionary_documents as documents

ITEMS = [
    {
        "name": "no", "title": "编号", "data_type": "C", "description": "系统内的编号", "length": "12",
        "pattern": "^A", "required": True, "unique": "true", "primary_key": "True", "range_min": "",
    },
    {
        "name": "amount", "title": "金额", "data_type": "Y", "precision": "10,2", "unit": "万元",
        "range_min": "0", "range_max": "9.50", "missing_values": "-、无", "length": "10",
    },
    {"name": "kind", "title": "类别", "data_type": "C", "enum": ["甲", "乙"], "required": False},
]  # fmt: skip
TYPES = {"C": "string", "Y": "number"}


def test_table_schema():
    assert documents.table_schema(ITEMS, TYPES) == {
        "fields": [
            {
                "name": "no", "title": "编号", "type": "string", "description": "系统内的编号",
                "constraints": {"required": True, "unique": True, "maxLength": 12, "pattern": "^A"},
            },
            {
                "name": "amount", "title": "金额", "type": "number", "st:precision": "10,2",
                "st:unit": "万元", "constraints": {"minimum": "0", "maximum": "9.50"},
            },
            {"name": "kind", "title": "类别", "type": "string", "constraints": {"enum": ["甲", "乙"]}},
        ],
        "primaryKey": ["no"],
        "missingValues": ["", "-", "无"],
    }  # fmt: skip


def test_csvw():
    found = documents.csvw(ITEMS, {"C": "string", "Y": "decimal"}, "http://x/access")
    assert (found["@context"][0], found["url"]) == ("http://www.w3.org/ns/csvw", "http://x/access")
    assert found["tableSchema"] == {
        "columns": [
            {
                "name": "no", "titles": "编号", "dc:description": "系统内的编号", "required": True,
                "datatype": {"base": "string", "maxLength": 12, "format": "^A"},
            },
            {
                "name": "amount", "titles": "金额", "null": ["", "-", "无"],
                "datatype": {"base": "decimal", "minimum": "0", "maximum": "9.50"},
            },
            {"name": "kind", "titles": "类别", "datatype": {"base": "string"}},
        ],
        "primaryKey": ["no"],
    }  # fmt: skip


def test_nothing_is_said_of_what_is_not_known():
    plain = [{"name": "a", "title": "甲", "data_type": "?"}]
    assert documents.table_schema(plain, TYPES) == {
        "fields": [{"name": "a", "title": "甲", "type": "any"}]
    }
    assert documents.csvw(plain, TYPES, "u")["tableSchema"] == {
        "columns": [{"name": "a", "titles": "甲", "datatype": {"base": "string"}}]
    }


def test_a_sheet_has_the_columns_that_hold_something():
    headings = {
        "title": "数据项名称",
        "name": "字段名",
        "required": "必填",
        "enum": "枚举值",
        "foreign_key": "外键",
    }
    assert documents.sheet(ITEMS, headings) == [
        ["数据项名称", "字段名", "必填", "枚举值"],
        ["编号", "no", "是", ""],
        ["金额", "amount", "", ""],
        ["类别", "kind", "", "甲,乙"],
    ]


CODED = [
    {"name": "sex", "title": "性别", "data_type": "C", "codes": "1\t男\n2\t女", "enum": "甲、乙"},
    {"name": "level", "title": "级别", "data_type": "I", "codes": "1\t高\n0"},
    {"name": "rate", "title": "比例", "data_type": "Y", "codes": "0.5\t半"},
    {"name": "plain", "title": "其他", "data_type": "C"},
]


def test_code_lists_are_categories_and_the_only_values():
    found = documents.table_schema(CODED, {**TYPES, "I": "integer"})["fields"]
    assert [field.get("categories") for field in found] == [
        [{"value": "1", "label": "男"}, {"value": "2", "label": "女"}],
        [{"value": 1, "label": "高"}, {"value": 0}],
        None,
        None,
    ]
    assert [field.get("constraints") for field in found] == [
        {"enum": ["1", "2"]},
        {"enum": ["1", "0"]},
        {"enum": ["0.5"]},
        None,
    ]


def test_a_word_among_whole_numbers_stays_one():
    item = {"name": "a", "title": "级别", "data_type": "I", "codes": "X 其他"}
    (field,) = documents.table_schema([item], {"I": "integer"})["fields"]
    assert field["categories"] == [{"value": "X", "label": "其他"}]


def test_csvw_has_a_scheme_of_concepts():
    columns = documents.csvw(CODED, {}, "u")["tableSchema"]["columns"]
    assert columns[0]["dc:conformsTo"] == {
        "@type": "skos:ConceptScheme",
        "skos:hasTopConcept": [
            {"skos:notation": "1", "skos:prefLabel": "男"},
            {"skos:notation": "2", "skos:prefLabel": "女"},
        ],
    }
    assert "dc:conformsTo" not in columns[3]


def test_a_sheet_of_codes():
    assert documents.code_sheet(CODED) == [
        ["sex", "性别", "1", "男"],
        ["sex", "性别", "2", "女"],
        ["level", "级别", "1", "高"],
        ["level", "级别", "0", ""],
        ["rate", "比例", "0.5", "半"],
    ]
