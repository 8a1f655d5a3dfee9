"""What the page about one entry's grade shows, gathered in a bounded number of statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import name_queries, queries, sentences, sentences_grades
from ckanext.scigov.access.domain.grading import ProposalState
from ckanext.scigov.access.domain.personal_answers import Answer, Found, judge_answer
from ckanext.scigov.access.model import GradeInForce, GradeProposal
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
    by_values: bool
    hits: int
    sampled: int
    answer: str = ""
    note: str = ""
    error: str = ""


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
    part: str


@dataclass(frozen=True, slots=True)
class Part:
    """The dataset (``resource_id`` empty) or one of its resources."""

    resource_id: str
    title: str
    codes: Codes
    since: dt.datetime | None
    set_by: str
    reason: str
    proposal: ProposalShown | None
    items: tuple[tuple[str, str], ...]
    """Data items with a grade of their own: title and grade in words."""


@dataclass(frozen=True, slots=True)
class GradePage:
    dataset: Mapping[str, Any]
    parts: tuple[Part, ...]
    history: tuple[ProposalShown, ...]
    levels: tuple[LevelText, ...]
    targets: tuple[tuple[str, str], ...]
    """What a grade can be proposed for: id of a resource, or nothing, and title."""
    choices: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
    """The fields of a wish: name, label, options."""
    may_decide: bool
    may_propose: bool


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
    tk.check_access("scigov_access_grade_history", context, asked)
    reading: Any = {**context}
    dataset = tk.get_action("package_show")(reading, {"id": dataset_id})
    proposals = queries.proposals(model.Session, dataset_id=dataset["id"], limit=1000)
    rows = {row.object_id: row for row in queries.grades_of(model.Session, dataset["id"])}
    people = _people(proposals, rows)
    parts = _Parts(dataset, rows, people, _user_id(context), values)
    shown = [parts.proposal(row) for row in reversed(proposals)]
    all_parts = parts.all({row.object_id: row for row in proposals if _waits(row)})
    return GradePage(
        dataset=dataset,
        parts=all_parts,
        targets=tuple((part.resource_id, part.title) for part in all_parts),
        choices=tuple(map(_choice, sentences_grades.FIELDS)),
        history=tuple(one for one in shown if one.state != ProposalState.WAITING.value),
        levels=tuple(level_text(level.value) for level in grades.Level),
        may_decide=_may("scigov_access_grade_approve", context, asked),
        may_propose=_may("scigov_access_grade_propose", context, asked),
    )


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


def _choice(name: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    values = [one for one in vocabularies.codes(name) if one != grades.UNCLASSIFIED]
    options = tuple((code, labels.label(name, code)) for code in values)
    return name, tk.h.scigov_catalogue_field_label(name), options


def answers_in(form: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the answers out of a form whose fields are numbered."""
    names = ("kind", "item", "resource", "answer", "note")
    numbers = [key.removeprefix("kind-") for key in form if key.startswith("kind-")]
    found = [{name: form.get(f"{name}-{number}", "") for name in names} for number in numbers]
    return [{**one, "resource_id": one.pop("resource")} for one in found]


class _Parts:
    """Makes what is shown out of rows: each is one look-up in what is loaded."""

    def __init__(
        self,
        dataset: Mapping[str, Any],
        rows: Mapping[str, GradeInForce],
        people: Mapping[str, str],
        user_id: str,
        values: Mapping[str, Any],
    ) -> None:
        self._dataset, self._rows, self._people = dataset, rows, people
        self._user_id = user_id
        self._given = answers_in(values) if values.get("act") == "approve" else []
        resources = dataset.get("resources") or []
        self._resources = {one["id"]: one for one in resources}

    def all(self, waiting: Mapping[str, GradeProposal]) -> tuple[Part, ...]:
        ids = [self._dataset["id"], *self._resources]
        return tuple(self._part(one, waiting.get(one)) for one in ids)

    def _part(self, object_id: str, waiting: GradeProposal | None) -> Part:
        row, resource = self._rows.get(object_id), self._resources.get(object_id)
        return Part(
            resource_id=object_id if resource else "",
            title=tk.h.resource_display_name(resource) if resource else self._dataset["title"],
            codes=codes_of(row),
            since=row.since if row else None,
            set_by=self._people.get(row.set_by, "") if row else "",
            reason=row.reason if row else "",
            proposal=self.proposal(waiting) if waiting else None,
            items=_items(resource or {}),
        )

    def proposal(self, row: GradeProposal) -> ProposalShown:
        resource = self._resources.get(row.object_id)
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
            part=tk.h.resource_display_name(resource) if resource else "",
        )

    def _findings(self, row: GradeProposal) -> tuple[FindingShown, ...]:
        found = [Found.from_json(one) for one in row.findings]
        return tuple(self._finding(number, one) for number, one in enumerate(found, 1))

    def _finding(self, number: int, found: Found) -> FindingShown:
        finding, resource = found.finding, self._resources.get(found.resource_id, {})
        about = (finding.kind.value, finding.item, found.resource_id)
        given = next((one for one in self._given if _about(one) == about), {})
        return FindingShown(
            number=number,
            kind=finding.kind.value,
            item=finding.item,
            resource_id=found.resource_id,
            resource=tk.h.resource_display_name(resource) if resource else "",
            by_values=finding.by.value == "values",
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


def _items(resource: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    items: Sequence[Mapping[str, Any]] = resource.get("data_items") or []
    return tuple(
        (item.get("title") or item.get("name") or "", sentences_grades.grade_text(item))
        for item in items
        if any(item.get(name) for name in sentences_grades.FIELDS)
    )


def _waits(row: GradeProposal) -> bool:
    return row.state == ProposalState.WAITING.value


def _people(proposals: Sequence[GradeProposal], rows: Mapping[str, GradeInForce]) -> dict[str, str]:
    ids = {row.proposed_by for row in proposals} | {row.decided_by or "" for row in proposals}
    ids |= {row.set_by for row in rows.values()}
    return name_queries.names_of_users(model.Session, ids - {""})


def _user_id(context: Any) -> str:
    return getattr(context.get("auth_user_obj"), "id", "") or ""


def _may(action: str, context: Any, asked: dict[str, Any]) -> bool:
    asking: Any = {**context}
    try:
        tk.check_access(action, asking, dict(asked))
    except tk.NotAuthorized:
        return False
    return True
