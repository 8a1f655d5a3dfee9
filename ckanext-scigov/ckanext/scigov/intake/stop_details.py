"""What a run keeps of why it stands still: codes and values, put into the reader's language where they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.connector_settings import WrongSetting
from ckanext.scigov.intake.domain.mapping import MappingError, MappingErrors, Reason
from ckanext.scigov.intake.sentences_mapping import mapping_error

PROBLEM = "problem"
MOST = 10
"""Mistakes of one mapping that are kept: who corrects it sees all of them at its form."""
Detail = Mapping[str, Any]


def of_setting(error: ValueError) -> Detail:
    """Return what is kept of a setting that a connector does not take."""
    if isinstance(error, WrongSetting):
        return {PROBLEM: {"sentence": error.sentence, "values": _texts(error.values)}}
    return {PROBLEM: str(error)}


def of_mapping(errors: MappingErrors) -> Detail:
    """Return what is kept of a mapping that this version of the portal does not take."""
    mistakes = [
        {"line": one.line, "path": one.path, "reason": one.reason.value, "values": dict(one.values)}
        for one in errors.errors[:MOST]
    ]
    return {PROBLEM: {"mistakes": mistakes}}


def told(detail: Detail) -> dict[str, Any]:
    """Return a detail as its reader is shown it; what an earlier version has kept stays as it is."""
    found = dict(detail)
    kept = found.get(PROBLEM)
    if isinstance(kept, Mapping):
        found[PROBLEM] = _said(kept)
    return found


def _said(kept: Mapping[str, Any]) -> str:
    sentence = kept.get("sentence")
    if sentence is not None:
        return tk._(sentence).format(**kept["values"])
    return " ".join(mapping_error(_mistake(one)) for one in kept["mistakes"])


def _mistake(kept: Mapping[str, Any]) -> MappingError:
    return MappingError(kept["line"], kept["path"], Reason(kept["reason"]), kept["values"])


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}
