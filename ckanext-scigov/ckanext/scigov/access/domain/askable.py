"""Which fields of the search index anybody may ask about.

What a search matches, counts, sorts by and gives back tells what a field holds. Lists of fields
(``fl``, ``facet.field``, ``sort``, ``qf``) name what is allowed; in queries, which are free text,
fields of addresses, checksums, sizes and labels are refused and unknown ones find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

SHOWN = frozenset({
    "id", "name", "title", "notes", "version", "author", "maintainer", "license", "license_id",
    "tags", "groups", "organization", "owner_org", "capacity", "state", "dataset_type",
    "entity_type", "site_id", "index_id", "metadata_created", "metadata_modified", "score",
    "res_name", "res_description", "res_format", "res_type",
})  # fmt: skip
CATALOGUE = frozenset({
    "authoritative_source", "business_item", "catalogue_profile", "category_class", "category_item",
    "category_subitem", "collection_method", "created_month", "data_centre", "data_domain", "data_form", "data_grade", "data_kind",
    "data_medium", "data_structure", "data_subkind", "hide_dictionary", "issued",
    "lifecycle_status", "missing_fields", "modified", "non_electronic", "open_type",
    "personal_info",
    "project_no", "registration_valid_until", "retention_until", "secrecy_level", "security_level",
    "sensitivity", "share_channel", "share_type", "source_portal", "source_system",
    "spatial_coverage", "st_topic", "theme", "update_cycle",
})  # fmt: skip
HARVEST = frozenset({"frequency", "source_type", "harvest_source_id", "harvest_source_title"})
KEYS = frozenset({
    "title_string", "views_total", "views_recent", "resources_accessed_total",
    "resources_accessed_recent",
})  # fmt: skip
"""What answers are sorted by besides."""
WORDS = frozenset({"text", "title_ngram", "name_ngram"})
"""What queries look through besides."""
VOCABULARY = re.compile(r"vocab_\w+")
DATE = re.compile(r"\w+_date")

CLOSED = frozenset({
    "permission_labels", "data_dict", "validated_data_dict", "urls", "hash", "hash_algorithm", "size",
    "row_count", "guid", "source_id", "data_items", "access_services", "harvest_object_id",
})  # fmt: skip
ADDRESS = re.compile(r"(?:\w*_)?(?:url|uri|urls|uris|path|hash|endpoint\w*)")
PREFIXES = ("res_extras_", "extras_", "res_")
FUNCTIONS = ("bf", "boost")
"""Arithmetic over any field, and nothing that the portal needs."""

LISTS: Mapping[str, frozenset[str]] = {
    "fl": SHOWN | CATALOGUE | HARVEST,
    "facet.field": SHOWN | CATALOGUE | HARVEST,
    "sort": SHOWN | CATALOGUE | HARVEST | KEYS,
    "qf": SHOWN | CATALOGUE | HARVEST | WORDS,
}
QUERIES = ("q", "fq", "fq_list")
QUOTED = re.compile(r"\\(.)|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
ASKED = re.compile(r"([\w.*?-]+)\s*:")


def refused(parameters: Mapping[str, Any]) -> str | None:
    """Return the first field or parameter that a search may not name, or None."""
    for name in FUNCTIONS:
        if parameters.get(name):
            return name
    for name, allowed in LISTS.items():
        for field in _listed(name, parameters.get(name)):
            if not _is_listed(field, allowed):
                return field
    for name in QUERIES:
        for text in _texts(parameters.get(name)):
            for field in fields_of(text):
                if is_closed(field):
                    return field
    return None


def is_closed(field: str) -> bool:
    """Say whether a query may not look into a field."""
    if field in ("*", ""):
        return False
    if "*" in field or "?" in field:
        return True
    bare = _bare(field)
    return bare in CLOSED or field in CLOSED or ADDRESS.fullmatch(bare) is not None


def fields_of(query: str) -> Iterator[str]:
    """Yield the fields that a query names; inside of quotes there are none."""
    plain = QUOTED.sub(_unescaped, query)
    yield from (found[1] for found in ASKED.finditer(plain))


def _unescaped(found: re.Match[str]) -> str:
    character = found[1] or ""
    # ``perm\\ission_labels`` is the field without the backslash.
    return character if re.fullmatch(r"\w", character) else " "


def _bare(field: str) -> str:
    for prefix in PREFIXES:
        if field.startswith(prefix):
            return field[len(prefix) :]
    return field


def _is_listed(field: str, allowed: frozenset[str]) -> bool:
    if field in allowed or VOCABULARY.fullmatch(field) or DATE.fullmatch(field):
        return True
    return field.startswith("extras_") and field.removeprefix("extras_") in CATALOGUE


def _listed(parameter: str, value: Any) -> Iterator[str]:
    """Yield the names in a list of fields, however CKAN takes it."""
    for text in _texts(value):
        for part in re.split(r"[,]" if parameter == "sort" else r"[,\s]+", text):
            name = part.split()[0] if part.split() else ""
            name = name.split("^")[0] if parameter == "qf" else name
            if name and name not in ("rank", "None"):
                yield name


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple)):
        for one in cast("list[Any]", value):
            yield from _texts(one)
    elif value is not None:
        yield str(value)
