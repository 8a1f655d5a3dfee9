"""Shapes of what the actions of sources and comparisons take."""

from __future__ import annotations

from ckanext.scigov.dispute.logic import texts
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape


def source_set() -> Shape:
    return {
        "item": fields.text(),
        "title": fields.text(needed=False),
        "unit": fields.text(),
        "resource": fields.text(),
        "column": fields.text(),
    }


def source_list() -> Shape:
    return {
        "q": fields.text(needed=False),
        "resource": fields.text(needed=False),
        "ended": fields.flag(),
        **fields.page(),
    }


def one() -> Shape:
    return {"id": fields.text()}


def verification_list() -> Shape:
    return {"resource": fields.text()}


def comparison_set() -> Shape:
    return {
        "name": fields.text(),
        "tables": fields.needed(texts.parts),
        "keys": fields.needed(texts.parts),
        "items": fields.needed(texts.parts),
    }


def comparison_list() -> Shape:
    return {"ended": fields.flag()}
