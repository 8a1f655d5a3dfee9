"""An import as an action gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckan import model

from ckanext.scigov.intake.domain.batches import UNDER_WAY
from ckanext.scigov.intake.domain.states import BatchState, RowState
from ckanext.scigov.intake.imports import queries
from ckanext.scigov.intake.model import Batch, BatchRow


def batches(found: Sequence[Batch]) -> list[dict[str, Any]]:
    """Return imports with the counts of their rows; three queries, however many there are."""
    counts = queries.counts(model.Session(), [one.id for one in found])
    makers = queries.names_of_users(model.Session(), {one.made_by for one in found})
    providers = queries.titles_of_providers(model.Session(), {one.provider_id for one in found})
    return [
        {
            "id": one.id,
            "kind": one.kind,
            "state": one.state,
            "is_under_way": BatchState(one.state) in UNDER_WAY,
            "provider_id": one.provider_id,
            "provider_title": providers.get(one.provider_id, ""),
            "resource_id": one.resource_id,
            "file_name": one.file_name,
            "headers": one.headers,
            "columns": one.columns,
            "profile": one.profile,
            "policy": one.policy,
            "sheet": one.outcome.get("sheet", ""),
            "sheets": one.outcome.get("sheets", []),
            "formulas": one.outcome.get("formulas", 0),
            "failed": one.outcome.get("failed", ""),
            "rows_by_state": {
                state.value: counts[one.id].get(state.value, 0) for state in RowState
            },
            "made_by": makers.get(one.made_by, ""),
            "made_at": one.made_at.isoformat(),
            "written_at": one.written_at.isoformat() if one.written_at else None,
            "undone_at": one.undone_at.isoformat() if one.undone_at else None,
        }
        for one in found
    ]


def rows(batch: Batch, found: Sequence[BatchRow]) -> list[dict[str, Any]]:
    """Return rows; of written entries with their addresses, where they are still there."""
    entries: Mapping[str, tuple[str, str]] = {}
    if not batch.resource_id:
        ids = {one.object_id for one in found if one.object_id}
        entries = queries.titles_of(model.Session(), ids)
    return [
        {
            "number": one.number,
            "state": one.state,
            "cells": one.cells,
            "errors": one.errors,
            "object_id": one.object_id,
            "is_new": bool(one.before is not None and one.before.get("was") is None),
            "name": entries.get(one.object_id, ("", ""))[0],
            "title": entries.get(one.object_id, ("", ""))[1],
        }
        for one in found
    ]
