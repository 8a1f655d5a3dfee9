"""What CKAN's tables may hold of a resource that is not open to everybody, and what lies elsewhere.

Nothing is masked when it is read: what CKAN stores is harmless, so every way of reading it is. A
resource is given here as one mapping, its columns and its further fields together. ``redact`` takes
out what tells where data lie or what is in them; ``restore`` puts it back. Whoever saves a resource as
he has read it changes nothing: a stand-in that comes back is recognised by the resource's id in it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

Fields: TypeAlias = Mapping[str, Any]

URL, URL_TYPE, UPLOAD = "url", "url_type", "upload"
COLUMNS: Mapping[str, Any] = MappingProxyType(
    {"hash": "", "size": None, "cache_url": None, "cache_last_updated": None}
)
"""Columns of CKAN's that are taken out, and what stands there instead."""
KEPT_COLUMNS = frozenset(
    ("id", "package_id", "format", "description", "position", "name", "resource_type", "mimetype",
     "mimetype_inner", "created", "last_modified", "metadata_modified", URL_TYPE, "state")
)  # fmt: skip
SECRET_FIELDS = frozenset({"endpoint_url", "hash_algorithm"})
"""Fields of our own schema that are taken out; every field that is not in the schema is, too."""
KEPT_MARKS = frozenset({"datastore_active", "datastore_contains_all_records_of_source_file"})
"""What CKAN itself keeps among the further fields of a resource."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which resource it is, and where its gateway is."""

    resource_id: str
    gateway: str
    """``<site>/dataset/<id>/resource/<id>/access``"""


@dataclass(frozen=True, slots=True)
class Redacted:
    shown: Fields
    """For CKAN's tables: every field of the resource that may stay, with stand-ins."""
    secret: Fields
    """For the vault. Empty when there is nothing to hide."""


def redact(fields: Fields, vault: Fields, place: Place, known: Collection[str]) -> Redacted:
    """Part a resource into what everybody may read and what lies in the vault.

    Args:
        fields: the resource as it is about to be stored.
        vault: what the vault holds of it so far.
        place: of the resource.
        known: fields of the schema; what is in none of our lists is hidden.
    """
    url = str(fields.get(URL) or "")
    is_kept = is_stand_in(url, place) or url == vault.get(URL, "")
    # A new place: what was known of the old one says nothing about it.
    secret = dict(vault) if is_kept else {}
    if url and not is_kept:
        secret[URL] = url
    # What was secret under another rule comes back: a dictionary that is no longer hidden.
    free = {
        name: secret.pop(name) for name in list(secret) if name != URL and _may_stay(name, known)
    }
    shown: dict[str, Any] = {}
    for name, value in {**free, **fields}.items():
        if name == URL:
            shown[name] = _stand_in(url, fields, place)
        elif name in KEPT_COLUMNS or name in KEPT_MARKS or _may_stay(name, known):
            shown[name] = value
        else:
            if value not in (None, "", [], {}):
                secret[name] = value
            if name in COLUMNS:
                shown[name] = COLUMNS[name]
    return Redacted(shown, secret)


def restore(fields: Fields, vault: Fields) -> Fields:
    """Return a resource with what lay in the vault. ``redact`` leaves nothing outside it."""
    return {**fields, **vault}


def is_stand_in(url: str, place: Place) -> bool:
    """Say whether an address is nothing but our own for this resource, under whatever host."""
    path = url.partition("?")[0].rstrip("/")
    if path.endswith(f"/resource/{place.resource_id}/access"):
        return True
    name, dot, ending = path.rpartition("/")[2].partition(".")
    return name == place.resource_id and (not dot or ending.isalnum())


def _stand_in(url: str, fields: Fields, place: Place) -> str:
    if fields.get(URL_TYPE) != UPLOAD:
        return place.gateway if url else ""
    if is_stand_in(url, place):
        return url.rpartition("/")[2]
    ending = url.rpartition("/")[2].rpartition(".")[2].lower() if "." in url else ""
    return f"{place.resource_id}.{ending}" if ending.isalnum() else place.resource_id


def _may_stay(name: str, known: Collection[str]) -> bool:
    return name in known and name not in SECRET_FIELDS and name not in COLUMNS
