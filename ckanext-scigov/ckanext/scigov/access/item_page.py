"""What the pages about grades of data items show: a resource's items, and one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import grade_history, grade_page, sentences_grades
from ckanext.scigov.access.domain import grading, items
from ckanext.scigov.access.grade_history import Change
from ckanext.scigov.access.grade_page import Part, Rights, Shown
from ckanext.scigov.access.grade_shown import Place
from ckanext.scigov.access.queries import Codes, codes_of
from ckanext.scigov.catalogue.domain.grades import Grade, PartialGrade

ALL, OWN, WAITING = "all", "own", "waiting"
SHOWS = (ALL, OWN, WAITING)
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One data item in the list of its resource."""

    name: str
    title: str
    codes: Codes
    """Its own; empty where it is as its resource."""
    proposed: Codes | None
    """What waits for approval; None where nothing does."""
    is_described: bool
    """Still in the dictionary. One that has left it keeps its grade, its column may be there."""


@dataclass(frozen=True, slots=True)
class ItemsPage:
    dataset: Mapping[str, Any]
    place: Place
    codes: Codes
    """In force for the resource: the strictest of its own and its dataset's."""
    lines: tuple[ItemLine, ...]
    """Those asked for."""
    counts: Mapping[str, int]
    can_be_stricter: bool
    may_propose: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    dataset: Mapping[str, Any]
    part: Part
    about: Mapping[str, Any]
    """The item as the dictionary has it."""
    codes: Codes
    """In force for the resource."""
    choices: tuple[tuple[str, str], ...]
    """Own grades that can be proposed: value and words. Empty where there is nothing to choose."""
    history: tuple[Change, ...]
    may_decide: bool
    may_propose: bool
    most_changes: int = grade_history.MOST


@dataclass(frozen=True, slots=True)
class _Loaded:
    dataset: Mapping[str, Any]
    shown: Shown
    resource_id: str
    rights: Rights

    @property
    def grade(self) -> Grade | None:
        """Return what is in force for the resource."""
        dataset = grading.complete(*codes_of(self.shown.rows.get(self.dataset["id"])))
        own = grading.partial(*codes_of(self.shown.rows.get(self.resource_id)))
        return grading.effective(dataset, own)

    def lines(self) -> list[ItemLine]:
        own = self.shown.own(self.resource_id)
        waiting = self.shown.waiting(self.resource_id)
        described = [items.name_of(one) for one in self.shown.places.items(self.resource_id)]
        names = dict.fromkeys([*filter(None, described), *sorted({*own, *waiting})])
        return [
            ItemLine(
                name=name,
                title=self.place(name).title,
                codes=own.get(name, (None, None, None)),
                proposed=codes_of(waiting[name]) if name in waiting else None,
                is_described=name in described,
            )
            for name in names
        ]

    def place(self, name: str) -> Place:
        return self.shown.places.of(items.object_id(self.resource_id, name))


def gather(context: Any, dataset_id: str, resource_id: str, show: str, words: str) -> ItemsPage:
    """Return a resource's data items for whoever works with the entry.

    Args:
        context: of whoever looks.
        dataset_id: id or name.
        resource_id: one of its resources.
        show: all, own or waiting.
        words: part of a title or name; empty for every item.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized.
    """
    loaded = _load(context, dataset_id, resource_id)
    wanted = [line for line in loaded.lines() if _is_called(line, words)]
    return ItemsPage(
        dataset=loaded.dataset,
        place=loaded.shown.places.of(resource_id),
        codes=codes_in(loaded.grade),
        lines=tuple(line for line in wanted if _IS[show](line)),
        counts={one: sum(map(_IS[one], wanted)) for one in SHOWS},
        can_be_stricter=len(grading.item_choices(loaded.grade)) > 1,
        may_propose=loaded.rights.may_propose,
    )


def gather_item(
    context: Any, dataset_id: str, resource_id: str, name: str, values: Mapping[str, Any]
) -> ItemPage:
    """Return one data item; ``values`` are those of the form that comes back, if one does.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized.
    """
    object_id = items.object_id(resource_id, name)
    loaded = _load(context, dataset_id, resource_id, values, object_id)
    if name not in {line.name for line in loaded.lines()}:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    part, shown = loaded.shown.part(object_id), loaded.shown
    about = (one for one in shown.places.items(resource_id) if items.name_of(one) == name)
    return ItemPage(
        dataset=loaded.dataset,
        part=part,
        about=next(about, {}),
        codes=codes_in(loaded.grade),
        choices=_choices(loaded.grade, part),
        history=shown.history,
        may_decide=loaded.rights.may_decide,
        may_propose=loaded.rights.may_propose,
    )


def codes_in(grade: Grade | None) -> Codes:
    return (grade.level.value, grade.share.value, grade.open.value) if grade else (None, None, None)


def value_of(own: PartialGrade) -> str:
    """Return an own grade as a form sends it."""
    return ",".join(one.value if one else "" for one in (own.level, own.share, own.open))


def _load(
    context: Any,
    dataset_id: str,
    resource_id: str,
    values: Mapping[str, Any] = NOTHING,
    history_of: str | None = None,
) -> _Loaded:
    asked = {"resource_id": resource_id}
    dataset = grade_page.entry(context, asked, dataset_id)
    if resource_id not in {one["id"] for one in dataset["resources"]}:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    shown = Shown(context, dataset, values, history_of)
    return _Loaded(dataset, shown, resource_id, grade_page.rights(context, asked))


def _choices(resource: Grade | None, part: Part) -> tuple[tuple[str, str], ...]:
    choices = grading.item_choices(resource)
    is_plain = not any(part.codes) and part.proposal is None
    if len(choices) == 1 and is_plain:
        return ()
    return tuple((value_of(own), _words(own, resource)) for own in choices)


def _words(own: PartialGrade, resource: Grade | None) -> str:
    text = sentences_grades.grade_text(codes_in(own.within(resource) if resource else None))
    if own.is_empty:
        return tk._("As its resource ({grade})").format(grade=text)
    return text


def _is_called(line: ItemLine, words: str) -> bool:
    return items.key(words) in items.key(line.title) or items.key(words) in items.key(line.name)


_IS: Mapping[str, Callable[[ItemLine], bool]] = {
    ALL: lambda _line: True,
    OWN: lambda line: any(line.codes),
    WAITING: lambda line: line.proposed is not None,
}
