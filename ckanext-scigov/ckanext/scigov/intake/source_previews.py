"""The first records of a source as entries, read at this moment. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake import credential_queries, mapping_files, source_showing, wiring
from ckanext.scigov.intake.connector_settings import WrongSetting
from ckanext.scigov.intake.contract import Connector, SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import MappingErrors, MappingFile
from ckanext.scigov.intake.domain.parties import PartyReason
from ckanext.scigov.intake.interfaces import connectors
from ckanext.scigov.intake.pipeline import previewing
from ckanext.scigov.intake.pipeline.previewing import Previewed
from ckanext.scigov.intake.reading import Seen
from ckanext.scigov.intake.sentences_mapping import mapping_error
from ckanext.scigov.shared.errors import Denied


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
        raise SourceFailed(Cause.BAD_SETTINGS.value, {"problem": _first(errors)}) from errors
    except ValueError as error:
        raise SourceFailed(Cause.BAD_SETTINGS.value, {"problem": _said(error)}) from error


def _first(errors: MappingErrors) -> str:
    return mapping_error(errors.errors[0])


def _said(error: ValueError) -> str:
    """Return in the reader's language what is wrong with the settings of a connector."""
    if isinstance(error, WrongSetting):
        return tk._(error.sentence).format(**error.values)
    return str(error)


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
