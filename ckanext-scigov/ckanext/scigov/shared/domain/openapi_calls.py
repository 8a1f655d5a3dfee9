"""A call of an action to copy, and its inputs as rows of a table: what a page shows of a description."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.shared.domain.input_fields import Schema
from ckanext.scigov.shared.domain.openapi import Action, Site

TOKEN = "TOKEN"  # noqa: S105 (a word to be written over)


@dataclass(frozen=True, slots=True)
class Input:
    """One input; of objects in a list the name is written ``list[].name``.

    ``kind`` is text, whole, truth, day, moment, file, list, object or any.
    """

    name: str
    kind: str
    is_needed: bool
    default: Any
    choices: tuple[Any, ...]
    most: int | None


def curl(action: Action, site: Site) -> str:
    """Return the shortest call that is complete, with words in capitals to be written over."""
    address = f"{site.address}/api/3/action/{action.name}"
    given: dict[str, Any] = action.sample
    words = ["curl", *(["-G"] if action.is_read else []), address]
    if not action.is_public:
        words += ["-H", f"{site.token_header}: {TOKEN}"]
    if action.is_read:
        for name, value in given.items():
            words += ["--data-urlencode", f"{name}={_written(value)}"]
    elif action.uploads:
        for name, value in given.items():
            words += ["-F", f"{name}={_written(value)}"]
    else:
        words += ["-H", "Content-Type: application/json", "-d", _as_json(given)]
    return " ".join(shlex.quote(word) for word in words)


def inputs(schema: Schema, above: str = "") -> Iterator[Input]:
    """Yield the inputs of an object, those of the objects in a list after the list itself."""
    needed = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        yield Input(
            name=above + name,
            kind=_kind(one),
            is_needed=name in needed,
            default=one.get("default"),
            choices=tuple(one.get("enum", ())),
            most=one.get("maximum", one.get("maxLength")),
        )
        if one.get("type") == "array":
            yield from inputs(one.get("items", {}), f"{above}{name}[].")


def _kind(schema: Schema) -> str:
    if "anyOf" in schema:
        kinds = {_kind(one) for one in schema["anyOf"]}
        return "moment" if kinds == {"day", "moment"} else "any"
    formats = {"date": "day", "date-time": "moment", "binary": "file"}
    names = {"integer": "whole", "boolean": "truth", "array": "list", "object": "object"}
    kind = str(schema.get("type", "any"))
    return (
        formats.get(schema.get("format", ""), "text") if kind == "string" else names.get(kind, kind)
    )


def _written(value: Any) -> str:
    return value if isinstance(value, str) else _as_json(value)


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
