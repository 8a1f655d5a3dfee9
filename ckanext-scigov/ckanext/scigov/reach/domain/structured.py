"""Entries and the portal as schema.org has them, for search engines of data.

What stands here follows what Google Dataset Search and the like read of a ``Dataset``; what an entry
does not say is left out and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.scigov.reach.domain.entry import (
    Download,
    Entry,
    Licence,
    Period,
    Place,
    Portal,
    Variable,
)

CONTEXT = "https://schema.org"
LONGEST_DESCRIPTION = 5_000
"""Search engines read no more of it."""
MOST_VARIABLES = 200
"""A page tells search engines of so many data items; the dictionaries have them all."""


def dataset(entry: Entry) -> dict[str, Any]:
    """Return an entry as a ``Dataset``."""
    return {"@context": CONTEXT, **_filled(dict(_properties(entry)))}


def catalog(portal: Portal) -> dict[str, Any]:
    """Return the portal as a ``DataCatalog``."""
    return {"@context": CONTEXT, **_catalog(portal), **_filled({
        "description": portal.description, "inLanguage": portal.language,
    })}  # fmt: skip


def _catalog(portal: Portal) -> dict[str, Any]:
    address = portal.address
    return {"@type": "DataCatalog", "@id": address, "name": portal.title, "url": address}


def _properties(entry: Entry) -> Iterator[tuple[str, Any]]:
    yield "@type", "Dataset"
    yield "@id", entry.address
    yield "name", entry.title
    yield "description", (entry.abstract or entry.title)[:LONGEST_DESCRIPTION]
    yield "url", entry.address
    yield "identifier", [one for one in (entry.doi_address, entry.cstr, entry.code) if one]
    yield "sameAs", entry.original
    yield "keywords", list(entry.keywords)
    yield "license", _licence(entry.licence)
    yield from _bodies(entry)
    yield "includedInDataCatalog", _catalog(entry.portal)
    yield "inLanguage", entry.portal.language
    yield "version", entry.version
    yield "datePublished", entry.issued
    yield "dateModified", entry.modified
    yield "temporalCoverage", [text for one in entry.periods if (text := _period(one))]
    yield "spatialCoverage", [_place(one) for one in entry.places if one.name or one.code]
    # Of what is given on application nobody has said that it costs nothing.
    yield "isAccessibleForFree", entry.is_open or None
    yield "conditionsOfAccess", entry.conditions
    yield "distribution", [_download(one) for one in entry.downloads]
    yield "variableMeasured", [_variable(one) for one in _distinct(entry.variables)]


def _bodies(entry: Entry) -> Iterator[tuple[str, Any]]:
    """Yield who has made the data and who publishes them; the provider is both unless it says otherwise."""
    provider = entry.provider
    publisher: Mapping[str, Any] | None = None
    if provider:
        publisher = {
            "@type": "GovernmentOrganization", "@id": provider.address, "name": provider.title,
            "url": provider.address,
        }  # fmt: skip
    is_other = entry.source and not (provider and entry.source == provider.title)
    made_by = {"@type": "Organization", "name": entry.source} if is_other else publisher
    yield "creator", made_by
    yield "publisher", publisher


def _licence(licence: Licence | None) -> Any:
    if licence is None:
        return None
    return licence.address or {"@type": "CreativeWork", "name": licence.title}


def _period(period: Period) -> str:
    """Return the period as ISO 8601 has it; an open end is two dots."""
    if not period.start and not period.end:
        return ""
    return f"{period.start or '..'}/{period.end or '..'}"


def _place(place: Place) -> dict[str, Any]:
    is_address = place.code.startswith(("http://", "https://"))
    return _filled({
        "@type": "Place", "name": place.name or place.code,
        "sameAs" if is_address else "identifier": place.code,
    })  # fmt: skip


def _download(download: Download) -> dict[str, Any]:
    return _filled({
        "@type": "DataDownload", "contentUrl": download.address, "name": download.title,
        "description": download.description, "encodingFormat": download.format,
        "contentSize": f"{download.size} B" if download.size else "",
        "dateModified": download.modified,
    })  # fmt: skip


def _variable(variable: Variable) -> dict[str, Any]:
    return _filled({
        "@type": "PropertyValue", "name": variable.title or variable.name,
        "alternateName": variable.name if variable.title not in ("", variable.name) else "",
        "description": variable.description, "unitText": variable.unit,
    })  # fmt: skip


def _distinct(variables: tuple[Variable, ...]) -> list[Variable]:
    """Return each variable once: tables of one entry often have the same columns."""
    found: dict[tuple[str, str], Variable] = {}
    for one in variables:
        found.setdefault((one.name, one.title), one)
    return list(found.values())[:MOST_VARIABLES]


def _filled(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in ("", None, [])}
