"""Undoing an import of entries: those it made are deleted, those it changed go back to what they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.intake.domain.batches import UNDO, BatchReason, Done, Now, Undo
from ckanext.scigov.intake.imports import queries, service, writing
from ckanext.scigov.intake.imports.fields import SOURCE_ID, SOURCE_URL
from ckanext.scigov.intake.model import Batch, BatchRow
from ckanext.scigov.shared.errors import Refusal, Refused

MOST_NAMED = 20


def plan(rows: Sequence[BatchRow]) -> dict[Undo, list[BatchRow]]:
    """Say what is done with the entry of each row.

    Raises:
        Refused: somebody has changed some of them since; nothing is undone.
    """
    standing = queries.standing(model.Session(), [row.object_id for row in rows])
    found: dict[Undo, list[BatchRow]] = {one: [] for one in Undo}
    for row in rows:
        before = row.before or {}
        done = Done.MADE if before.get("was") is None else Done.CHANGED
        found[UNDO[done, _now(standing.get(row.object_id), str(before.get("left")))]].append(row)
    if found[Undo.REFUSE]:
        numbers = [str(row.number) for row in found[Undo.REFUSE]]
        more = "…" if len(numbers) > MOST_NAMED else ""
        values = {"count": len(numbers), "rows": ", ".join(numbers[:MOST_NAMED]) + more}
        raise Refused(Refusal(BatchReason.CHANGED_SINCE, values=values))
    return found


def _now(standing: tuple[str, str] | None, left: str) -> Now:
    if standing is None or standing[0] == model.State.DELETED:
        return Now.GONE
    return Now.SAME if standing[1] == left else Now.OTHERWISE


def undo(context: Any, batch: Batch, rows: Sequence[BatchRow]) -> None:
    """Undo what is not undone yet; what changed goes back first, in one transaction.

    CKAN commits with each entry that it deletes, so each of these rows is put down as undone with it: whoever
    is interrupted goes on where he was.
    """
    planned = plan(rows)
    changed = planned[Undo.RESTORE]
    for row in changed:
        assert row.before is not None
        _restored(context, dict(row.before["was"]))
    for row in changed:
        logic.index_update_package({"ignore_auth": True, "user": ""}, row.object_id)
    made = [(row.number, row.object_id) for row in planned[Undo.DELETE]]
    settled = [row.number for row in [*changed, *planned[Undo.LEAVE]]]
    session = model.Session()
    service.mark_undone(session, batch, settled)
    for number, object_id in made:
        service.mark_undone(session, batch, [number])
        tk.get_action("package_delete")(tk.fresh_context(context), {"id": object_id})


def _restored(context: Any, was: dict[str, Any]) -> None:
    was.pop("metadata_modified", None)
    package = model.Package.get(was["id"])
    for name in (SOURCE_ID, SOURCE_URL):
        # What no form sends is kept where it is not sent, so what has come since is emptied.
        if package is not None and name in package.extras:
            was.setdefault(name, "")
    inside: Any = {**tk.fresh_context(context), "defer_commit": True, "return_id_only": True}
    tk.get_action("package_update")(inside, was)
    writing.close_savepoints()
