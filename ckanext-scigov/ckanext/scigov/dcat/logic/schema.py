"""Shapes of what the actions of the feed take."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat.domain.writing import FORMS
from ckanext.scigov.shared import toolkit_fields as fields
from ckanext.scigov.shared.toolkit_shapes import Shape, default, one_of, says

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
MOST_PAGES = 100_000
PER_REPORT = 50


def page() -> Shape:
    return {**part(), "page": [default(1), page_number]}


def part() -> Shape:
    return {
        "form": [default("ttl"), *fields.text(), one_of(list(FORMS))],
        "after": fields.maybe(behind),
        "modified_since": fields.maybe(moment),
    }


def dataset() -> Shape:
    return {"id": fields.text(), "form": [default("ttl"), *fields.text(), one_of(list(FORMS))]}


def deleted() -> Shape:
    return {"since": fields.maybe(moment), "after": fields.maybe(behind)}


def vocabulary() -> Shape:
    return {"form": [default("ttl"), *fields.text(), one_of(list(FORMS))]}


@says(type="integer", minimum=1, maximum=MOST_PAGES)
def page_number(value: Any) -> int:
    text = str(value)
    is_short = len(text) <= len(str(MOST_PAGES)) and text.isascii() and text.isdigit()
    if not (is_short and 1 <= int(text) <= MOST_PAGES):
        raise tk.Invalid(tk._("Give the number of a page, from 1 on."))
    return int(text)


@says(type="string", pattern=_ID.pattern)
def behind(value: Any) -> str:
    if not _ID.fullmatch(str(value)):
        raise tk.Invalid(tk._("Give the id of the dataset that the page before ended with."))
    return str(value)


@says(type="string", format="date-time")
def moment(value: Any) -> dt.datetime:
    """Return a day or a moment in UTC; what has no zone is meant so."""
    text = str(value).strip().replace("Z", "+00:00").replace(" ", "+")
    try:
        read = dt.datetime.fromisoformat(text)
        return (read if read.tzinfo else read.replace(tzinfo=dt.timezone.utc)).astimezone(
            dt.timezone.utc
        )
    except (ValueError, OverflowError):
        raise tk.Invalid(
            tk._("Give a day or a moment, as in 2026-11-29 or 2026-11-29T08:00:00Z.")
        ) from None


def check() -> Shape:
    return {
        "text": fields.maybe(document, empty=True),
        "address": fields.text(needed=False),
        "form": [*fields.text(needed=False), one_of(list(FORMS))],
    }


def report() -> Shape:
    return fields.page(usual=PER_REPORT, most=PER_REPORT)


@says(type="string")
def document(value: Any) -> str:
    """Take a text as it stands; how long it may be is an option of the site."""
    if not isinstance(value, str):
        raise tk.Invalid(tk._("A text is expected here."))
    return value
