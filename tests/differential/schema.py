"""What CKAN's schema.xml says about a field, read from the installed CKAN itself."""

from __future__ import annotations

import dataclasses
import fnmatch
import functools
import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path

KINDS = {
    "string": "string",
    "text": "text",
    "text_general": "text",
    "text_ngram": "substring",
    "int": "number",
    "date": "date",
}
CATCH_ALL = "text"


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """One field, or a pattern of fields."""

    pattern: str
    kind: str
    several: bool
    stored: bool


class Schema:
    """The fields and which of them are copied where."""

    def __init__(self, path: Path) -> None:
        fields = ET.parse(path).getroot()
        named = [_field(e) for e in fields.iter("field")]
        # Solr takes the longest pattern that fits; "*" fits everything.
        dynamic = sorted(
            (_field(e) for e in fields.iter("dynamicField")), key=lambda f: -len(f.pattern)
        )
        self._named = {field.pattern: field for field in named}
        self._dynamic = dynamic
        self._copies = [(e.get("source", ""), e.get("dest", "")) for e in fields.iter("copyField")]

    def field(self, name: str) -> Field:
        found = self._named.get(name)
        return found or next(f for f in self._dynamic if fnmatch.fnmatchcase(name, f.pattern))

    def copies_of(self, name: str) -> set[str]:
        """Return the fields that receive what is sent as ``name``: a copy is never copied on."""
        return {
            target
            for source, target in self._copies
            if fnmatch.fnmatchcase(name, source) and target != name
        }


def _field(element: ET.Element) -> Field:
    return Field(
        element.get("name", ""),
        # What is not indexed cannot be asked for.
        KINDS[element.get("type", "")] if element.get("indexed") == "true" else "stored",
        element.get("multiValued") == "true",
        element.get("stored") == "true",
    )


@functools.lru_cache(maxsize=1)
def ckans_schema() -> Schema:
    """Return the schema of the installed CKAN, without importing it."""
    found = importlib.util.find_spec("ckan")
    assert found
    assert found.origin
    return Schema(Path(found.origin).parent / "config" / "solr" / "schema.xml")
