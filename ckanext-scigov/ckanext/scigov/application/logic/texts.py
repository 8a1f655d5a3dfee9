"""Validators of what the actions of applications take: texts, days, names, scopes, answers."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.scope import Manner, Scope

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST = 5000
USUAL_DAYS = 365


def plain_text(value: Any) -> Any:
    """Strip a text; the database takes no NUL, and nobody types control characters."""
    if value is None or value is tk.missing:
        return value
    if not isinstance(value, str):
        raise tk.Invalid(tk._("A text is expected here."))
    if _CONTROL.search(value):
        raise tk.Invalid(tk._("Remove the control characters from this text."))
    if len(value) > LONGEST:
        raise tk.Invalid(tk._("This text is too long: at most {number} characters.").format(
            number=LONGEST
        ))  # fmt: skip
    return value.strip()


def day(value: Any) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value).strip())
    except ValueError:
        raise tk.Invalid(tk._("Write a day as 2026-09-24.")) from None


def names(value: Any) -> list[str]:
    """Read a list of names, or one text with a name a line or separated by commas."""
    if isinstance(value, str):
        value = [one for one in re.split(r"[,\n]", value) if one.strip()]
    if not isinstance(value, list):
        raise tk.Invalid(tk._("A list of texts is expected here."))
    return [str(plain_text(one)) for one in cast("list[Any]", value)]


def manner(value: Any) -> Manner:
    try:
        return Manner(value)
    except ValueError:
        raise tk.Invalid(tk._("Choose query, api or download.")) from None


def answers(value: Any) -> dict[str, str]:
    """Read an object of questions' ids and texts, or that as a text of JSON."""
    found = _decoded(value)
    if not isinstance(found, Mapping):
        raise tk.Invalid(tk._("An object of questions and answers is expected here."))
    return {str(key): str(plain_text(one)) for key, one in cast("Mapping[Any, Any]", found).items()}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """Read a list of objects, or that as a text of JSON."""
    found = _decoded(value)
    if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
        raise tk.Invalid(tk._("A list of objects is expected here."))
    return cast("list[Mapping[str, Any]]", found)


def scope(given: Mapping[str, Any], today: dt.date, usual_days: int = USUAL_DAYS) -> Scope:
    """Read what is asked of a dataset; from today for the usual time, where nothing else is said."""
    begin = day(given["from_on"]) if given.get("from_on") else today
    usual = begin + dt.timedelta(days=usual_days - 1)
    return Scope(
        from_on=begin,
        until_on=day(given["until_on"]) if given.get("until_on") else usual,
        resource_ids=frozenset(names(given.get("resource_ids") or [])),
        items=frozenset(names(given.get("items") or [])),
        manner=manner(given.get("manner") or Manner.DOWNLOAD.value),
    )


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "[]")
    except ValueError:
        raise tk.Invalid(tk._("This is no JSON.")) from None
