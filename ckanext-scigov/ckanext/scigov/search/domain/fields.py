"""What CKAN's Solr schema says about each field: how it is compared, whether it comes back.

CKAN's own code and every extension write queries against that schema, so it is the contract;
``tests/domain/search`` compares this table with the schema.xml of the installed CKAN.
"""

from __future__ import annotations

import datetime as dt
import enum
import fnmatch
import functools
from types import MappingProxyType
from typing import Any

from ckanext.scigov.search.domain.dates import as_solr, parse_date


class Kind(str, enum.Enum):
    """How a field's values are compared."""

    STRING = "string"
    TEXT = "text"
    SUBSTRING = "substring"
    DATE = "date"
    NUMBER = "number"
    STORED = "stored"


TEXT_FIELDS = frozenset(
    [
        "title",
        "notes",
        "author",
        "author_email",
        "maintainer",
        "maintainer_email",
        "res_name",
        "res_description",
        "text",
        "urls",
        "depends_on",
        "dependency_of",
        "derives_from",
        "has_derivation",
        "links_to",
        "linked_from",
        "child_of",
        "parent_of",
    ]
)
NUMBER_FIELDS = frozenset(
    ["views_total", "views_recent", "resources_accessed_total", "resources_accessed_recent"]
)
DATE_FIELDS = frozenset({"metadata_created", "metadata_modified", "indexed_ts"})
SUBSTRING_FIELDS = MappingProxyType({"title_ngram": "title", "name_ngram": "name"})
DOCUMENTS = ("data_dict", "validated_data_dict")

STORED_FIELDS = frozenset(
    [
        "index_id",
        "id",
        "site_id",
        "title",
        "entity_type",
        "dataset_type",
        "state",
        "name",
        "revision_id",
        "version",
        "url",
        "ckan_url",
        "download_url",
        "notes",
        "author",
        "author_email",
        "maintainer",
        "maintainer_email",
        "license",
        "license_id",
        "tags",
        "groups",
        "organization",
        "capacity",
        "res_name",
        "res_description",
        "res_format",
        "res_url",
        "res_type",
        "metadata_created",
        "metadata_modified",
        "indexed_ts",
        "data_dict",
        "validated_data_dict",
        "_version_",
    ]
)
STORED_PATTERNS = ("*_date", "extras_*", "res_extras_*", "vocab_*")
LIST_FIELDS = frozenset(
    ["tags", "groups", "res_name", "res_description", "res_format", "res_url", "res_type"]
)
LIST_PATTERNS = ("res_extras_*", "vocab_*")

URL_FIELDS = ("url", "ckan_url", "download_url", "res_url")
CATCH_ALL_FIELDS = [
    "title",
    "name",
    "tags",
    "organization",
    "groups",
    "license",
    "res_name",
    "res_description",
    "maintainer",
    "author",
    "urls",
    "notes",
    "text",
]
CATCH_ALL_PATTERNS = ("extras_*", "res_extras_*", "vocab_*")

REMEMBERED = 4096
"""Names of fields: a site has some hundred, and each is asked about for every document."""


_KINDS = MappingProxyType(
    {
        **dict.fromkeys(TEXT_FIELDS, Kind.TEXT),
        **dict.fromkeys(NUMBER_FIELDS, Kind.NUMBER),
        **dict.fromkeys(DATE_FIELDS, Kind.DATE),
        **dict.fromkeys(SUBSTRING_FIELDS, Kind.SUBSTRING),
        **dict.fromkeys(DOCUMENTS, Kind.STORED),
    }
)


@functools.lru_cache(REMEMBERED)
def kind_of(field: str) -> Kind:
    """Return how ``field`` is compared; unknown names are strings, as in CKAN's schema."""
    kind = _KINDS.get(field)
    if kind is not None:
        return kind
    # Of patterns that fit, Solr takes the longest: extras_birth_date is text, vocab_birth_date a
    # string.
    if field.startswith(("extras_", "res_extras_")):
        return Kind.TEXT
    return Kind.DATE if field.endswith("_date") and not field.startswith("vocab_") else Kind.STRING


@functools.lru_cache(REMEMBERED)
def is_stored(field: str) -> bool:
    """Say whether an answer may hold ``field``."""
    return field in STORED_FIELDS or _matches(field, STORED_PATTERNS)


@functools.lru_cache(REMEMBERED)
def is_list(field: str) -> bool:
    """Say whether ``field`` comes back as a list even with one value."""
    return field in LIST_FIELDS or _matches(field, LIST_PATTERNS)


@functools.lru_cache(REMEMBERED)
def is_in_catch_all(field: str) -> bool:
    """Say whether words of ``field`` are found without naming the field."""
    return field in CATCH_ALL_FIELDS or _matches(field, CATCH_ALL_PATTERNS)


def _matches(field: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(field, pattern) for pattern in patterns)


def canonical(field: str, value: Any) -> str | None:
    """Return ``value`` in the form whose byte order is the order of the values.

    None means that the value cannot be one of this field's.
    """
    kind = kind_of(field)
    if kind is Kind.DATE:
        moment = value if isinstance(value, dt.datetime) else parse_date(str(value))
        return as_solr(moment, fixed=True) if moment else None
    if kind is Kind.NUMBER:
        return _sortable_number(str(value))
    return as_text(value)


def missing_value(field: str) -> str | None:
    """Return the canonical value a document without one is sorted by: zero, as Solr has it.

    None where documents without the field come last.
    """
    zeros = {Kind.NUMBER: 0, Kind.DATE: dt.datetime.fromtimestamp(0, tz=dt.timezone.utc)}
    zero = zeros.get(kind_of(field))
    return None if zero is None else canonical(field, zero)


def as_text(value: Any) -> str:
    """Return ``value`` as Solr would store it in a string field."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def readable(field: str, stored: str) -> str:
    """Undo ``canonical`` for showing a facet's value."""
    if kind_of(field) is Kind.NUMBER:
        number = int(stored[1:])
        return str(number if stored[0] == "1" else number - _OFFSET)
    return stored


_OFFSET = 10**19
_LIMIT = 2**63


def _sortable_number(value: str) -> str | None:
    try:
        number = int(value)
    except ValueError:
        return None
    if not -_LIMIT <= number < _LIMIT:
        return None
    return f"1{number:019d}" if number >= 0 else f"0{number + _OFFSET:019d}"
