"""The first records of a source as entries, read at this moment. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from ckan import model

from ckanext.scigov.intake import (
    credential_queries,
    mapping_files,
    source_showing,
    stop_details,
    wiring,
)
from ckanext.scigov.intake.contract import Connector, SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import MappingErrors, MappingFile
from ckanext.scigov.intake.domain.parties import PartyReason
from ckanext.scigov.intake.interfaces import connectors
from ckanext.scigov.intake.pipeline import previewing
from ckanext.scigov.intake.pipeline.previewing import Previewed
from ckanext.scigov.intake.reading import Seen
from ckanext.scigov.shared.errors import Denied

RESOURCE = ("name", "format", "url")
"""What is shown of each resource."""


def read(seen: Seen, user_id: str, most: int) -> dict[str, Any]:
    """Return a preview as the action answers it.

    Raises:
        Denied: passwords of others would go to an address that nobody has approved.
        SourceFailed: the source cannot be read; ``bad_settings`` has what is wrong in ``problem``.
    """
    _check(seen, user_id)
    connector, mapping = _wired(seen)
    found = previewing.preview(model.Session, mapping, connector, most)
    return {"total": found.total, "records": [_shown(one) for one in found.records]}


def _check(seen: Seen, user_id: str) -> None:
    source, standing = seen.found.source, seen.standing
    if standing.decides or standing.rules or source_showing.is_approved(source, seen.found.address):
        return
    kept = credential_queries.of_source(model.Session, source.id)
    if any(one.set_by != user_id for one in kept):
        raise Denied(PartyReason.OTHERS_CREDENTIALS)


def _wired(seen: Seen) -> tuple[Connector, MappingFile]:
    try:
        mapping = mapping_files.read(seen.found.source.mapping)
        make = connectors().get(mapping.kind)
        if make is None:
            raise SourceFailed(Cause.UNKNOWN_CONNECTOR.value, {"kind": mapping.kind})
        return make(
            wiring.wiring_for(model.Session, seen.found.source, mapping, is_afresh=True)
        ), mapping
    except MappingErrors as errors:
        raise SourceFailed(Cause.BAD_SETTINGS.value, stop_details.of_mapping(errors)) from errors
    except ValueError as error:
        raise SourceFailed(Cause.BAD_SETTINGS.value, stop_details.of_setting(error)) from error


def _shown(one: Previewed) -> dict[str, Any]:
    mapped = one.mapped
    findings = [
        *({"cause": Cause.UNMAPPED.value, "field": u.field, "source": u.source, "value": u.value}
          for u in mapped.unmapped),
        *({"cause": b.reason, "field": b.field, "source": b.source, "value": b.value}
          for b in mapped.bad),
    ]  # fmt: skip
    return {
        "key": mapped.key,
        "title": mapped.title,
        "provider": mapped.provider,
        "rejection": one.rejection,
        "errors": {name: list(_texts(said)) for name, said in one.errors.items()},
        "grade": [code or "" for code in mapped.grade],
        "grading": {
            "grade": [code or "" for code in one.caution.grade],
            "is_at_once": one.is_graded_at_once,
            "persons": [
                {"kind": found.kind.value, "words": found.item} for found in one.caution.findings
            ],
        },
        "resources": [
            {name: str(resource.get(name) or "") for name in RESOURCE}
            for resource in mapped.entry.get("resources") or ()
        ],
        "entry": mapped.entry,
        "gaps": list(one.gaps),
        "findings": findings,
    }


def _texts(said: Any) -> Iterator[str]:
    """Yield all sentences in what a validator says of a field, however deep it is."""
    if isinstance(said, Mapping):
        for inner in cast("Mapping[str, Any]", said).values():
            yield from _texts(inner)
    elif isinstance(said, list):
        for inner in cast("list[Any]", said):
            yield from _texts(inner)
    elif said:
        yield str(said)
