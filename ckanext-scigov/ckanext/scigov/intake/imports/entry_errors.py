"""What CKAN says of an entry, as sentences by field: of a group with dots, of the resource too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.scigov.intake.imports.fields import GROUPS, RESOURCE

TAGS = {"tags": "tag_string"}


def by_field(errors: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Yield field and sentences."""
    for name, found in errors.items():
        if name in GROUPS:
            yield from _of_rows(f"{name}.", name, found)
        elif name == "resources":
            yield from _of_rows(RESOURCE, name, found)
        else:
            yield TAGS.get(name, name), list(_texts(found))


def _of_rows(prefix: str, name: str, found: Any) -> Iterator[tuple[str, list[str]]]:
    for row in found if isinstance(found, list) else [found]:
        if not isinstance(row, Mapping):
            yield name, [str(row)]
            continue
        for part, texts in row.items():
            yield f"{prefix}{part}", list(_texts(texts))


def _texts(found: Any) -> Iterator[str]:
    """Yield the sentences of what may be a text, a list, or objects of them."""
    if isinstance(found, Mapping):
        for one in found.values():
            yield from _texts(one)
    elif isinstance(found, list):
        for one in found:
            yield from _texts(one)
    else:
        yield str(found)
