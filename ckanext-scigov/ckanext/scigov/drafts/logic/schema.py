"""Shapes of what the actions on drafts take."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape, says
from ckanext.scigov.shared.toolkit_texts import plain_text

LONGEST_TITLE = 200


@says(type="object")
def values(value: Any) -> dict[str, Any]:
    """Read what stands in a form, an object or that as a text of JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value or "{}")
        except ValueError:
            value = None
    if not isinstance(value, dict):
        raise tk.Invalid(tk._("An object of names and texts is expected."))
    return value


@says(type="string", maxLength=LONGEST_TITLE, needed=True)
def template_title(value: Any) -> str:
    text = str(plain_text(None if value is tk.missing else value) or "")[:LONGEST_TITLE]
    if not text:
        raise tk.Invalid(tk._("Give the template a name."))
    return text


def draft() -> Shape:
    return {"id": fields.text()}


def file_create() -> Shape:
    return {"owner_org": fields.text(needed=False)}


def save() -> Shape:
    return {
        "id": fields.text(needed=False),
        "dataset_id": fields.text(needed=False),
        "values": fields.maybe(values),
    }


def template_create() -> Shape:
    return {
        "organization_id": fields.text(),
        "title": [template_title],
        "values": fields.maybe(values),
    }
