"""What the actions of imports take; whether it is there is the actions' question."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.states import BatchKind, Policy, RowState
from ckanext.scigov.intake.imports.entry_forms import ENTRY, GATHERED
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape, default, one_of, says


@says(type="object")
def texts_by_name(value: Any) -> dict[str, str]:
    """Read an object of texts, or that as a text of JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError:
            raise tk.Invalid(tk._("This is no JSON.")) from None
    if not isinstance(value, Mapping):
        raise tk.Invalid(tk._("An object of texts is expected here."))
    told = cast("Mapping[Any, Any]", value)
    if not all(one is None or isinstance(one, str) for one in told.values()):
        raise tk.Invalid(tk._("An object of texts is expected here."))
    return {str(name): str(one or "") for name, one in told.items()}


def create() -> Shape:
    return {
        "kind": fields.choice(BatchKind),
        "provider": fields.text(needed=False),
        "resource_id": fields.text(needed=False),
        "sheet": fields.text(needed=False),
    }


def match() -> Shape:
    return {
        "id": fields.text(),
        "columns": fields.needed(texts_by_name),
        "profile": [default(ENTRY), one_of([ENTRY, GATHERED])],
    }


def batch() -> Shape:
    return {"id": fields.text()}


def write() -> Shape:
    return {"id": fields.text(), "policy": fields.choice(Policy)}


def show() -> Shape:
    return {"id": fields.text(), "state": fields.choice(RowState, needed=False), **fields.page()}


def listed() -> Shape:
    return {"provider": fields.text(needed=False), **fields.page()}


def row_add() -> Shape:
    return {
        "resource_id": fields.text(),
        "values": fields.needed(texts_by_name),
        "note": fields.text(needed=False),
        "preview": fields.flag(),
    }
