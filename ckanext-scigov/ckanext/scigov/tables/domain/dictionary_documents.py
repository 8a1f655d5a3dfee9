"""A dictionary in the forms that other programs read: Frictionless Table Schema, CSVW, a sheet.

Sources: Frictionless Data Table Schema v1; W3C Metadata Vocabulary for Tabular Data (2015).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias, cast

from ckanext.scigov.catalogue.domain.codes import Code, readable

Item: TypeAlias = Mapping[str, Any]
Document: TypeAlias = "dict[str, Any]"

CSVW_CONTEXT = "http://www.w3.org/ns/csvw"
OWN = (
    "precision",
    "unit",
    "update_frequency",
    "code_list",
    "security_level",
    "share_type",
    "open_type",
)
"""Fields of ours that Table Schema has no word for; they stand there behind ``st:``."""
SEPARATORS = re.compile(r"[,，、]")
TEXTS = frozenset("CMG")
WHOLE = re.compile(r"[+-]?\d{1,18}")


def table_schema(items: Sequence[Item], types: Mapping[str, str]) -> Document:
    """Return a Table Schema; ``types`` has its name for each of our types."""
    schema: Document = {"fields": [_field(item, types) for item in items]}
    keys = _keys(items)
    if keys:
        schema["primaryKey"] = keys
    missing = sorted({text for item in items for text in values_of(item.get("missing_values"))})
    if missing:
        schema["missingValues"] = ["", *missing]
    return schema


def _field(item: Item, types: Mapping[str, str]) -> Document:
    known = {
        "name": item.get("name"),
        "title": item.get("title"),
        "type": types.get(str(item.get("data_type") or ""), "any"),
        "description": item.get("description"),
        "categories": _categories(item, types),
        "constraints": dict(_constraints(item)),
        **{f"st:{name}": item.get(name) for name in OWN},
    }
    return _given(known)


def _constraints(item: Item) -> Iterator[tuple[str, Any]]:
    for name in ("required", "unique"):
        if _is_true(item.get(name)):
            yield name, True
    if item.get("length") and item.get("data_type") in TEXTS:
        yield "maxLength", int(item["length"])
    for name, ours in (("minimum", "range_min"), ("maximum", "range_max"), ("pattern", "pattern")):
        if item.get(ours):
            yield name, item[ours]
    listed = [code.value for code in readable(item.get("codes"))]
    if allowed := listed or values_of(item.get("enum")):
        yield "enum", allowed


def _categories(item: Item, types: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the code list in Table Schema's words (v2), which has it for texts and whole numbers."""
    codes = readable(item.get("codes"))
    ours = types.get(str(item.get("data_type") or ""), "any")
    if ours not in ("string", "integer"):
        return []
    return [_given({"value": _typed(code.value, ours), "label": code.label}) for code in codes]


def _typed(value: str, table_schema_type: str) -> str | int:
    is_whole = table_schema_type == "integer" and WHOLE.fullmatch(value)
    return int(value) if is_whole else value


def csvw(items: Sequence[Item], types: Mapping[str, str], address: str) -> Document:
    """Return the metadata document of a table at ``address``; ``types`` has CSVW's names."""
    schema: Document = {"columns": [_column(item, types) for item in items]}
    keys = _keys(items)
    if keys:
        schema["primaryKey"] = keys
    return {"@context": [CSVW_CONTEXT, {"@language": "zh"}], "url": address, "tableSchema": schema}


def _column(item: Item, types: Mapping[str, str]) -> Document:
    ours = str(item.get("data_type") or "")
    is_text = ours in TEXTS
    datatype = _given({
        "base": types.get(ours, "string"),
        "maxLength": int(item["length"]) if item.get("length") and is_text else None,
        "format": item.get("pattern") if is_text else None,
        "minimum": None if is_text else item.get("range_min"),
        "maximum": None if is_text else item.get("range_max"),
    })  # fmt: skip
    column = {
        "name": item.get("name"),
        "titles": item.get("title"),
        "datatype": datatype,
        "dc:description": item.get("description"),
        "null": ["", *values_of(item.get("missing_values"))]
        if item.get("missing_values")
        else None,
        "required": True if _is_true(item.get("required")) else None,
        "dc:conformsTo": _scheme(readable(item.get("codes"))),
    }
    return _given(column)


def _scheme(codes: Sequence[Code]) -> Document | None:
    """Return the code list as a scheme of concepts: CSVW has no word of its own for one."""
    concepts = [_given({"skos:notation": c.value, "skos:prefLabel": c.label}) for c in codes]
    return {"@type": "skos:ConceptScheme", "skos:hasTopConcept": concepts} if concepts else None


def code_sheet(items: Sequence[Item]) -> list[list[str]]:
    """Return field name, title, value and label of every code of every item."""
    return [
        [_text(item.get("name")), _text(item.get("title")), code.value, code.label]
        for item in items
        for code in readable(item.get("codes"))
    ]


def sheet(items: Sequence[Item], headings: Mapping[str, str]) -> list[list[str]]:
    """Return a row of headings and one for each item; columns in which nothing stands are left out."""
    names = [name for name in headings if any(item.get(name) for item in items)]
    rows = [[_text(item.get(name)) for name in names] for item in items]
    return [[headings[name] for name in names], *rows]


def values_of(value: Any) -> list[str]:
    """Return the values that a field lists, be they a list or one text."""
    given = _listed(value) if _is_list(value) else SEPARATORS.split(str(value or ""))
    return [text for one in given if (text := str(one).strip())]


def _keys(items: Sequence[Item]) -> list[str]:
    return [str(item.get("name")) for item in items if _is_true(item.get("primary_key"))]


def _is_true(value: Any) -> bool:
    return str(value).lower() == "true"


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple))


def _listed(value: Any) -> list[Any]:
    return list(cast("list[Any]", value))


def _text(value: Any) -> str:
    if _is_list(value):
        return ",".join(str(one) for one in _listed(value))
    if isinstance(value, bool):
        return "是" if value else ""
    return str(value or "")


def _given(values: Mapping[str, Any]) -> Document:
    return {name: value for name, value in values.items() if value not in (None, "", {}, [])}
