"""Turn a document that CKAN sends to the index into the row that is stored.

Follows CKAN's Solr schema: which fields are copied into the catch-all, what comes back, what is
compared how. Empty values are left out, as pysolr does.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from ckanext.scigov.search.domain import fields as schema
from ckanext.scigov.search.domain.dates import as_solr, parse_date
from ckanext.scigov.search.domain.fields import Kind, kind_of
from ckanext.scigov.search.domain.pinyin import sort_key
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.domain.vectors import SEPARATOR, WEIGHTS, Vector

MAX_TERM = 1000
"""Longer strings are no filter anybody types; they are kept, returned and searched as text."""

URLS = "urls"
"""Receives the words of all addresses."""

EXACT_COLUMNS = ("id", "name", "site_id", "entity_type", "dataset_type", "state", "capacity")
"""String fields with one value that are asked for by nearly every search."""
DATE_COLUMNS = ("metadata_created", "metadata_modified")
OWN_COLUMNS = frozenset(("index_id", *EXACT_COLUMNS, *DATE_COLUMNS))
"""Fields that ``terms`` leaves out: every string in it is read when facets are counted."""


class InvalidDocumentError(ValueError):
    """The document has no key or a value that its field cannot hold."""


def row_of(document: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    """Return the columns of ``SearchDocument`` for one document."""
    values = {field: found for field, value in document.items() if (found := _values(value))}
    if not values.get("index_id"):
        raise InvalidDocumentError("The document has no index_id.")
    values["indexed_ts"] = [now]
    title = _first(values, "title") or ""
    return {
        "index_id": schema.as_text(values["index_id"][0]),
        **{key: _first(values, key) for key in EXACT_COLUMNS},
        "title": folded(title),
        "title_key": sort_key(_first(values, "title_string") or title),
        **{key: _moment(values, key) for key in DATE_COLUMNS},
        "permission_labels": [schema.as_text(v) for v in values.pop("permission_labels", [])],
        "terms": list(dict.fromkeys(_terms(values))),
        "fields": sorted({*values, *(URLS for field in schema.URL_FIELDS if field in values)}),
        "words": str(_words(values)),
        "field_words": str(_field_words(values)),
        "stored": _stored(values),
        **{key: _first(values, key) for key in schema.DOCUMENTS},
    }


def _values(value: Any) -> list[Any]:
    """Return the single values of a field; what is nested goes in as its JSON."""
    several = cast("list[Any]", value) if isinstance(value, (list, tuple, set)) else (value,)
    return [_single(one) for one in several if one is not None and one != ""]


def _single(value: Any) -> Any:
    if isinstance(value, str):
        # PostgreSQL's text cannot hold NUL.
        return value.replace("\x00", "")
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


def _first(values: Mapping[str, list[Any]], field: str) -> str | None:
    return schema.as_text(values[field][0]) if values.get(field) else None


def _moment(values: Mapping[str, list[Any]], field: str) -> dt.datetime | None:
    if not values.get(field):
        return None
    value = values[field][0]
    moment = value if isinstance(value, dt.datetime) else parse_date(str(value))
    if moment is None:
        raise InvalidDocumentError(f"'{value}' is no date, and {field} holds dates.")
    # Milliseconds, as Solr keeps them: what is returned and what is compared are one value.
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _terms(values: Mapping[str, list[Any]]) -> Iterator[str]:
    for field, found in values.items():
        if field in OWN_COLUMNS or kind_of(field) not in (Kind.STRING, Kind.DATE, Kind.NUMBER):
            continue
        for value in found:
            term = schema.canonical(field, value)
            if term is None:
                raise InvalidDocumentError(f"'{value}' does not fit the field {field}.")
            if len(term) <= MAX_TERM:
                yield f"{field}={term}"


def _words(values: Mapping[str, list[Any]]) -> Vector:
    vector = Vector()
    listed = [f for f in schema.CATCH_ALL_FIELDS if f in values]
    others = sorted(f for f in values if f not in listed and schema.is_in_catch_all(f))
    # Addresses are copied into ``urls`` and no further: Solr never copies a copy.
    for field in [*listed, *others]:
        for value in values[field]:
            vector.add(schema.as_text(value), weight=WEIGHTS.get(field, ""))
    return vector


def _field_words(values: Mapping[str, list[Any]]) -> Vector:
    """Words of the text fields, for searches that name one.

    The notes are long and ``words`` knows them by their weight, so they are left out.
    """
    vector = Vector()
    for field in sorted(values):
        name = URLS if field in schema.URL_FIELDS else field
        if kind_of(name) is not Kind.TEXT or name in ("text", "notes"):
            continue
        for value in values[field]:
            vector.add(schema.as_text(value), prefix=f"{name}{SEPARATOR}")
    return vector


def _stored(values: Mapping[str, list[Any]]) -> dict[str, Any]:
    stored: dict[str, Any] = {}
    for field, found in values.items():
        if not schema.is_stored(field) or field in schema.DOCUMENTS:
            continue
        show = _shown_date if kind_of(field) is Kind.DATE else schema.as_text
        stored[field] = [show(v) for v in found] if schema.is_list(field) else show(found[0])
    return stored


def _shown_date(value: Any) -> str:
    moment = value if isinstance(value, dt.datetime) else parse_date(str(value))
    assert moment is not None  # _terms has refused what is no date
    return as_solr(moment)
