"""Values by which a list on a page is narrowed: links that each change one argument of the address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import ckan.plugins.toolkit as tk

Kept = Mapping[str, str]
"""What a list is narrowed to, as arguments of its address."""
Values = Iterable[tuple[str, str, int | None]]
"""Of a filter: its value, what it is called, and how many rows it leaves."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A value by which a list can be narrowed, with how many rows it would leave."""

    label: str
    url: str
    count: int | None
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class FilterGroup:
    name: str
    label: str
    filters: tuple[Filter, ...]


def group(name: str, label: str, values: Values, kept: Kept, endpoint: str) -> FilterGroup:
    """Return the values of one argument, after a link that takes it out of the address.

    Args:
        name: the argument.
        label: what it is called.
        values: in the order of the page.
        kept: all arguments that the address has now.
        endpoint: of the page.
    """
    return FilterGroup(name, label, tuple(_filters(name, values, kept, endpoint)))


def _filters(name: str, values: Values, kept: Kept, endpoint: str) -> Iterator[Filter]:
    others = {key: value for key, value in kept.items() if key != name}
    yield Filter(tk._("All"), tk.h.url_for(endpoint, **others), None, name not in kept)
    for code, label, count in values:
        url = tk.h.url_for(endpoint, **{**others, name: code})
        yield Filter(label, url, count, kept.get(name) == code)
