"""Short texts for values: sizes, numbers, lists, moments. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

_STEP = 1024
_UNITS = ("B", "KB", "MB", "GB", "TB")


def distinct(values: Iterable[Any]) -> list[str]:
    """Return the non-empty values as upper-case texts, each once, in their order."""
    return list(dict.fromkeys(str(value).upper() for value in values if value))


def whole(value: Any) -> int | None:
    """Return the value as a whole number that is not negative, or None."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    return number if number >= 0 else None


def grouped(value: Any) -> str:
    """Return ``17,926`` for 17926; an empty text when the value is no number."""
    number = whole(value)
    return "" if number is None else f"{number:,}"


def file_size(value: Any) -> str:
    """Return ``2.9 MB`` for 3000000; an empty text when the size is unknown."""
    size = whole(value)
    if not size:
        return ""
    amount, unit = float(size), 0
    while amount >= _STEP and unit < len(_UNITS) - 1:
        amount, unit = amount / _STEP, unit + 1
    text = f"{amount:.0f}" if unit == 0 else f"{amount:.1f}".removesuffix(".0")
    return f"{text} {_UNITS[unit]}"


def page_numbers(current: int, last: int) -> list[int | None]:
    """Return the page numbers to link: the ends and the neighbours, None for a gap."""
    shown = {1, last, *range(max(1, current - 2), min(last, current + 2) + 1)}
    numbers: list[int | None] = []
    for number in sorted(shown):
        before = numbers[-1] if numbers else 0
        if before is not None and number - before > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


def without_zone(value: Any) -> Any:
    """Return a moment as CKAN keeps its own, in UTC: only those does it show in the place's time."""
    if isinstance(value, str):
        with suppress(ValueError):
            value = dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.timezone.utc).replace(tzinfo=None)
    return value
