"""A complete entry and an empty one are described as they were looked at by people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from described import COMPLETE, CONCEPTS, D1, TABLE, described
from pyoxigraph import Triple

from ckanext.scigov.catalogue import reference
from ckanext.scigov.dcat.domain import reading
from ckanext.scigov.dcat.domain.names import DCT
from ckanext.scigov.dcat.domain.writing import FORMS, read

GOLDEN = Path(__file__).parent / "golden"
SCHEMA = reference.load("dataset.yaml")
# Who may have it, how it came in and what was left out of it is no reader's business.
NEVER_SAID = {
    "tag_string", "designated_agencies", "hide_entry", "hide_dictionary", "private", "missing_fields",
    "source_values", "demo_assigned",
}  # fmt: skip
NEVER_SAID_OF_RESOURCES = {"encoding_found", "hash_algorithm", "load_status"}


def golden(name: str) -> set[Triple]:
    text = (GOLDEN / f"{name}.ttl").read_text(encoding="utf-8")
    return set(read(text, FORMS["ttl"]))


@pytest.mark.parametrize(("name", "entry"), [("complete", COMPLETE), ("empty", {})])
def test_entry_is_described_as_in_the_file(name: str, entry: dict[str, Any]) -> None:
    written, wanted = set(described(entry).triples), golden(name)
    assert (written - wanted, wanted - written) == (set(), set())


def names_of(fields: list[dict[str, Any]]) -> set[str]:
    return {field["field_name"] for field in fields}


def without(values: dict[str, Any], name: str) -> dict[str, Any]:
    return {field: value for field, value in values.items() if field != name}


@pytest.mark.parametrize(
    "name", sorted(names_of(SCHEMA["dataset_fields"]) - NEVER_SAID - {"owner_org"})
)
def test_every_field_of_an_entry_says_something(name: str) -> None:
    assert set(described(without(COMPLETE, name)).triples) != set(described(COMPLETE).triples)


@pytest.mark.parametrize(
    "name", sorted(names_of(SCHEMA["resource_fields"]) - NEVER_SAID_OF_RESOURCES)
)
def test_every_field_of_a_resource_says_something(name: str) -> None:
    fewer = {**COMPLETE, "resources": [without(one, name) for one in COMPLETE["resources"]]}
    assert set(described(fewer).triples) != set(described(COMPLETE).triples)


def test_every_field_of_a_data_item_says_something() -> None:
    (part,) = (one for one in SCHEMA["resource_fields"] if one["field_name"] == "data_items")
    whole = set(described(resources=[TABLE]).triples)
    for name in names_of(part["repeating_subfields"]):
        items = [without(one, name) for one in TABLE["data_items"]]
        assert set(described(resources=[{**TABLE, "data_items": items}]).triples) != whole, name


@pytest.mark.parametrize("name", sorted(NEVER_SAID))
def test_what_is_no_readers_business_is_not_said(name: str) -> None:
    assert described({**COMPLETE, name: ["true"]}).triples == described(COMPLETE).triples


def test_golden_entry_is_read_as_it_was_written() -> None:
    found = reading.entry(reading.Document(golden("complete")), D1, CONCEPTS)
    assert found["contact"] == [
        {
            "name": "资源处", "email": "a@portal.example", "phone": "010-12345678;ext=801",
            "url": "https://portal.example/x",
        },
        {"name": "值班室", "email": "b@portal.example"},
    ]  # fmt: skip
    assert found["temporal_coverage"] == [
        {"start": "2020-01-01", "end": "2023-12-31"},
        {"start": "2024-01-01"},
    ]
    assert found["spatial_coverage"] == [
        {"text": "浙江", "uri": "https://place.example/33"}, {"text": "杭州市", "uri": "330100"},
    ]  # fmt: skip
    assert [one["id"] for one in found["resources"]] == ["r1", "r2", "r3"]


def test_publisher_stands_at_its_own_address() -> None:
    said = described(COMPLETE)
    assert said.provider == "kjj"
    publisher = Triple(*(next(one for one in said.triples if one.predicate == DCT["publisher"])))
    assert publisher.object.value == "https://portal.example/organization/kjj"  # type: ignore[union-attr]
