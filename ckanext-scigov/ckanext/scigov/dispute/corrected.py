"""A correction carried out by the actions of tables, as whoever corrects: their guards stay as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import queries, rows
from ckanext.scigov.dispute.domain.fingerprint import Found
from ckanext.scigov.dispute.domain.target import ROWS, Target
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service import corrections
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.corrections import Correction, CorrectReason, Way
from ckanext.scigov.shared.errors import Denied, Refusal, Refused
from ckanext.scigov.tables import known_versions

PATH = "/disputes/"
MOST_ROWS = 20
"""Rows that may be meant are listed up to here."""
PIECE = 1 << 20
"""Bytes of a file that are looked at together."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How the data are to be corrected; without changes and file they were corrected elsewhere."""

    resource_id: str = ""
    """Where the dispute names a dataset only."""
    changes: Any = None
    upload: Any = None
    table_version: int | None = None
    also_other: bool = False

    @property
    def is_made_here(self) -> bool:
        return self.changes is not None or self.upload is not None


def correct(
    context: Any, dispute: Dispute, wish: Wish, reason: str, doer: Doer
) -> Correction | None:
    """Correct the data as somebody wishes; return the version that comes of it, None of one made elsewhere.

    Raises:
        Denied: others write this dataset.
        Refused: what is wished cannot be done, or not in this dispute.
        tk.ValidationError: the table cannot be changed so.
    """
    if wish.changes is not None and wish.upload is not None:
        raise Refused(Refusal(CorrectReason.ONE_WAY, "upload"))
    target = _target(dispute)
    resource_id = _resource(dispute, wish)
    made = corrections.made_before(model.Session, dispute, resource_id) if resource_id else None
    if not wish.is_made_here:
        return made
    if target.kind in corrections.NO_DATA:
        raise Refused(Refusal(CorrectReason.NO_DATA, "changes"))
    if not resource_id:
        raise Refused(Refusal(CorrectReason.NO_RESOURCE, "resource"))
    _require_writer(context, resource_id)
    if wish.upload is not None:
        if made and _is_stored(resource_id, wish.upload):
            return made
        return _uploaded(context, dispute, wish, _note(dispute, reason, doer))
    # Whoever saw an earlier version sends again what was done already.
    if made and wish.table_version is not None and wish.table_version < (made.after or 0):
        return made
    return _changed(context, dispute, wish, target, _note(dispute, reason, doer))


def looked_at(context: Any, dispute: Dispute, wish: Wish, doer: Doer) -> dict[str, Any]:
    """Return what is there to be corrected, as ``scigov_dispute_correction_show`` answers."""
    target, resource_id = _target(dispute), _resource(dispute, wish)
    may_write = bool(resource_id) and _may_write(context, resource_id)
    answer: dict[str, Any] = {"resource_id": resource_id, "may_write": may_write}
    if not may_write:
        return answer
    now = known_versions.now(model.Session, resource_id)
    found = rows.find(target) if target.kind in ROWS else None
    made = corrections.made_before(model.Session, dispute, resource_id)
    answer |= {
        "table_version": now.version,
        "is_under_way": now.is_under_way,
        "made": made.after if made else None,
        **_place(found),
        "preview": None,
    }
    if wish.changes is not None:
        answer["preview"] = _preview(context, wish, target, resource_id)
    return answer


def _target(dispute: Dispute) -> Target:
    seen = queries.seen_of(model.Session, [dispute.id]).get(dispute.id)
    return queries.target_of(dispute, seen)


def _place(found: Found | None) -> dict[str, Any]:
    if found is None:
        return {"outcome": "", "row": None, "rows": [], "has_changed": False}
    return {
        "outcome": found.outcome.value,
        "row": found.number,
        "rows": list(found.numbers[:MOST_ROWS]),
        "has_changed": found.has_changed,
    }


def _resource(dispute: Dispute, wish: Wish) -> str:
    """Return the resource that is corrected; one that is not of the dataset is none."""
    resource_id = dispute.resource_id or wish.resource_id
    resource = model.Session.get(model.Resource, resource_id) if resource_id else None
    if resource is None or resource.state != model.State.ACTIVE:
        return ""
    return resource_id if resource.package_id == dispute.dataset_id else ""


def _may_write(context: Any, resource_id: str) -> bool:
    try:
        tk.check_access(
            "scigov_tables_rows_change", tk.fresh_context(context), {"resource_id": resource_id}
        )
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return False
    return True


def _require_writer(context: Any, resource_id: str) -> None:
    if not _may_write(context, resource_id):
        raise Denied(CorrectReason.MAY_NOT_WRITE)


def _note(dispute: Dispute, reason: str, doer: Doer) -> str:
    """Return why there is a version; of a dispute that is not for everybody it says no more than that."""
    if corrections.is_public(model.Session, dispute, doer):
        return reason
    return tk._("Corrected after verification")


def _preview(context: Any, wish: Wish, target: Target, resource_id: str) -> dict[str, Any]:
    """Return what changes would do, with the rows that are not disputed. Raises ``Refused``."""
    asked = {"resource_id": resource_id, "changes": wish.changes, "preview": True}
    if wish.table_version is None:
        raise Refused(Refusal(CorrectReason.VERSION_MISSING, "table_version"))
    asked["version"] = wish.table_version
    answer = _of_tables(context, asked)
    beside = corrections.beside(
        target, resource_id, answer["rows"], also_other=wish.also_other
    )  # fmt: skip
    return {**answer, "beside": list(beside)}


def _changed(context: Any, dispute: Dispute, wish: Wish, target: Target, note: str) -> Correction:
    resource_id = _resource(dispute, wish)
    beside = _preview(context, wish, target, resource_id)["beside"]
    coming = corrections.coming(model.Session, resource_id, Way.ROWS)
    asked = {
        "resource_id": resource_id,
        "version": wish.table_version,
        "changes": wish.changes,
        "note": _with_others(note, beside),
        "reference": dispute.number,
        "reference_path": f"{PATH}{dispute.id}",
    }
    _of_tables(context, asked)
    return coming


def _with_others(note: str, beside: Sequence[int]) -> str:
    if not beside:
        return note
    listed = ", ".join(map(str, beside[:20]))
    told = tk._("Changed beside what the dispute is about: rows {rows}").format(rows=listed)
    return f"{note}\n{told}"


def _of_tables(context: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """Change rows as the caller, in the caller's transaction; their ``version`` is not the dispute's."""
    inner = tk.fresh_context(context, defer_commit=True)
    try:
        return tk.get_action("scigov_tables_rows_change")(inner, asked)
    except tk.ValidationError as error:
        told = {
            "table_version" if name == "version" else name: texts
            for name, texts in error.error_dict.items()
        }
        raise tk.ValidationError(told) from error


def _is_stored(resource_id: str, upload: Any) -> bool:
    """Say whether the resource has this very file already: it is sent again after something went wrong."""
    digest = hashlib.sha256()
    while piece := upload.stream.read(PIECE):
        digest.update(piece)
    upload.stream.seek(0)
    return known_versions.now(model.Session, resource_id).sha256 == digest.hexdigest()


def _uploaded(context: Any, dispute: Dispute, wish: Wish, note: str) -> Correction:
    """Store a new file. CKAN commits it at once; where the answer fails then, it finds the file by its number."""
    resource_id = _resource(dispute, wish)
    coming = corrections.coming(model.Session, resource_id, Way.UPLOAD)
    asked = {
        "id": resource_id,
        "upload": wish.upload,
        "change_note": note,
        "change_reference": dispute.number,
        "change_reference_path": f"{PATH}{dispute.id}",
    }
    tk.get_action("resource_patch")(tk.fresh_context(context, defer_commit=False), asked)
    return coming
