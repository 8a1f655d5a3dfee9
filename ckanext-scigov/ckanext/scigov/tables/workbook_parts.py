"""Which part of a workbook is which sheet: its table of contents, read without following entities."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any, NoReturn
from xml.parsers import expat

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
CONTENTS = (WORKBOOK, RELATIONS)


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return the name of each sheet with the part that holds it, in their order.

    Raises:
        ValueError: the table of contents cannot be read.
    """
    targets = {
        one.get("Id", ""): posixpath.normpath(posixpath.join("xl", one.get("Target", ""))).lstrip(
            "/"
        )
        for one in _elements(parts.get(RELATIONS, b""), "Relationship")
    }
    found: dict[str, str] = {}
    for one in _elements(parts.get(WORKBOOK, b""), "sheet"):
        relation = next((value for name, value in one.items() if name.endswith(":id")), "")
        found[one.get("name", "")] = targets.get(relation, "")
    return found


def _elements(text: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def begin(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser: Any = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.EntityDeclHandler = _no_entities
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return found


def _no_entities(*_args: object) -> NoReturn:
    raise ValueError("A workbook declares no entities.")
