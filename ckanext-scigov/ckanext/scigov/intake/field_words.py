"""What the fields are called that mappings and problems name: ``resources.data_items.title``, ``contact.email``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import labels, reading
from ckanext.scigov.intake.value_tables import EACH

PROVIDER, RESOURCES, ITEMS = "provider", "resources", "data_items"
Fields = Iterable[Mapping[str, Any]]


def label(name: str) -> str:
    """Return a field's label, with that of what it belongs to before it.

    A part is looked up where it stands: the name of a resource is not the name of an entry.
    """
    if name == PROVIDER:
        return tk._("Organization")
    return tk._(": ").join(_labels(name.split(".")))


def _labels(parts: list[str]) -> Iterator[str]:
    fields = _level(parts[0])
    for part in parts:
        found = next((one for one in fields if one["field_name"] == part), None)
        if part == RESOURCES:
            yield tk._("File or link")
            fields = reading.schema()["resource_fields"]
        elif part == EACH:
            yield tk._("one for each value")
        elif found is None:
            yield str(tk.h.scigov_catalogue_field_label(part))
        else:
            yield labels.text(found["label"])
            fields = found.get("repeating_subfields") or ()


def _level(first: str) -> Fields:
    """Return the fields among which a name begins; of data items a problem says no resource."""
    kind = "resource_fields" if first == ITEMS else "dataset_fields"
    return reading.schema()[kind]
