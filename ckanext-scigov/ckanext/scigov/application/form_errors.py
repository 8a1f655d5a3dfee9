"""What is wrong with the form of an application: beside which dataset it stands, and in a list above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import words
from ckanext.scigov.application.pages import Shown

Errors = Mapping[str, list[str]]
CLOSED = frozenset({"closed", "free"})


@dataclass(frozen=True, slots=True)
class Named:
    """A dataset as the form has it: what an action refuses is looked for in these."""

    id: str
    title: str
    way: str
    values: Shown
    questions: Sequence[Shown] = ()


def placed(
    errors: Errors, named: Sequence[Named], answers: Mapping[str, str], today: dt.date
) -> dict[str, list[str]]:
    """Return errors by field; of a dataset's field by ``ID.field``.

    An action names the field of what is wrong, and not the dataset: those that are wrong are found here.
    """
    found = {name: list(dict.fromkeys(texts)) for name, texts in errors.items()}
    places = {
        "until_on": list(_terms(named, today)),
        "datasets": list(_unfit(named)),
        "answers": list(_unanswered(named, answers)),
    }
    for name, targets in places.items():
        if name in found and targets:
            texts = found.pop(name)
            for target in targets:
                found.setdefault(target, []).extend(texts)
    return found


def listed(errors: Errors, named: Sequence[Named]) -> Iterator[tuple[str, str]]:
    """Yield where on the page something is wrong, and the sentence with its field and dataset."""
    titles = {one.id: one.title for one in named}
    for name, texts in errors.items():
        if name == "state":
            continue
        dataset_id, _dot, field = name.rpartition(".")
        label = words.field("answers" if field.startswith("answer-") else field)
        if about := titles.get(dataset_id):
            label = tk._("{field} (“{title}”)").format(field=label, title=about)
        for text in texts:
            yield _place(dataset_id, field), f"{label}{tk._(': ')}{text}"


def of_dataset(errors: Errors, dataset_id: str) -> dict[str, list[str]]:
    """Return what is wrong with one dataset, by its fields."""
    begin = f"{dataset_id}."
    return {n.removeprefix(begin): texts for n, texts in errors.items() if n.startswith(begin)}


def _place(dataset_id: str, field: str) -> str:
    if field == "datasets":
        return f"dataset-{dataset_id}" if dataset_id else "form-datasets"
    if field.startswith("answer-"):
        return field
    return f"{field}-{dataset_id}" if dataset_id else f"f-{field}"


def _terms(named: Sequence[Named], today: dt.date) -> Iterator[str]:
    """Yield the terms that are wrong; where none is plainly so, the longest is too long."""
    lengths: dict[str, int] = {}
    is_found = False
    for one in named:
        begin, until = _day(one.values["from_on"]), _day(one.values["until_on"])
        if begin is None or until is None or until < max(begin, today):
            is_found = True
            yield f"{one.id}.until_on"
        else:
            lengths[one.id] = (until - begin).days
    if lengths and not is_found:
        longest = max(lengths.values())
        yield from (f"{id_}.until_on" for id_, days in lengths.items() if days == longest)


def _unfit(named: Sequence[Named]) -> Iterator[str]:
    for one in named:
        if one.way in CLOSED:
            yield f"{one.id}.datasets"
        elif None in (_day(one.values["from_on"]), _day(one.values["until_on"])):
            yield f"{one.id}.until_on"


def _unanswered(named: Sequence[Named], answers: Mapping[str, str]) -> Iterator[str]:
    for one in named:
        for question in one.questions:
            if question["is_needed"] and not answers.get(question["id"], "").strip():
                yield f"{one.id}.answer-{question['id']}"


def _day(text: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None
