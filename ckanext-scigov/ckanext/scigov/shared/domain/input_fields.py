"""What the inputs of an action look like, as JSON Schema, from what their validators say.

A validator says a part: that it takes a text, that it takes one of these, that the field is needed. The
parts of a field together are its schema. Nothing here knows a validator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]
Said: TypeAlias = Mapping[str, Any]

NEEDED = "needed"
"""What a validator says besides JSON Schema's own words: the field must be there."""
_SAMPLES: Mapping[str, Any] = {"integer": 1, "boolean": True, "object": {}, "array": []}
_FORMATS = {"date": "2026-09-24", "date-time": "2026-09-24T08:30:00+08:00", "binary": "@FILE"}


def field(said: Iterable[Said]) -> tuple[Schema, bool]:
    """Return the schema of one field, and whether a request needs it.

    What a later validator says of the same thing counts; what has a default is not needed.
    """
    merged: Schema = {}
    for one in said:
        merged.update(one)
    is_needed = bool(merged.pop(NEEDED, False)) and "default" not in merged
    return merged, is_needed


def of_object(fields: Mapping[str, Iterable[Said]]) -> Schema:
    """Return the schema of an object with these fields; others are let pass unread."""
    found = {name: field(said) for name, said in fields.items()}
    schema: Schema = {
        "type": "object",
        "properties": {name: one for name, (one, _) in found.items()},
    }
    if needed := [name for name, (_, is_needed) in found.items() if is_needed]:
        schema["required"] = needed
    return schema


def sample(schema: Said, name: str = "") -> Any:
    """Return a value that fits, to be written over: of an object its needed fields."""
    for words in ("examples", "enum"):
        if words in schema:
            return schema[words][0]
    if "anyOf" in schema:
        return sample(schema["anyOf"][0], name)
    kind = schema.get("type", "string")
    if kind == "object" and "properties" in schema:
        fields = schema["properties"]
        return {one: sample(fields[one], one) for one in schema.get("required", ())}
    if kind == "array":
        return [sample(schema.get("items", {}), name)]
    if kind in _SAMPLES:
        return schema.get("minimum", _SAMPLES[kind]) or _SAMPLES[kind]
    return _FORMATS.get(schema.get("format", ""), name.upper() or "TEXT")
