"""JSON Schema out of what validators say."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.scigov.shared.domain.input_fields import field, of_object, sample

NEEDED, TEXT = {"needed": True}, {"type": "string"}


@pytest.mark.parametrize(
    ("said", "schema", "is_needed"),
    [
        ([], {}, False),
        ([TEXT, {}], {"type": "string"}, False),
        ([TEXT, NEEDED], {"type": "string"}, True),
        ([TEXT, {"maxLength": 9}, {"maxLength": 5}], {"type": "string", "maxLength": 5}, False),
        ([{"default": 0}, NEEDED, {"minimum": 0}], {"default": 0, "minimum": 0}, False),
    ],
)
def test_field(said: list[Any], schema: dict[str, Any], *, is_needed: bool) -> None:
    assert field(said) == (schema, is_needed)


def test_object_with_and_without_needed_fields() -> None:
    assert of_object({"id": [TEXT, NEEDED], "note": [TEXT]}) == {
        "type": "object",
        "properties": {"id": {"type": "string"}, "note": {"type": "string"}},
        "required": ["id"],
    }
    assert of_object({}) == {"type": "object", "properties": {}}


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string"}, "BOOK"),
        ({"type": "string", "format": "date"}, "2026-09-24"),
        ({"type": "string", "enum": ["lent", "here"]}, "lent"),
        ({"type": "string", "examples": ["shelf 3"]}, "shelf 3"),
        ({"type": "integer", "minimum": 0}, 1),
        ({"type": "integer", "minimum": 7}, 7),
        ({"type": "boolean"}, True),
        ({"type": "object"}, {}),
        ({"anyOf": [{"type": "integer"}, TEXT]}, 1),
        ({"type": "array", "items": {"type": "string"}}, ["BOOK"]),
        ({"type": "array"}, ["BOOK"]),
        (of_object({"id": [TEXT, NEEDED], "note": [TEXT]}), {"id": "ID"}),
    ],
)
def test_sample_fits(schema: dict[str, Any], value: Any) -> None:
    assert sample(schema, "book") == value


def test_sample_of_what_has_no_name() -> None:
    assert sample({}) == "TEXT"
