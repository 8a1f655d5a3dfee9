"""Shapes of what the actions of reporting take."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.reporting.domain.changes import Outcome
from ckanext.scigov.reporting.parties import Sight
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape, one_of

FORMATS = ("xlsx", "json")


def entries() -> Shape:
    return {**filters(), **fields.page(100)}


def filters() -> Shape:
    texts = ("q", "organization", "share_type", "open_type", "data_kind")
    shape: dict[str, Any] = {name: fields.text(needed=False) for name in texts}
    return {**shape, "sight": fields.choice(Sight, needed=False)}


def export() -> Shape:
    return {**filters(), "format": [*fields.text(), one_of(FORMATS)]}


def package() -> Shape:
    return {"sequence": fields.needed(fields.whole)}


def packages() -> Shape:
    return fields.page(50)


def lines() -> Shape:
    return {
        "sequence": fields.number(),
        "outcome": fields.choice(Outcome, needed=False),
        "provider": fields.text(needed=False),
        "is_open": fields.flag(),
        **fields.page(100),
    }


def lacking() -> Shape:
    return fields.page(100)
