"""Mapping files with the catalogue's own fields, and those that are shipped with the connectors."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.intake.domain import mapping
from ckanext.scigov.intake.domain.mapping import Catalogue, Field, Kind, MappingFile

SHIPPED = "ckanext.scigov_harvesters"
"""The package whose folder ``mappings`` has them; read as files, never imported."""
ENDING = ".yaml"

FILLED_BY_PORTAL = frozenset(
    {"name", "owner_org", "private", "non_share_law", "non_open_law", "designated_agencies"}
)
"""Fields of an entry that the form has, and yet no mapping fills in: no source knows our ids."""
FILLED_BY_SOURCE = frozenset({"source_url"})
"""Not in the form, and yet a mapping's business."""
_KINDS = {
    "scigov_long_text": Kind.LONG_TEXT,
    "scigov_choice": Kind.CHOICE,
    "scigov_choices": Kind.CHOICES,
    "scigov_list": Kind.TEXTS,
    "scigov_automatic_list": Kind.TEXTS,
    "scigov_flag": Kind.FLAG,
    "scigov_date": Kind.DATE,
    "scigov_number": Kind.NUMBER,
}
_KINDS_BY_VALIDATOR = (
    ("scigov_catalogue_tag_string", Kind.TAGS),
    ("scigov_catalogue_url", Kind.ADDRESS),
    ("email_validator", Kind.EMAIL),
    # A code and its label on each line.
    ("scigov_catalogue_codes", Kind.LONG_TEXT),
    ("scigov_catalogue_level", Kind.CHOICE),
    ("scigov_catalogue_choice", Kind.CHOICE),
    ("scigov_catalogue_date", Kind.DATE),
)


def read(text: str) -> MappingFile:
    """Return what a mapping file says, checked against the catalogue's fields and vocabularies.

    Raises:
        MappingErrors: it cannot be used; every reason with its line.
    """
    return mapping.read(text, catalogue())


def shipped() -> list[str]:
    """Return the names of the mapping files that come with the connectors."""
    folder = _folder()
    if not folder.is_dir():
        return []
    return sorted(
        one.name.removesuffix(ENDING) for one in folder.iterdir() if one.name.endswith(ENDING)
    )


def text_of(name: str) -> str:
    """Return the text of a mapping file: of a shipped one by its name, of another by its path.

    Raises:
        FileNotFoundError: there is none.
        ValueError: it is no text in UTF-8.
    """
    path = Path(name)
    if path.is_file():
        return path.read_bytes().decode("utf-8-sig")
    if name in shipped():
        return (_folder() / f"{name}{ENDING}").read_bytes().decode("utf-8-sig")
    raise FileNotFoundError(name)


def _folder() -> Any:
    """Return the folder as ``importlib.resources`` gives it; its type moved between Pythons."""
    return resources.files(SHIPPED) / "mappings"


@functools.cache
def catalogue() -> Catalogue:
    """Return the fields of the schema, as mappings see them."""
    folder = resources.files(vocabularies.SCHEMAS)
    schema = yaml.safe_load((folder / "dataset.yaml").read_text(encoding="utf-8"))
    presets = yaml.safe_load((folder / "presets.yaml").read_text(encoding="utf-8"))["presets"]
    known = {one["preset_name"]: one["values"] for one in presets}
    fields = _fields(schema["dataset_fields"], known)
    for name in FILLED_BY_PORTAL:
        fields[name] = dataclasses.replace(fields[name], is_automatic=True)
    files = _fields(schema["resource_fields"], known)
    files["url"] = dataclasses.replace(files["url"], kind=Kind.ADDRESS)
    return Catalogue(fields, files)


def _fields(
    definitions: list[dict[str, Any]], presets: Mapping[str, dict[str, Any]]
) -> dict[str, Field]:
    found = (
        _field({**presets.get(one.get("preset", ""), {}), **one}, presets) for one in definitions
    )
    return {field.name: field for field in found}


def _field(definition: Mapping[str, Any], presets: Mapping[str, dict[str, Any]]) -> Field:
    name, form = definition["field_name"], definition.get("pattern")
    is_hidden = "form_snippet" in definition and definition["form_snippet"] is None
    subfields = definition.get("repeating_subfields", [])
    kind = _kind(definition)
    return Field(
        name,
        kind,
        codes=_codes(definition) if kind in (Kind.CHOICE, Kind.CHOICES) else (),
        longest=definition.get("max_length", 10_000),
        form=re.compile(form) if form else None,
        fields=_fields(subfields, presets),
        is_automatic=is_hidden and name not in FILLED_BY_SOURCE,
        is_required=bool(definition.get("required")),
    )


def _kind(definition: Mapping[str, Any]) -> Kind:
    if definition.get("repeating_subfields"):
        return Kind.ITEMS if definition["field_name"] == "data_items" else Kind.GROUP
    validators = str(definition.get("validators", "")).split()
    if "scigov_catalogue_license" in validators:
        return Kind.TEXT  # Licences of other vocabularies are kept as they are.
    for validator, kind in _KINDS_BY_VALIDATOR:
        if validator in validators and definition.get("preset") not in _KINDS:
            return kind
    return _KINDS.get(definition.get("preset", ""), Kind.TEXT)


def _codes(definition: Mapping[str, Any]) -> tuple[str, ...]:
    without = {"unclassified", *definition.get("without", ())}
    return tuple(
        code for code in vocabularies.codes(definition["vocabulary"]) if code not in without
    )
