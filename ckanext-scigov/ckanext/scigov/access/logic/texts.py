"""Validators of reasons, moments and scopes in the input of actions."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.naming import scope_of
from ckanext.scigov.access.domain.roles import Scope
from ckanext.scigov.shared.toolkit_shapes import says
from ckanext.scigov.shared.toolkit_texts import is_plain

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
_SCOPE = [
    {"type": "string", "pattern": "^(platform|(unit_tree|provider):.+)$", "examples": ["platform"]},
    {"type": "object", "properties": {"kind": {"type": "string"}, "id": {"type": "string"}}},
]


@says(type="string", needed=True)
def reason(value: Any) -> Any:
    """Refuse an act for which no reason is given."""
    if value is None or value is tk.missing or not str(value).strip():
        raise tk.Invalid(tk._("State the reason."))
    return value


@says(anyOf=_MOMENT)
def beginning(value: Any) -> dt.datetime:
    """Read a first moment; a day begins at midnight of the site's time zone."""
    return _moment(value, days_later=0)


@says(anyOf=_MOMENT)
def end(value: Any) -> dt.datetime:
    """Read the moment at which something ends; of a day that is the midnight after it."""
    return _moment(value, days_later=1)


@says(anyOf=_SCOPE)
def scope(value: Any) -> Scope:
    found = scope_of(value)
    if found is None:
        raise tk.Invalid(
            tk._("Write the scope as platform, unit_tree:ORGANISATION or provider:ORGANISATION.")
        )
    return found


def name_in(data_dict: dict[str, Any], *keys: str) -> str:
    """Return what raw input names by the first of these keys that is there; empty: nothing."""
    given = next((data_dict[key] for key in keys if data_dict.get(key)), "")
    return given.strip() if isinstance(given, str) and is_plain(given) else ""


def _moment(value: Any, *, days_later: int) -> dt.datetime:
    """Return an aware moment: the one given, or a midnight of the day given or so many later."""
    if isinstance(value, dt.datetime):
        return _aware(value)
    text = str(value).strip()
    try:
        if _DAY.fullmatch(text):
            day = dt.date.fromisoformat(text) + dt.timedelta(days=days_later)
            return _aware(dt.datetime.combine(day, dt.time()))
        # Python 3.10 does not read the Z.
        return _aware(dt.datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text)))
    except (ValueError, OverflowError):
        raise tk.Invalid(
            tk._("Write a day as 2026-09-24, or a moment as 2026-09-24T08:30:00+08:00.")
        ) from None


def _aware(moment: dt.datetime) -> dt.datetime:
    """Return a moment in UTC; one without a zone is meant in the site's."""
    if moment.tzinfo is None:
        zone: Any = tk.h.get_display_timezone()
        moment = zone.localize(moment) if hasattr(zone, "localize") else moment.replace(tzinfo=zone)
    return moment.astimezone(dt.timezone.utc)
