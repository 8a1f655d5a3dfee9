"""Levels, findings and proposals in the form in which pages about grades show them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import sentences, sentences_grades
from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.personal_answers import Answer, Found, judge_answer
from ckanext.scigov.access.model import GradeProposal
from ckanext.scigov.access.queries import Codes, codes_of
from ckanext.scigov.catalogue import labels, vocabularies
from ckanext.scigov.catalogue.domain import grades


@dataclass(frozen=True, slots=True)
class LevelText:
    """A level as table 2 explains it, and what it admits."""

    code: str
    label: str
    definition: str
    sensitivity: str
    impact: str
    shares: tuple[str, ...]
    opens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding with the answer that is being given; ``error`` says why it is not enough."""

    number: int
    kind: str
    item: str
    resource_id: str
    resource: str
    by: str
    """entry, name or values: a code of FoundBy."""
    hits: int
    sampled: int
    answer: str = ""
    note: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What a grade is of: the dataset, one of its resources, or one data item of such a resource."""

    resource_id: str = ""
    item: str = ""
    title: str = ""
    """Of the resource or the data item; the dataset's own is on the page already."""
    resource: str = ""
    """The title of a data item's resource."""

    @property
    def part(self) -> str:
        return tk._(", ").join(filter(None, (self.resource, self.title)))

    @property
    def inherits(self) -> str:
        """Return in words what holds where nothing is set; empty for the dataset."""
        if self.item:
            return tk._("As its resource")
        return tk._("As its dataset") if self.resource_id else ""


@dataclass(frozen=True, slots=True)
class ProposalShown:
    codes: Codes
    level: LevelText | None
    reason: str
    state: str
    proposer: str
    proposed_at: dt.datetime
    decider: str
    decided_at: dt.datetime | None
    decision_reason: str
    is_own: bool
    findings: tuple[FindingShown, ...]
    answers: tuple[Mapping[str, Any], ...]
    place: Place


class Places:
    """Knows what objects are called, out of an entry that is loaded: each is one look-up."""

    def __init__(self, dataset: Mapping[str, Any]) -> None:
        self._dataset_id = dataset["id"]
        self.resources = {one["id"]: one for one in dataset.get("resources") or []}
        self._titles: dict[str, dict[str, str]] = {}

    def of(self, object_id: str) -> Place:
        if object_id == self._dataset_id:
            return Place()
        resource_id, name = items.split_id(object_id)
        resource = self.title(resource_id) or tk._("a resource that has been removed")
        if name:
            return Place(resource_id, name, self._titles_in(resource_id).get(name, name), resource)
        return Place(resource_id, "", resource)

    def title(self, resource_id: str) -> str:
        resource = self.resources.get(resource_id)
        return tk.h.resource_display_name(resource) if resource else ""

    def items(self, resource_id: str) -> list[Mapping[str, Any]]:
        """Return the data items that the reader may see."""
        return list(self.resources.get(resource_id, {}).get("data_items") or ())

    def _titles_in(self, resource_id: str) -> dict[str, str]:
        if resource_id not in self._titles:
            self._titles[resource_id] = {
                items.name_of(one): one.get("title") or items.name_of(one)
                for one in self.items(resource_id)
            }
        return self._titles[resource_id]


class Proposals:
    """Shows proposals; ``values`` are those of the form that comes back, if one does."""

    def __init__(
        self, places: Places, people: Mapping[str, str], user_id: str, values: Mapping[str, Any]
    ) -> None:
        self._places, self._people, self._user_id = places, people, user_id
        self._given = answers_in(values) if values.get("act") == "approve" else []

    def shown(self, row: GradeProposal) -> ProposalShown:
        return ProposalShown(
            codes=codes_of(row),
            level=level_text(row.security_level) if row.security_level else None,
            reason=row.reason,
            state=row.state,
            proposer=self._people.get(row.proposed_by, ""),
            proposed_at=row.proposed_at,
            decider=self._people.get(row.decided_by or "", ""),
            decided_at=row.decided_at,
            decision_reason=row.decision_reason or "",
            is_own=bool(self._user_id) and row.proposed_by == self._user_id,
            findings=self._findings(row),
            answers=tuple(row.answers),
            place=self._places.of(row.object_id),
        )

    def _findings(self, row: GradeProposal) -> tuple[FindingShown, ...]:
        found = [Found.from_json(one) for one in row.findings]
        return tuple(self._finding(number, one) for number, one in enumerate(found, 1))

    def _finding(self, number: int, found: Found) -> FindingShown:
        finding = found.finding
        about = (finding.kind.value, finding.item, found.resource_id)
        given = next((one for one in self._given if _about(one) == about), {})
        return FindingShown(
            number=number,
            kind=finding.kind.value,
            item=finding.item,
            resource_id=found.resource_id,
            resource=self._places.title(found.resource_id),
            by=finding.by.value,
            hits=finding.hits,
            sampled=finding.sampled,
            answer=given.get("answer", ""),
            note=given.get("note", ""),
            error=self._error(given, finding.item),
        )

    def _error(self, given: Mapping[str, str], item: str) -> str:
        if not self._given:
            return ""
        known = {one.value: one for one in Answer}
        reason = judge_answer(known.get(given.get("answer", "")), given.get("note", ""))
        return sentences.GRADING[reason]() % {"item": item} if reason else ""


def _about(given: Mapping[str, str]) -> tuple[str, str, str]:
    return given["kind"], given["item"], given["resource_id"]


def level_text(code: str) -> LevelText:
    value = vocabularies.find("security_level", code) or {}
    level = grades.Level(code)
    return LevelText(
        code=code,
        label=labels.text(value.get("label")),
        definition=labels.text(value.get("help")),
        sensitivity=sentences_grades.sensitivity_of(code),
        impact=sentences_grades.impact(code),
        shares=tuple(labels.label("share_type", one.value) for one in grades.legal_shares(level)),
        opens=tuple(labels.label("open_type", one.value) for one in grades.legal_opens(level)),
    )


def answers_in(form: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the answers out of a form whose fields are numbered."""
    names = ("kind", "item", "resource", "answer", "note")
    numbers = [key.removeprefix("kind-") for key in form if key.startswith("kind-")]
    found = [{name: form.get(f"{name}-{number}", "") for name in names} for number in numbers]
    return [{**one, "resource_id": one.pop("resource")} for one in found]
