"""Validators of what the actions of applications take: texts, days, names, scopes, answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.scope import Manner, Scope
from ckanext.scigov.shared.toolkit_shapes import says
from ckanext.scigov.shared.toolkit_texts import LONGEST, day, decoded, limited_text, names, objects

__all__ = ["day", "names", "objects"]

USUAL_DAYS = 365


@says(type="string", maxLength=LONGEST, needed=True)
def entry(value: Any) -> Any:
    """Read which dataset is meant; without one there is none, which the service says."""
    return limited_text(value) or ""


@says(type="string", maxLength=LONGEST, needed=True)
def question(value: Any) -> str:
    """Read what is asked of who applies."""
    text = limited_text(value)
    if not text:
        raise tk.Invalid(tk._("Every question needs a text."))
    return str(text)


@says(type="string", enum=[one.value for one in Manner])
def manner(value: Any) -> Manner:
    try:
        return Manner(value)
    except ValueError:
        raise tk.Invalid(tk._("Choose query, api or download.")) from None


@says(type="object", additionalProperties={"type": "string"})
def answers(value: Any) -> dict[str, str]:
    """Read an object of questions' ids and texts, or that as a text of JSON."""
    found = decoded(value)
    if not isinstance(found, Mapping):
        raise tk.Invalid(tk._("An object of questions and answers is expected here."))
    return {
        str(key): str(limited_text(one)) for key, one in cast("Mapping[Any, Any]", found).items()
    }


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
