"""Questions about applications and disputes: asked as each class of people, and about what does not exist."""

from __future__ import annotations

import dataclasses
import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from access_matrix import absence, grid
from access_matrix.absence import Answer
from access_matrix.recipes import Ask, Way
from access_matrix.site import Application, Dispute, Site, no_trace

Classes = Mapping[str, tuple[str, ...]]
"""Personas of whom the table of what is expected says the same; they take turns."""


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    way: Way
    about: str
    """The key of the application or dispute; empty where none is named."""
    ask: Ask


def run(
    site: Site,
    questions: Iterable[Question],
    about: Mapping[str, Any],
    classes: Classes,
    asked_as: Callable[[Question, str], Ask] = lambda one, _persona: one.ask,
) -> list[grid.Cell]:
    """Ask each question as each class of people.

    Args:
        site: the matrix's.
        questions: what is asked.
        about: applications or disputes by key; the first stands for none in particular.
        classes: who asks.
        asked_as: what of a question somebody asks otherwise.
    """
    cells = []
    nobody = next(iter(about))
    for one in questions:
        for members in classes.values():
            turn = zlib.crc32(f"{one.way} {one.about} {one.ask.path}".encode()) % len(members)
            persona = members[turn]
            ask = asked_as(one, persona)
            cells.append(grid.one(site, one.way, persona, about[one.about or nobody], ask))
    return cells


def different(
    site: Site,
    persona: str,
    pairs: Iterable[tuple[Question, Question]],
    hidden: Mapping[str, Any],
    absent: Mapping[str, Any],
) -> list[str]:
    """Return the ways in that answer about what somebody has no part in otherwise than about such as do
    not exist.

    Args:
        site: the matrix's.
        persona: who asks.
        pairs: what is asked, and the same about what does not exist.
        hidden: applications or disputes that he may not know, by key.
        absent: such as do not exist, by the same keys.
    """
    found = []
    for one, twin in pairs:
        if one.about not in hidden:
            continue
        of_hidden = _answer(site, persona, one.ask, hidden[one.about])
        of_absent = _answer(site, persona, twin.ask, absent[one.about])
        if parts := of_hidden.differences(of_absent):
            statuses = f"[{of_hidden.status}, absent: {of_absent.status}]"
            found.append(f"{one.way} {one.ask.path} {statuses}: {', '.join(parts)}")
    return found


def _answer(site: Site, persona: str, asked: Ask, about: Application | Dispute) -> Answer:
    with no_trace():
        response = grid.send_here(site.client, asked, site.people[persona]["token"])
    return absence.without_names(response, {one: word for one, word in about.ids if one})
