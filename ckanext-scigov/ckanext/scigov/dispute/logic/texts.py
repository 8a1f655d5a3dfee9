"""Validators of what only the actions of disputes take: keys of rows, values of cells, states."""

from __future__ import annotations

import json
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.shared.toolkit_shapes import says
from ckanext.scigov.shared.toolkit_texts import is_plain, names


@says(type="object", additionalProperties={"type": "string"})
def key(value: Any) -> Any:
    """Read the key of a row, an object or that as a text of JSON; what is wrong with it the rules say."""
    return value


@says(type="array", items={"type": "object"})
def parts(value: Any) -> Any:
    """Read a list of objects, or that as a text of JSON; what is wrong with it the rules say."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise tk.Invalid(tk._("Write this as JSON: a list of objects.")) from None


@says(type="string")
def cell(value: Any) -> str:
    """Read a value as it stands in a cell: blanks at its ends may be what is wrong with it."""
    if not isinstance(value, str) or not is_plain(value):
        raise tk.Invalid(tk._("A text is expected here."))
    return value


@says(type="array", items={"type": "object"})
def changes(value: Any) -> Any:
    """Read changes of rows, a list or that as a text of JSON; what is wrong with them the tables say."""
    return value


@says(type="array", items={"type": "string", "enum": [one.value for one in State]})
def states(value: Any) -> list[str]:
    """Read states: a list, or one text with a state a line or separated by commas."""
    known = {one.value for one in State}
    found = names(value)
    if not known.issuperset(found):
        raise tk.Invalid(
            tk._("There is no such state. Choose among: {states}.").format(
                states=", ".join(one.value for one in State)
            )
        )
    return found
