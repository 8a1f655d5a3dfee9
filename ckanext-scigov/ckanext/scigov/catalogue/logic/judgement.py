"""Where refusals are collected while an entry is judged, and what the judges share."""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable
from typing import Any, TypeVar

from ckanext.scigov.catalogue import sentences
from ckanext.scigov.catalogue.domain import rules
from ckanext.scigov.catalogue.logic.flat import Flat, Key
from ckanext.scigov.catalogue.logic.prepare import GATHERED
from ckanext.scigov.shared.errors import Refusal

E = TypeVar("E", bound=enum.Enum)
GRADE_FIELDS = ("security_level", "share_type", "open_type")


class Judgement:
    """Collects refusals as error texts, and gaps, while the rules are asked one by one."""

    def __init__(self, entry: Flat, errors: dict[Key, list[str]], package: Any) -> None:
        self.entry = entry
        self.errors = errors
        self.package = package
        self.is_gathered = entry.text("catalogue_profile") == GATHERED
        self.gaps: list[str] = []

    def add(self, refusals: Iterable[Refusal], at: Flat | None = None) -> None:
        for refusal in refusals:
            if self.is_gathered and refusal.reason in rules.GAPS:
                self.gaps.append(refusal.field)
            else:
                place = (at or self.entry).key(refusal.field)
                self.errors.setdefault(place, []).append(sentences.sentence(refusal))

    def complain(self, place: Key, message: str) -> None:
        self.errors.setdefault(place, []).append(message)

    def has_errors(self, at: Flat, *fields: str) -> bool:
        return any(self.errors.get(at.key(field)) for field in fields)


@functools.lru_cache(256)
def member(kind: type[E], value: str) -> E | None:
    """Return the enum member for a code; None for none (or one its own validator refused)."""
    return next((item for item in kind if item.value == value), None)


def is_safeguarded(part: Flat, entry: Flat) -> bool:
    return bool(part.text("mask_rule") or entry.text("publication_basis"))
