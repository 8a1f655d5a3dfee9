"""Letter and evidence that a form brings along, or takes away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.evidence import EvidenceKind
from ckanext.scigov.application.pages import Shown
from ckanext.scigov.shared import toolkit_pages as asked

KINDS: Mapping[str, EvidenceKind] = {
    "letter": EvidenceKind.SEALED_LETTER,
    "evidence": EvidenceKind.EVIDENCE,
}
"""By the names of the form's fields."""


def homeless() -> dict[str, list[str]]:
    """Say by field which files came with a form that could not be kept itself: nobody has them now."""
    return {
        field: [tk._("Choose the file again: it could not be kept before the rest was.")]
        for field in KINDS
        if any(upload.filename for upload in tk.request.files.getlist(field))
    }


def settle(context: Any, filing: Shown, *, dropped: str) -> dict[str, list[str]]:
    """Store the files that came, delete the one that is dropped; say what was not taken, by field."""
    errors: dict[str, list[str]] = {}
    if dropped:
        _call(context, "evidence_delete", errors, "evidence", id=dropped)
    for field, kind in KINDS.items():
        for upload in tk.request.files.getlist(field):
            if upload.filename:
                wish = {"id": filing["id"], "kind": kind.value, "upload": upload}
                _call(context, "evidence_add", errors, field, **wish)
    return errors


def _call(context: Any, name: str, errors: dict[str, list[str]], field: str, **wish: Any) -> None:
    try:
        tk.get_action(f"scigov_application_{name}")(tk.fresh_context(context), wish)
    except tk.ValidationError as error:
        for texts in asked.errors_of(error).values():
            errors.setdefault(field, []).extend(texts)
