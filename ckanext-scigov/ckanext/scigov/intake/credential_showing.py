"""Credentials as a list shows them: names, where they are used, since when. Never what is sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.scigov.access.service import reading
from ckanext.scigov.intake import credential_queries, mapping_texts, wiring
from ckanext.scigov.intake.model import Credential
from ckanext.scigov.intake.page_queries import Found
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.session import Session


def of_sources(session: Session, found: Sequence[Found]) -> list[dict[str, Any]]:
    """Return sources with what they keep and what their mappings ask for; a fixed number of statements."""
    kept = credential_queries.of_sources(session, [one.source.id for one in found])
    setters = {row.set_by for rows in kept.values() for row in rows}
    people = reading.names_of_users(session, setters - {""})
    return [
        {
            "id": one.source.id,
            "title": one.title,
            "organization_title": one.provider_title,
            "credentials": _credentials(one, kept.get(one.source.id, []), people),
        }
        for one in found
    ]


def _credentials(
    found: Found, kept: Sequence[Credential], people: Mapping[str, str]
) -> list[dict[str, Any]]:
    file = mapping_texts.of_source(found.source.mapping)
    places = wiring.places_of_secrets(file.connector) if file else {}
    rows = {row.name: row for row in kept}
    return [
        {
            "name": name,
            "is_kept": name in rows,
            "set_at": moment(rows[name].set_at) if name in rows else None,
            "set_by": people.get(rows[name].set_by, rows[name].set_by) if name in rows else "",
            "used_at": list(places.get(name, ())),
        }
        for name in sorted({*rows, *places})
    ]
