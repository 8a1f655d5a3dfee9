"""What a source's connector is made with: its settings with the secrets in their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.contract import SourceFailed, Wiring
from ckanext.scigov.intake.credentials import NotOpened, Secret
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.mapping import MappingFile
from ckanext.scigov.intake.model import Source
from ckanext.scigov.intake.service import credentials, sources
from ckanext.scigov.shared.session import Session

FOLDER = "ckanext.scigov.intake.folder"
SECRET = "secret"  # noqa: S105 (the word that stands for one)


def wiring_for(
    session: Session, source: Source, mapping: MappingFile, *, is_afresh: bool = False
) -> Wiring:
    """Return what the connector of a source is made with.

    Args:
        session: the caller's.
        source: whose credentials are meant.
        mapping: the mapping as it runs; ``{secret: NAME}`` anywhere in its connector is replaced.
        is_afresh: read all of it, whatever is remembered of the last run.

    Raises:
        SourceFailed: ``no_credential`` or ``credential_sealed``, with its ``name``.
    """
    secrets: Mapping[str, Secret] = {}
    if places_of_secrets(mapping.connector):
        secrets = _opened(session, source.id)
    return Wiring(
        settings=_filled(mapping.connector, secrets),
        address=sources.address_of(session, source.id),
        is_internal=source.is_internal,
        known={} if is_afresh else source.known,
        folder=str(tk.config.get(FOLDER) or ""),
    )


def places_of_secrets(connector: Any, path: str = "connector") -> Mapping[str, list[str]]:
    """Return the names of the secrets that a mapping's connector asks for, and where it names each."""
    name = _named(connector)
    if name:
        return {name: [path]}
    found: dict[str, list[str]] = {}
    for key, value in _parts(connector):
        for inner, places in places_of_secrets(value, f"{path}.{key}").items():
            found.setdefault(inner, []).extend(places)
    return found


def _parts(value: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return value.items()
    return enumerate(value, 1) if isinstance(value, (list, tuple)) else ()


def _opened(session: Session, source_id: str) -> Mapping[str, Secret]:
    try:
        return credentials.opened(session, source_id)
    except NotOpened as error:
        detail = {"name": error.name}
        raise SourceFailed(Cause.CREDENTIAL_SEALED.value, detail) from None


def _named(value: Any) -> str:
    """Return the name of the credential that a value stands for; empty where it stands for itself."""
    is_place = isinstance(value, Mapping) and set(value) == {SECRET}
    return str(value[SECRET]) if is_place else ""


def _filled(value: Any, secrets: Mapping[str, Secret]) -> Any:
    name = _named(value)
    if name:
        if name not in secrets:
            raise SourceFailed(Cause.NO_CREDENTIAL.value, {"name": name})
        return secrets[name]
    if isinstance(value, Mapping):
        return {key: _filled(one, secrets) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_filled(one, secrets) for one in value]
    return value
