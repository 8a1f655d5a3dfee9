"""Submission: what is missing, the number, the parts that run side by side, and what is had at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.scigov.access.domain.subjects import Object
from ckanext.scigov.access.domain.subjects import State as EntryState
from ckanext.scigov.access.service import reading, terms
from ckanext.scigov.application import queries
from ckanext.scigov.application.domain import filing as rules_of_filing
from ckanext.scigov.application.domain import scope as scopes
from ckanext.scigov.application.domain import ways
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.evidence import EvidenceKind
from ckanext.scigov.application.domain.filing import Asked, Problem
from ckanext.scigov.application.domain.filing import Filing as FilingValue
from ckanext.scigov.application.domain.flow import SIMPLE, Flow, FlowReason
from ckanext.scigov.application.domain.states import Event, Kind, State
from ckanext.scigov.application.domain.ways import Way
from ckanext.scigov.application.model import Filing, Part, Question
from ckanext.scigov.application.service import contents, filings, steps
from ckanext.scigov.application.service.acts import AT_ONCE, Doer, Rules, system
from ckanext.scigov.application.service.filings import ANSWERS, WRITTEN, Wish
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.domain.evidence import ScanState
from ckanext.scigov.shared.errors import Refusal, Refused, StaleVersion
from ckanext.scigov.shared.session import Session

LETTER = EvidenceKind.SEALED_LETTER.value
INSTANT = dataclasses.replace(SIMPLE, name="instant", wants_report=False)
"""Nobody has to decide on what is shared unconditionally."""


@dataclasses.dataclass(frozen=True, slots=True)
class Judged:
    """A filing with all that its rules look at."""

    filing: FilingValue
    asked: tuple[Asked, ...]
    entries: Mapping[str, Object]
    questions: Mapping[str, Sequence[Question]]

    @property
    def is_instant(self) -> bool:
        return rules_of_filing.is_instant(self.filing, self.asked)


def submit(session: Session, name: str, doer: Doer, version: int | None = None) -> Filing:
    """Submit all that the applicant has: the first time, or again after a supplement.

    Raises:
        Refused: something is missing or wrong; there is a refusal for each.
    """
    filing, parts = filings.of_applicant(session, name, doer)
    if version is not None and version != filing.version:
        raise StaleVersion
    written = [part for part in parts if State(part.state) in WRITTEN]
    if parts and not written:
        raise Refused(Refusal(FlowReason.NOT_NOW))
    judged = judge(session, filing, written, doer)
    today = local_day(doer.now)
    if found := rules_of_filing.problems(judged.filing, judged.asked, doer.rules.filing, today):
        raise Refused(*(_refusal(problem) for problem in found))
    _check_contents(session, written)
    at_once = judged.is_instant and not filing.number
    if not filing.number:
        filing.number, filing.submitted_at = queries.next_number(session, today), doer.now
        session.flush()
    for part in sorted(written, key=lambda one: one.id):
        _submit_part(session, filing, part, judged, doer, at_once=at_once)
        if at_once:
            _give_at_once(session, part, doer)
    return filing


def obtain(session: Session, wish: Wish, doer: Doer, terms_version: str = "") -> Filing:
    """Have what is shared unconditionally (申请即享): one act, one transaction, a grant at once.

    Args:
        session: the database's.
        wish: what is wanted and what for.
        doer: who wants it.
        terms_version: of the terms that he accepts with it; empty: he accepts them later.
    """
    filing = filings.create(session, Kind.SHARE, wish, doer)
    parts = queries.parts_of(session, [filing.id])[filing.id]
    judged = judge(session, filing, parts, doer)
    if parts and not judged.is_instant:
        raise Refused(Refusal(ActReason.NOT_INSTANT, "datasets"))
    submit(session, filing.id, doer)
    for part in parts if terms_version else ():
        terms.accept_with(session, part.grant_number or "", terms_version, doer.by)
    return filing


def judge(session: Session, filing: Filing, parts: Sequence[Part], doer: Doer) -> Judged:
    """Return what the rules of filing look at."""
    kind = Kind(filing.kind)
    entries = reading.entries(session, [part.dataset_id for part in parts])
    questions: dict[str, list[Question]] = {}
    for question in queries.questions_of(session, [part.dataset_id for part in parts]):
        questions.setdefault(question.dataset_id, []).append(question)
    answers: Mapping[str, str] = filing.fields.get(ANSWERS, {})
    asked = tuple(
        Asked(
            part.dataset_id,
            scopes.from_values(part.asked),
            way_to(kind, entries.get(part.dataset_id)),
            tuple(
                one.id
                for one in questions.get(part.dataset_id, ())
                if one.is_needed and not str(answers.get(one.id, "")).strip()
            ),
        )
        for part in parts
    )
    return Judged(_value(session, filing, doer), asked, entries, questions)


def way_to(kind: Kind, entry: Object | None) -> Way:
    """Return how an entry is come by; one that is gone or closed cannot be applied for."""
    if entry is None or entry.state is not EntryState.ACTIVE:
        return Way.CLOSED
    return ways.way(kind, entry.grade)


def _value(session: Session, filing: Filing, doer: Doer) -> FilingValue:
    is_open = filing.kind == Kind.OPEN.value
    files = queries.evidence_of(session, [filing.id])
    # Only agencies that are approved now are among somebody's.
    is_member = filing.agency_id in doer.principal.agency_ids
    return FilingValue(
        kind=Kind(filing.kind),
        **{name: str(filing.fields.get(name, "")) for name in filings.TEXTS},
        agency_id=filing.agency_id if is_member else "",
        handler_ids=tuple(filing.handler_ids),
        has_letter=any(
            one.kind == LETTER and one.state != ScanState.INFECTED.value for one in files
        ),
        is_identified=is_open and queries.identity_of(session, filing.creator_id) is not None,
    )


def flow_of(session: Session, part: Part, entry: Object | None, rules: Rules) -> Flow:
    """Return how a provider has a dataset's applications handled."""
    names = reading.names_of_organizations(session, [part.provider_id])
    provider = names.get(part.provider_id, "")
    flow = rules.flows_of_providers.get(provider, rules.flow)
    level = entry.grade.level.value if entry is not None and entry.grade is not None else ""
    if level in rules.four_eyes_levels or provider in rules.four_eyes_providers:
        return dataclasses.replace(flow, four_eyes=True)
    return flow


def _submit_part(  # noqa: PLR0913  (each is part of what is put on record)
    session: Session,
    filing: Filing,
    part: Part,
    judged: Judged,
    doer: Doer,
    *,
    at_once: bool,
) -> None:
    questions = [one.id for one in judged.questions.get(part.dataset_id, ())]
    values: dict[str, Any] = {"said": filings.said_of(session, filing, part, questions)}
    if part.state == State.DRAFT.value:
        entry = judged.entries.get(part.dataset_id)
        flow = INSTANT if at_once else flow_of(session, part, entry, doer.rules)
        values["flow"] = dataclasses.asdict(flow)
        values["limits"] = {
            key.value: dataclasses.asdict(limit) for key, limit in doer.rules.limits.items()
        }
    steps.take(session, part.id, Step(Event.SUBMIT, values=values), doer)


def _give_at_once(session: Session, part: Part, doer: Doer) -> None:
    """Let the system take all steps that are left to nobody's judgement."""
    office = system(doer.now, doer.rules, AT_ONCE)
    proposal = {"given": part.asked, "obligations": {}, "reply": "", "ground": None}
    for event in (Event.SIGN, Event.ACCEPT):
        steps.take(session, part.id, Step(event), office)
    approval = Step(Event.APPROVE, values={"proposal": proposal})
    steps.take(session, part.id, approval, office)


def _check_contents(session: Session, parts: Sequence[Part]) -> None:
    found = [
        refusal
        for part in parts
        for refusal in contents.refusals_of_asked(
            session, part.dataset_id, scopes.from_values(part.asked)
        )
    ]
    if found:
        raise Refused(*found)


def _refusal(problem: Problem) -> Refusal:
    values: dict[str, str | int] = {"about": problem.about} if problem.about else {}
    return Refusal(problem.reason, problem.field, values)
