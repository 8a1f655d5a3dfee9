"""What the page about one entry's grade shows, gathered in a bounded number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import grade_history, name_queries, queries, sentences_grades
from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.grading import ObjectKind
from ckanext.scigov.access.grade_history import Change, History
from ckanext.scigov.access.grade_shown import (
    LevelText,
    Place,
    Places,
    Proposals,
    ProposalShown,
    level_text,
)
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.access.queries import Codes, codes_of
from ckanext.scigov.catalogue import labels, vocabularies
from ckanext.scigov.catalogue.domain import grades

MOST_ITEMS = 10
"""So many data items with a grade of their own are named beside their resource."""
MOST_WAITING = 50
"""So many proposals about data items are listed; all of them stand in the lists of their resources."""


@dataclass(frozen=True, slots=True)
class Part:
    """The dataset, one of its resources, or a data item of one."""

    place: Place
    codes: Codes
    since: dt.datetime | None
    set_by: str
    reason: str
    proposal: ProposalShown | None


@dataclass(frozen=True, slots=True)
class ItemsInShort:
    """What is said of a resource's data items beside the resource."""

    count: int
    own: tuple[tuple[str, str], ...]
    """Those with a grade of their own: title and grade in words."""
    own_count: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal about a data item, and what is in force for the item itself."""

    proposal: ProposalShown
    codes: Codes


@dataclass(frozen=True, slots=True)
class GradePage:
    dataset: Mapping[str, Any]
    parts: tuple[Part, ...]
    items: Mapping[str, ItemsInShort]
    """By resource, of those that have any."""
    waiting_items: tuple[Waiting, ...]
    waiting_items_count: int
    history: tuple[Change, ...]
    levels: tuple[LevelText, ...]
    targets: tuple[tuple[str, str], ...]
    """What a grade can be proposed for: id of a resource, or nothing, and title."""
    choices: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """The fields of a wish: name, label, options."""
    may_decide: bool
    may_propose: bool
    most_changes: int = grade_history.MOST


@dataclass(frozen=True, slots=True)
class Rights:
    may_decide: bool
    may_propose: bool


class Shown:
    """An entry's grades as they are loaded; whatever is shown of them is a look-up in memory."""

    def __init__(
        self,
        context: Any,
        dataset: Mapping[str, Any],
        values: Mapping[str, Any],
        history_of: str | None = None,
    ) -> None:
        """Load it.

        Args:
            context: of whoever looks.
            dataset: the entry.
            values: of the form that comes back, if one does.
            history_of: the object whose history is shown; empty for all, None for nothing's.
        """
        self.places = Places(dataset)
        self.rows = {row.object_id: row for row in queries.grades_of(model.Session, dataset["id"])}
        waiting = queries.waiting_proposals(model.Session, dataset["id"])
        self._waiting = {row.object_id: row for row in waiting}
        self._history = grade_history.History()
        if history_of is not None:
            rows = self.rows.values()
            self._history = grade_history.load(dataset["id"], rows, history_of)
        self.people = _people(waiting, self.rows, self._history)
        self.proposals = Proposals(self.places, self.people, user_id(context), values)

    @property
    def history(self) -> tuple[Change, ...]:
        return self._history.shown(self.places, self.proposals, self.people)

    def part(self, object_id: str, title: str = "") -> Part:
        row, waiting = self.rows.get(object_id), self._waiting.get(object_id)
        place = self.places.of(object_id)
        return Part(
            place=place if place.title else Place(title=title),
            codes=codes_of(row),
            since=row.since if row else None,
            set_by=self.people.get(row.set_by, "") if row else "",
            reason=row.reason if row else "",
            proposal=self.proposals.shown(waiting) if waiting else None,
        )

    def own(self, resource_id: str) -> dict[str, Codes]:
        """Return the data items that have a grade of their own, by name."""
        return {
            items.split_id(object_id)[1]: codes_of(row)
            for object_id, row in self.rows.items()
            if _is_item_of(resource_id, object_id) and any(codes_of(row))
        }

    def waiting(self, resource_id: str) -> dict[str, GradeProposal]:
        """Return what waits for data items, by name."""
        return {
            items.split_id(object_id)[1]: row
            for object_id, row in self._waiting.items()
            if _is_item_of(resource_id, object_id)
        }

    def waiting_items(self) -> list[GradeProposal]:
        rows = [r for r in self._waiting.values() if r.object_kind == ObjectKind.ITEM.value]
        return sorted(rows, key=lambda row: (row.proposed_at, row.id))


def gather(context: Any, dataset_id: str, values: Mapping[str, Any]) -> GradePage:
    """Return the page for whoever works with the entry.

    Args:
        context: of whoever looks.
        dataset_id: id or name.
        values: of the form that comes back, if one does.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized.
    """
    asked = {"dataset_id": dataset_id}
    dataset = entry(context, asked, dataset_id)
    shown = Shown(context, dataset, values, history_of="")
    parts = tuple(
        shown.part(one, dataset["title"]) for one in [dataset["id"], *shown.places.resources]
    )
    waiting = shown.waiting_items()
    held = rights(context, asked)
    return GradePage(
        dataset=dataset,
        parts=parts,
        items=_items_in_short(shown),
        waiting_items=tuple(
            Waiting(shown.proposals.shown(row), codes_of(shown.rows.get(row.object_id)))
            for row in waiting[:MOST_WAITING]
        ),
        waiting_items_count=len(waiting),
        targets=tuple((part.place.resource_id, part.place.title) for part in parts),
        choices=tuple(map(_choice, sentences_grades.FIELDS)),
        history=shown.history,
        levels=tuple(level_text(level.value) for level in grades.Level),
        may_decide=held.may_decide,
        may_propose=held.may_propose,
    )


def entry(context: Any, asked: dict[str, Any], dataset_id: str) -> Mapping[str, Any]:
    """Return the entry for whoever works with it.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized.
    """
    tk.check_access("scigov_access_grade_history", context, dict(asked))
    reading: Any = {**context}
    return tk.get_action("package_show")(reading, {"id": dataset_id})


def rights(context: Any, asked: dict[str, Any]) -> Rights:
    return Rights(
        may_decide=_may("scigov_access_grade_approve", context, asked),
        may_propose=_may("scigov_access_grade_propose", context, asked),
    )


def user_id(context: Any) -> str:
    return getattr(context.get("auth_user_obj"), "id", "") or ""


def _items_in_short(shown: Shown) -> dict[str, ItemsInShort]:
    found: dict[str, ItemsInShort] = {}
    for resource_id in shown.places.resources:
        own, waiting = shown.own(resource_id), shown.waiting(resource_id)
        described = {items.name_of(one) for one in shown.places.items(resource_id)}
        if names := described | set(own) | set(waiting):
            first = [
                (shown.places.of(items.object_id(resource_id, name)).title, codes)
                for name, codes in list(own.items())[:MOST_ITEMS]
            ]
            texts = tuple((title, sentences_grades.grade_text(codes)) for title, codes in first)
            found[resource_id] = ItemsInShort(len(names), texts, len(own), len(waiting))
    return found


def _choice(name: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    values = [one for one in vocabularies.codes(name) if one != grades.UNCLASSIFIED]
    options = tuple((code, labels.label(name, code)) for code in values)
    return name, tk.h.scigov_catalogue_field_label(name), options


def _is_item_of(resource_id: str, object_id: str) -> bool:
    return object_id.startswith(items.object_id(resource_id, ""))


def _people(
    waiting: Sequence[GradeProposal], rows: Mapping[str, GradeInForce], history: History
) -> dict[str, str]:
    ids = {row.proposed_by for row in waiting} | {row.set_by for row in rows.values()}
    return name_queries.names_of_users(model.Session, (ids | history.people) - {""})


def _may(action: str, context: Any, asked: dict[str, Any]) -> bool:
    asking: Any = {**context}
    try:
        tk.check_access(action, asking, dict(asked))
    except tk.NotAuthorized:
        return False
    return True
