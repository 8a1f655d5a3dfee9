"""A link in the office."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """A page of use to the reader; ``count`` is how much there is for him, if that was asked."""

    key: str
    url: str
    label: str
    about: str
    count: int | None = None
