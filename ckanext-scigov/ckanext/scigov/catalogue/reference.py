"""Writes docs/metadata-fields.md from the schema: ``python -m ckanext.scigov.catalogue.reference``.

Needs neither CKAN nor a database; a test compares the page with what this would write.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from typing import Any

import yaml

from ckanext.scigov.catalogue.vocabularies import SCHEMAS, values

CHINESE = "zh_Hans_CN"
HEAD = """\
# Fields of an entry

Made from `schemas/dataset.yaml` by `python -m ckanext.scigov.catalogue.reference`; do not edit.
The rules between fields are in [catalogue](catalogue.md).

*use*: **M** mandatory for entries made by form or API (a harvested entry lists it as missing),
**C** when a rule asks for it, **A** filled in by the product, empty: optional. A default is used by
the form and, on creation, by the API.
"""
Field = Mapping[str, Any]


def load(name: str) -> dict[str, Any]:
    path = resources.files(SCHEMAS) / name
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def page() -> str:
    schema, presets = load("dataset.yaml"), load("presets.yaml")
    automatic = {
        preset["preset_name"]
        for preset in presets["presets"]
        if "form_snippet" in preset["values"] and preset["values"]["form_snippet"] is None
    }
    lines = [HEAD]
    for section in schema["sections"]:
        mine = [f for f in schema["dataset_fields"] if f["section"] == section["name"]]
        lines += _part(f"Dataset: {section['label'][CHINESE]}", mine, automatic)
    lines += _part("Resource", schema["resource_fields"], automatic)
    for field in [*schema["dataset_fields"], *schema["resource_fields"]]:
        if "repeating_subfields" in field:
            title = f"Rows of `{field['field_name']}`: {field['label'][CHINESE]}"
            lines += _part(title, field["repeating_subfields"], automatic)
    lines += _part("Provider (organisation)", load("organization.yaml")["fields"], automatic)
    lines += ["## Vocabularies", ""]
    for name in sorted(_vocabularies(schema)):
        codes = " · ".join(
            f"`{value['value']}` {value['label'][CHINESE]}" for value in values(name)
        )
        lines += [f"- **{name}**: {codes}"]
    return "\n".join(lines) + "\n"


def _part(title: str, fields: Iterable[Field], automatic: set[str]) -> list[str]:
    head = ["| field | 中文 | English | use | values |", "|---|---|---|---|---|"]
    rows = [
        f"| `{field['field_name']}` | {field['label'][CHINESE]} | {field['label']['en']} "
        f"| {_use(field, automatic)} | {_values(field)} |"
        for field in fields
    ]
    return [f"## {title}", "", *head, *rows, ""]


def _use(field: Field, automatic: set[str]) -> str:
    has_no_input = "form_snippet" in field and field["form_snippet"] is None
    if has_no_input or field.get("preset") in automatic:
        return "A"
    if "shown_when" in field and field.get("marked_required"):
        return "C"
    return "M" if field.get("required") or field.get("marked_required") else ""


def _values(field: Field) -> str:
    parts = []
    if "vocabulary" in field:
        parts.append(f"codes of *{field['vocabulary']}*")
    if "pattern" in field:
        parts.append(f"`{field['pattern']}`".replace("|", "\\|"))
    if "repeating_subfields" in field:
        parts.append("list of rows, see below")
    preset = field.get("preset", "")
    kind = {
        "scigov_choices": "list",
        "scigov_list": "list of texts",
        "scigov_automatic_list": "list of texts",
        "scigov_flag": "true or false",
        "scigov_date": "day, month or year",
        "scigov_number": "whole number",
    }.get(preset)
    if kind:
        parts.append(kind)
    if "default" in field:
        default = field["default"]
        shown = default if not isinstance(default, list) else ", ".join(default)
        parts.append(f"default `{str(shown).lower() if isinstance(default, bool) else shown}`")
    if "max_length" in field:
        parts.append(f"at most {field['max_length']} characters")
    return "; ".join(parts)


def _vocabularies(schema: Mapping[str, Any]) -> set[str]:
    def walk(fields: Iterable[Field]) -> Iterator[str]:
        for field in fields:
            if "vocabulary" in field:
                yield field["vocabulary"]
            yield from walk(field.get("repeating_subfields", ()))

    return {*walk(schema["dataset_fields"]), *walk(schema["resource_fields"])}


if __name__ == "__main__":
    sys.stdout.write(page())
