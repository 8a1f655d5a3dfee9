"""Data items stand in their order, each with the type that readers of CSV on the Web know; notes say what is doubted."""

from __future__ import annotations

from typing import Any

import pytest
from described import D1, LISTS, described, values
from pyoxigraph import Triple

from ckanext.scigov.dcat.domain.dictionary import BASES
from ckanext.scigov.dcat.domain.names import CSVW, DCT, DPV, DQV, OA, RDF, RDFS, TYPE

R1 = f"{D1}/resource/r1"
SCHEMA = f"{R1}/dictionary.csvw"


def said(*items: dict[str, Any]) -> tuple[Triple, ...]:
    return described(resources=[{"id": "r1", "data_items": list(items)}]).triples


def test_columns_stand_in_their_order() -> None:
    found = said({"title": "甲"}, {"title": "乙"})
    assert values(found, R1, DCT["conformsTo"]) == [SCHEMA]
    assert values(found, SCHEMA, CSVW["column"]) == [f"{R1}#columns-1"]
    assert values(found, f"{R1}#columns-1", RDF["first"]) == [f"{R1}#column-1"]
    assert values(found, f"{R1}#columns-1", RDF["rest"]) == [f"{R1}#columns-2"]
    assert values(found, f"{R1}#columns-2", RDF["first"]) == [f"{R1}#column-2"]
    assert values(found, f"{R1}#columns-2", RDF["rest"]) == [RDF["nil"].value]
    assert values(found, f"{R1}#column-2", CSVW["title"]) == ["乙"]


@pytest.mark.parametrize("items", [[], None])
def test_without_items_there_is_no_dictionary(items: list[Any] | None) -> None:
    found = described(resources=[{"id": "r1", "data_items": items}]).triples
    assert values(found, R1, DCT["conformsTo"]) == []
    assert values(found, SCHEMA, TYPE) == []


def test_types_are_those_of_the_schema() -> None:
    assert dict(BASES) == {one["value"]: one["csvw"] for one in LISTS["item_data_type"]}


def test_datatype_holds_what_a_cell_may_be() -> None:
    item = {
        "data_type": "I",
        "length": "8",
        "pattern": "[0-9]+",
        "range_min": "1",
        "range_max": "9",
    }
    found, node = said(item), f"{R1}#column-1-datatype"
    assert values(found, f"{R1}#column-1", CSVW["datatype"]) == [node]
    said_of_it = {
        name: values(found, node, CSVW[name])
        for name in ("base", "maxLength", "format", "minimum", "maximum")
    }
    assert said_of_it == {
        "base": ["integer"], "maxLength": ["8"], "format": ["[0-9]+"], "minimum": ["1"], "maximum": ["9"],
    }  # fmt: skip


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
    assert values(said(item), SCHEMA, CSVW["primaryKey"]) == keys


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
