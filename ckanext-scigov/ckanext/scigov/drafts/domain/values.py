"""What of a form is kept, and what of an earlier entry a new one begins with."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any, TypeAlias, cast

Values: TypeAlias = "dict[str, str | list[str]]"

MOST_FIELDS = 500
LONGEST_VALUE = 20_000
LONGEST_DICTIONARY = 1_000_000
OF_THE_FILE = frozenset({"data_items", "pasted_items"})
"""Inputs that describe the file that waits with a draft, and not the entry."""
MOST_VALUES = 200
OWN = frozenset(
    {
        "name", "issued", "modified", "retention_until", "temporal_coverage", "cstr", "doi",
        "registration_no", "registration_valid_until", "version", "version_notes", "resource_code",
        "identifier", "related_codes", "lifecycle_status", "retire_reason", "deprecated_at",
        "retired_at", "replaced_by", "project_no", "citation", "catalogue_profile", "source_portal",
        "source_id", "source_url", "source_values", "missing_fields", "demo_assigned",
        "no_resource_reason",
    }
)  # fmt: skip
"""Fields that are one entry's own: numbers, days, origin, where it stands in its life."""
OF_A_ROW = re.compile(r"^(\w+)-\d{1,3}-\w+$")


def kept(sent: Mapping[str, Any], names: Collection[str]) -> Values:
    """Return what is kept of a form that was sent: fields of the schema, emptied ones too.

    Args:
        sent: input name → a text or a list of texts; ``contact-0-email`` is of the field ``contact``.
        names: fields of the schema.
    """
    found: Values = {}
    for name, value in sent.items():
        row = OF_A_ROW.match(name)
        if (row[1] if row else name) not in names or len(found) == MOST_FIELDS:
            continue
        texts = cast("list[Any]", value) if isinstance(value, list) else [value]
        most = LONGEST_DICTIONARY if name in OF_THE_FILE else LONGEST_VALUE
        given = [str(text)[:most] for text in texts[:MOST_VALUES] if text is not None]
        if given:
            found[name] = given if len(given) > 1 else given[0]
    return found


def is_of_file(name: str) -> bool:
    return name.split("-", 1)[0] in OF_THE_FILE


def copied(entry: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return what a new entry takes over from an earlier one: all that is not its own."""
    return {
        name: value
        for name, value in entry.items()
        if name in names and name not in OWN and value not in ("", None, [])
    }


def title_of(values: Mapping[str, Any]) -> str:
    """Return what a draft is called in lists; may be empty."""
    title = values.get("title")
    return title.strip()[:200] if isinstance(title, str) else ""
