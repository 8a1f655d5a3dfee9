"""Validators of what the actions of applications take: texts, days, names, scopes, answers."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.scope import Manner, Scope
from ckanext.scigov.shared import toolkit_texts
from ckanext.scigov.shared.toolkit_shapes import says

LONGEST = 5000
USUAL_DAYS = 365


@says(type="string", maxLength=LONGEST)
def plain_text(value: Any) -> Any:
    """Strip a text, which must not be longer than anything that can be meant."""
    text = toolkit_texts.plain_text(value)
    if isinstance(value, str) and len(value) > LONGEST:
        raise tk.Invalid(tk._("This text is too long: at most {number} characters.").format(
            number=LONGEST
        ))  # fmt: skip
    return text


@says(type="string", maxLength=LONGEST, needed=True)
def entry(value: Any) -> Any:
    """Read which dataset is meant; without one there is none, which the service says."""
    return plain_text(value) or ""


@says(type="string", maxLength=LONGEST, needed=True)
def question(value: Any) -> str:
    """Read what is asked of who applies."""
    text = plain_text(value)
    if not text:
        raise tk.Invalid(tk._("Every question needs a text."))
    return str(text)


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
    return [str(plain_text(one)) for one in cast("list[Any]", value)]


@says(type="string", enum=[one.value for one in Manner])
def manner(value: Any) -> Manner:
    try:
        return Manner(value)
    except ValueError:
        raise tk.Invalid(tk._("Choose query, api or download.")) from None


@says(type="object", additionalProperties={"type": "string"})
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
    """Return what is asked of a dataset; from today for the usual time, where nothing else is said."""
    begin = given.get("from_on") or today
    return Scope(
        from_on=begin,
        until_on=given.get("until_on") or begin + dt.timedelta(days=usual_days - 1),
        resource_ids=frozenset(given.get("resource_ids") or ()),
        items=frozenset(given.get("items") or ()),
        manner=given.get("manner") or Manner.DOWNLOAD,
    )


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "[]")
    except ValueError:
        raise tk.Invalid(tk._("This is no JSON.")) from None
