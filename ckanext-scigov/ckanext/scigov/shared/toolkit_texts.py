"""Texts in the input of actions, and what is written as one: days, lists of names, JSON."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import says

LONGEST = 5000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_plain(text: str) -> bool:
    """Say whether there is no control character: the database takes no NUL, and nobody types them."""
    return not _CONTROL.search(text)


@says(type="string")
def plain_text(value: Any) -> Any:
    """Strip a text; what is not there stays so.

    Raises:
        Invalid: it is no text, or not a plain one.
    """
    if value is None or value is tk.missing:
        return value
    if not isinstance(value, str):
        raise tk.Invalid(tk._("A text is expected here."))
    if not is_plain(value):
        raise tk.Invalid(tk._("Remove the control characters from this text."))
    return value.strip()


@says(type="string", maxLength=LONGEST)
def limited_text(value: Any) -> Any:
    """Strip a text, which must not be longer than anything that can be meant."""
    text = plain_text(value)
    if isinstance(value, str) and len(value) > LONGEST:
        raise tk.Invalid(tk._("This text is too long: at most {number} characters.").format(
            number=LONGEST
        ))  # fmt: skip
    return text


@says(type="string", format="date")
def day(value: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError:
        raise tk.Invalid(tk._("Write a day as 2026-09-24.")) from None


@says(type="array", items={"type": "string"})
def names(value: Any) -> list[str]:
    """Read a list of names, or one text with a name a line or separated by commas."""
    if isinstance(value, str):
        value = [one for one in re.split(r"[,\n]", value) if one.strip()]
    if not isinstance(value, list):
        raise tk.Invalid(tk._("A list of texts is expected here."))
    return [str(limited_text(one)) for one in cast("list[Any]", value)]


def objects(value: Any) -> list[Mapping[str, Any]]:
    """Read a list of objects, or that as a text of JSON."""
    found = decoded(value)
    if not isinstance(found, list) or not all(
        isinstance(one, Mapping) for one in cast("list[object]", found)
    ):
        raise tk.Invalid(tk._("A list of objects is expected here."))
    return cast("list[Mapping[str, Any]]", found)


def decoded(value: Any) -> Any:
    """Return what a text of JSON says; anything else is what it is."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "[]")
    except ValueError:
        raise tk.Invalid(tk._("This is no JSON.")) from None
