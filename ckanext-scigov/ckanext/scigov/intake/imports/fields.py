"""The fields that a column of a sheet may be: of an entry, and of a data item; read from the schema."""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from types import MappingProxyType
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import labels, reading
from ckanext.scigov.catalogue.vocabularies import SCHEMAS
from ckanext.scigov.intake.domain import cell_values
from ckanext.scigov.intake.domain.column_matching import Target
from ckanext.scigov.tables import known_items

SOURCE_ID, SOURCE_URL = "source_id", "source_url"
NOT_BY_SHEET = frozenset({"owner_org", "name", "non_share_law", "non_open_law"})
"""The import says the provider; addresses are made; laws are written into the bases."""
GROUPS = frozenset({"contact", "temporal_coverage", "spatial_coverage"})
OF_RESOURCE = ("url", "name", "format")
RESOURCE = "resource."
RESOURCE_LABEL: Mapping[str, str] = MappingProxyType({"zh_Hans_CN": "资源", "en": "Resource"})
DATE, FLAG, CHOICES, LIST = "scigov_date", "scigov_flag", "scigov_choices", "scigov_list"

Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """A field, what it is called, and how its cells are read."""

    name: str
    label: str
    """In the reader's language; it is one of its names."""
    names: tuple[str, ...]
    read: Read
    """Raises ``UnfitCell``."""
    is_required: bool = False
    is_day: bool = False
    has_several: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    """Codes with their labels in the reader's language."""
    about: str = ""

    @property
    def target(self) -> Target:
        return Target(self.name, self.names)


@dataclass(slots=True)
class _Synonyms:
    of: dict[str, list[str]] = field(default_factory=dict[str, "list[str]"])

    def names(self, name: str) -> list[str]:
        return self.of.get(name, [])


def of_entries() -> list[Field]:
    """Return the fields of an entry, in the form's order."""
    synonyms = _entry_headings()
    found = [
        one
        for given in reading.schema()["dataset_fields"]
        if _is_given(given)
        for one in _fields(given, synonyms)
    ]
    resource = [
        _field(given, synonyms, f"{RESOURCE}{name}", group=RESOURCE_LABEL)
        for name in OF_RESOURCE
        if (given := reading.resource_field(name)) is not None
    ]
    return [*found, *resource]


def of_items() -> list[Field]:
    """Return the fields of a data item."""
    synonyms = _Synonyms()
    for heading, name in known_items.words().headings.items():
        synonyms.of.setdefault(name, []).append(heading)
    items = reading.resource_field(reading.ITEMS) or {}
    found = [_field(one, synonyms) for one in items.get("repeating_subfields", ())]
    types = known_items.words().types
    return [_with_types(one, types) if one.name == "data_type" else one for one in found]


def _is_given(given: Mapping[str, Any]) -> bool:
    name = given["field_name"]
    is_automatic = "form_snippet" in given and given["form_snippet"] is None
    return name in (SOURCE_ID, SOURCE_URL) or not (is_automatic or name in NOT_BY_SHEET)


def _fields(given: Mapping[str, Any], synonyms: _Synonyms) -> Iterator[Field]:
    name = given["field_name"]
    if name not in GROUPS:
        yield _field(given, synonyms)
        return
    for one in given["repeating_subfields"]:
        yield _field(one, synonyms, f"{name}.{one['field_name']}", group=given["label"])


def _field(
    given: Mapping[str, Any],
    synonyms: _Synonyms,
    name: str = "",
    *,
    group: Mapping[str, str] | None = None,
) -> Field:
    name = name or given["field_name"]
    own: Mapping[str, str] = (
        given["label"] if isinstance(given["label"], Mapping) else {"": given["label"]}
    )
    if group:
        # 起 and 止 are no headings; 时间范围起 is.
        own = {one: f"{group.get(one, '')} {text}" for one, text in own.items()}
    label = labels.text(own)
    return Field(
        name=name,
        label=label,
        names=tuple(dict.fromkeys([*own.values(), name, *synonyms.names(name)])),
        read=_reader(given),
        is_required=bool(given.get("required")) and "default" not in given,
        is_day=given.get("preset") == DATE,
        has_several=given.get("preset") == CHOICES,
        choices=_choices(given),
        about=labels.text(given.get("help_text")),
    )


def _reader(given: Mapping[str, Any]) -> Read:
    preset = given.get("preset")
    if "vocabulary" in given or "choices" in given:
        codes = _codes(given)
        read = cell_values.choices if preset == CHOICES else cell_values.choice
        return functools.partial(read, codes=codes)
    by_preset: Mapping[Any, Read] = {
        DATE: cell_values.day,
        FLAG: cell_values.flag,
        LIST: cell_values.lines,
    }
    return by_preset.get(preset, str.strip)


def _codes(given: Mapping[str, Any]) -> dict[str, str]:
    return cell_values.listed(
        (str(one["value"]), _labels(one["label"])) for one in labels.choices(given)
    )


def _labels(label: Mapping[str, str] | str) -> list[str]:
    return [label] if isinstance(label, str) else list(label.values())


def _choices(given: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if given.get("preset") == FLAG:
        return (("true", tk._("Yes")), ("false", tk._("No")))
    if "vocabulary" not in given and "choices" not in given:
        return ()
    return tuple((str(one["value"]), labels.text(one["label"])) for one in labels.choices(given))


def _with_types(given: Field, types: Mapping[str, str]) -> Field:
    """Take the words of databases for types, too: varchar, 日期."""
    by_label = given.read

    def read(text: str) -> str:
        return types.get(text.strip().lower()) or by_label(text)

    return dataclasses.replace(given, read=read)


@functools.cache
def _read_headings() -> Mapping[str, tuple[str, ...]]:
    path = resources.files(SCHEMAS) / "dictionary" / "entry_headings.csv"
    found: dict[str, tuple[str, ...]] = {}
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")):
        found[row["field"]] = (*found.get(row["field"], ()), row["heading"])
    return MappingProxyType(found)


def _entry_headings() -> _Synonyms:
    return _Synonyms({name: list(headings) for name, headings in _read_headings().items()})
