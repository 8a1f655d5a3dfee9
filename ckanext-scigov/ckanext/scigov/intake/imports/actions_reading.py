"""Actions that show imports."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake.domain.states import RowState
from ckanext.scigov.intake.imports import access, queries, shapes, shown
from ckanext.scigov.intake.imports.acting import TRANSLATED, answer, proposals
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@tk.side_effect_free
@TRANSLATED
@takes(shapes.show)
def scigov_intake_batch_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return an import with its rows, or those in one state.

    Args:
        context: CKAN's; who edits entries of the provider. Of a table's rows whoever has uploaded them, or
            who gets all of the table.
        data_dict: ``id``; ``state`` of rows (good, bad, written, undone); ``limit`` (at most 1000), ``offset``.

    Returns:
        ``id``, ``kind``, ``state`` (uploaded, checking, checked, writing, written, undoing, undone,
        discarded), ``provider_id``, ``resource_id``, ``file_name``, ``headers``, ``columns`` (header →
        field), ``profile``, ``policy``, ``rows_by_state`` (how many are in each), times; ``failed``, why the worker could
        not do it. ``rows``: ``number`` in the sheet, ``state``, ``cells``, ``errors`` (header →
        sentences; an empty one is about the row), ``object_id``, ``name`` and ``title`` of its entry;
        ``proposals`` while its columns are not matched, as ``scigov_intake_batch_create``.

    Raises:
        ObjectNotFound: there is no such import, or it is not visible to the user.
    """
    data = checked("scigov_intake_batch_show", context, data_dict)
    batch = access.batch(context, data["id"])
    state = RowState(data["state"]) if data.get("state") else None
    found = queries.rows(
        model.Session(), batch.id, state, limit=data["limit"], offset=data["offset"]
    )
    told = {**answer(batch), "rows": shown.rows(batch, found)}
    if not batch.columns:
        told["proposals"] = proposals(context, batch)
    return told


@tk.side_effect_free
@TRANSLATED
@takes(shapes.listed)
def scigov_intake_batch_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the imports of one's providers, newest first, without their rows.

    Args:
        context: CKAN's.
        data_dict: ``provider``, only its; ``limit`` (at most 1000), ``offset``.

    Returns:
        ``count``, and ``batches`` as ``scigov_intake_batch_show`` gives them. Imports for a table are
        listed to whoever has uploaded them.

    Raises:
        NotAuthorized: the user edits entries of no provider.
        ObjectNotFound: there is no such provider that he edits.
    """
    data = checked("scigov_intake_batch_list", context, data_dict)
    wanted = data.get("provider")
    mine = [access.provider(context, wanted)] if wanted else _provider_ids(context)
    actor = actor_from(context)
    user_id = None if actor.is_sysadmin else actor.user_id
    found, count = queries.listed(model.Session(), mine, user_id, data["limit"], data["offset"])
    return {"count": count, "batches": shown.batches(found)}


def _provider_ids(context: Any) -> list[str]:
    return [one["id"] for one in access.providers(context)]
