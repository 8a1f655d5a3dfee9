"""Data items stand in their order, each with the type that readers of CSV on the Web know; notes say what is doubted."""

from __future__ import annotations

from typing import Any

import pytest
from described import D1, ITEM, LISTS, PORTAL, described, values
from pyoxigraph import Literal, Triple

from ckanext.scigov.dcat.domain.dictionary import BASES
from ckanext.scigov.dcat.domain.names import (
    CSVW,
    DCT,
    DPV,
    DQV,
    FREQUENCY,
    OA,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    TYPE,
    XSD,
)

R1 = f"{D1}/resource/r1"
DICTIONARY = f"{R1}/dictionary.csvw"


def said(*items: dict[str, Any]) -> tuple[Triple, ...]:
    return described(resources=[{"id": "r1", "data_items": list(items)}]).triples


def test_columns_stand_in_their_order() -> None:
    found = said({"title": "甲"}, {"title": "乙"})
    assert values(found, R1, DCT["conformsTo"]) == [DICTIONARY]
    assert values(found, DICTIONARY, CSVW["column"]) == [f"{R1}#columns-1"]
    assert values(found, f"{R1}#columns-1", RDF["first"]) == [f"{R1}#column-1"]
    assert values(found, f"{R1}#columns-1", RDF["rest"]) == [f"{R1}#columns-2"]
    assert values(found, f"{R1}#columns-2", RDF["first"]) == [f"{R1}#column-2"]
    assert values(found, f"{R1}#columns-2", RDF["rest"]) == [RDF["nil"].value]
    assert values(found, f"{R1}#column-2", CSVW["title"]) == ["乙"]


@pytest.mark.parametrize("items", [[], None])
def test_without_items_there_is_no_dictionary(items: list[Any] | None) -> None:
    found = described(resources=[{"id": "r1", "data_items": items}]).triples
    assert values(found, R1, DCT["conformsTo"]) == []
    assert values(found, DICTIONARY, TYPE) == []


def test_types_are_those_of_the_schema() -> None:
    assert dict(BASES) == {one["value"]: one["csvw"] for one in LISTS["item_data_type"]}


def test_datatype_holds_what_a_cell_may_be() -> None:
    item = {
        "length": "8",
        "precision": "10,2",
        "pattern": "[0-9]+",
        "range_min": "1",
        "range_max": "9",
    }
    bounds = {"maxLength": [], "format": [], "minimum": ["1"], "maximum": ["9"]}
    only_text = {"maxLength": ["8"], "format": ["[0-9]+"], "minimum": [], "maximum": []}
    nothing: dict[str, list[str]] = {name: [] for name in bounds}
    wanted = {
        "C": {"base": ["string"], **only_text}, "M": {"base": ["string"], **only_text}, "G": {"base": ["any"], **only_text},
        "N": {"base": ["decimal"], **bounds, "format": ["0.##"]}, "Y": {"base": ["decimal"], **bounds, "format": ["0.##"]},
        "B": {"base": ["double"], **bounds, "format": ["0.##"]}, "F": {"base": ["float"], **bounds, "format": ["0.##"]},
        "I": {"base": ["integer"], **bounds},
        "D": {"base": ["date"], **nothing}, "T": {"base": ["dateTime"], **nothing}, "L": {"base": ["boolean"], **nothing},
    }  # fmt: skip
    for data_type, told in wanted.items():
        found, node = said({**item, "data_type": data_type}), f"{R1}#column-1-datatype"
        assert values(found, f"{R1}#column-1", CSVW["datatype"]) == [node]
        assert {name: values(found, node, CSVW[name]) for name in told} == told, data_type


@pytest.mark.parametrize(
    ("data_type", "given", "kind"),
    [
        ("I", "7", "integer"), ("I", "7.5", None), ("N", "-7.50", "decimal"), ("N", "7 万", None), ("N", "７", None), ("B", "7", "double"),
        ("D", "2024-01-02", "date"), ("D", "2024", None), ("T", "2024-01-02T03:04:05Z", "dateTime"), ("T", "2024-01-02", None),
    ],
)  # fmt: skip
def test_bounds_are_values_of_the_columns_type(
    data_type: str, given: str, kind: str | None
) -> None:
    found = said({"data_type": data_type, "range_min": given})
    told = [one.object for one in found if one.predicate == CSVW["minimum"]]
    assert told == ([Literal(given, datatype=XSD[kind])] if kind else [])


@pytest.mark.parametrize(
    ("precision", "pattern"),
    [
        ("2", ["0.##"]),
        ("12，1", ["0.#"]),
        ("0", []),
        ("", []),
        (None, []),
        ("两位", []),
        ("21", []),
    ],
)
def test_digits_behind_the_point_are_a_pattern(precision: str | None, pattern: list[str]) -> None:
    found = said({"data_type": "N", "precision": precision})
    assert values(found, f"{R1}#column-1-datatype", CSVW["format"]) == pattern


def test_what_a_column_is_besides() -> None:
    found, column = said(ITEM), f"{R1}#column-1"
    assert values(found, column, CSVW["null"]) == ["-|/"]
    assert values(said({"missing_values": "-，无、"}), column, CSVW["null"]) == ["-", "无"]
    assert values(said({"missing_values": ["无", "-"]}), column, CSVW["null"]) == ["-", "无"]
    assert values(found, column, SCHEMA["unitText"]) == ["台"]
    assert values(found, f"{column}-source", RDFS["label"]) == ["市场监督管理局：设备名"]
    assert values(found, f"{column}-key", CSVW["columnReference"]) == ["yqmc"]
    assert values(found, f"{column}-target", CSVW["columnReference"]) == ["代码"]
    assert values(found, f"{column}-target", RDFS["label"]) == ["单位表"]
    assert values(said({"foreign_key": "代码"}), f"{R1}/dictionary.csvw", CSVW["foreignKey"]) == []
    assert FREQUENCY["DAILY"].value in values(found, column, PORTAL.st["itemUpdateFrequency"])


def test_code_list_is_a_scheme() -> None:
    found, scheme = said(ITEM), f"{R1}#column-1-codes"
    assert values(found, f"{R1}#column-1", DCT["conformsTo"]) == [scheme]
    assert values(found, scheme, DCT["title"]) == ["GB/T 2260"]
    told = [(values(found, f"{scheme}-{n}", SKOS["notation"]), values(found, f"{scheme}-{n}", SKOS["prefLabel"])) for n in (1, 2)]  # fmt: skip
    assert told == [(["1"], ["男"]), (["2"], ["女"])]
    bare = said({"codes": "1\n\n2\t"})
    assert values(bare, scheme, DCT["title"]) == ["代码表"]
    assert values(bare, f"{scheme}-2", SKOS["prefLabel"]) == ["2"]
    assert values(said({"title": "性别", "codes": "1"}), scheme, DCT["title"]) == ["性别"]


@pytest.mark.parametrize("length", ["", None, "8,2", "不限", "-1"])
def test_length_that_is_no_count_is_no_greatest_length(length: str | None) -> None:
    found = said({"data_type": "C", "length": length})
    assert values(found, f"{R1}#column-1-datatype", CSVW["maxLength"]) == []


@pytest.mark.parametrize("data_type", ["", None, "Z"])
def test_without_a_type_there_is_no_datatype(data_type: str | None) -> None:
    found = said({"data_type": data_type, "length": "8"})
    assert values(found, f"{R1}#column-1", CSVW["datatype"]) == []


@pytest.mark.parametrize(
    ("item", "keys"),
    [
        ({"name": "id", "title": "编号", "primary_key": "true"}, ["id"]),
        ({"title": "编号", "primary_key": True}, ["编号"]),
        ({"name": "id", "primary_key": "false"}, []),
        ({"name": "id"}, []),
    ],
)
def test_primary_key_is_named_by_its_column(item: dict[str, Any], keys: list[str]) -> None:
    assert values(said(item), DICTIONARY, CSVW["primaryKey"]) == keys


@pytest.mark.parametrize(
    ("flag", "wanted"), [("true", ["https://w3id.org/dpv#PersonalData"]), ("false", []), ("", [])]
)
def test_personal_data_are_marked(flag: str, wanted: list[str]) -> None:
    found = said({"title": "姓名", "personal_info": flag})
    assert values(found, f"{R1}#column-1", DPV["hasPersonalData"]) == wanted


def test_notes_say_what_is_doubted_and_since_when() -> None:
    notes = [
        {
            "text": "型号存疑",
            "since": "2024-05-05T00:00:00",
            "resource_id": "r1",
            "link": "https://portal.example/n/1",
        },
        {"text": "条目存疑", "since": None, "reporter": "somebody"},
    ]
    found = described(notes_in_doubt=notes).triples
    first, second = f"{D1}#note-1", f"{D1}#note-2"
    assert values(found, D1, DQV["hasQualityAnnotation"]) == [first, second]
    assert values(found, first, OA["hasTarget"]) == [R1]
    assert values(found, second, OA["hasTarget"]) == [D1]
    assert values(found, first, OA["bodyValue"]) == ["型号存疑"]
    assert values(found, first, DCT["issued"]) == ["2024-05-05T00:00:00Z"]
    assert values(found, first, RDFS["seeAlso"]) == ["https://portal.example/n/1"]
    assert values(found, second, DCT["issued"]) == values(found, second, RDFS["seeAlso"]) == []
    assert not any("somebody" in str(one) for one in found)
