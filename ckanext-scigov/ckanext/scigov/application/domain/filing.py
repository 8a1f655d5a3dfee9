"""What an applicant says, and what is missing before it can be submitted."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ckanext.scigov.application.domain.scope import Scope
from ckanext.scigov.application.domain.states import Kind
from ckanext.scigov.application.domain.ways import Way

SHORTEST = 10
"""Characters of a purpose or a scene of use: less says nothing."""
MOST_DATASETS = 20


class FilingReason(enum.Enum):
    """What is wrong with a field."""

    MISSING = "missing"
    TOO_SHORT = "too_short"
    AGENCY_NEEDED = "agency_needed"
    IDENTITY_NEEDED = "identity_needed"
    NOTHING_ASKED = "nothing_asked"
    TOO_MANY = "too_many"
    TWICE = "twice"
    NOT_TO_APPLY_FOR = "not_to_apply_for"
    FREE_ALREADY = "free_already"
    TERM_EMPTY = "term_empty"
    TERM_OVER = "term_over"
    TERM_TOO_LONG = "term_too_long"
    LETTER_NEEDED = "letter_needed"
    ANSWER_NEEDED = "answer_needed"
    NOT_ONE_OF_YOURS = "not_one_of_yours"


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    reason: FilingReason
    about: str = ""
    """The dataset's id or the question, where a field has several."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One dataset that is applied for."""

    dataset_id: str
    scope: Scope
    way: Way
    unanswered: tuple[str, ...] = ()
    """Questions of the provider that need an answer and have none."""


@dataclass(frozen=True, slots=True)
class Filing:
    kind: Kind
    purpose: str = ""
    scene: str = ""
    """The scene of use (应用场景)."""
    legal_basis: str = ""
    security_measures: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    agency_id: str = ""
    handler_ids: tuple[str, ...] = ()
    has_letter: bool = False
    is_identified: bool = False
    """Who applies in his own name has shown who he is."""


@dataclass(frozen=True, slots=True)
class FilingRules:
    """What a site asks for."""

    most_days: int = 1096
    """The longest time of use, in days."""
    needs_letter: bool = True
    """The sealed letter comes with an application for conditional sharing."""


def problems(
    filing: Filing, asked: Sequence[Asked], rules: FilingRules, today: dt.date
) -> tuple[Problem, ...]:
    """Return all that is wrong, in the order of the form."""
    needs_all = any(one.way is Way.APPLY for one in asked)
    found = [*_of_applicant(filing), *_of_datasets(asked, rules, today)]
    found += _of_texts(filing, needs_all=needs_all)
    if filing.kind is Kind.SHARE and needs_all and rules.needs_letter and not filing.has_letter:
        found.append(Problem("letter", FilingReason.LETTER_NEEDED))
    return tuple(found)


def is_instant(filing: Filing, asked: Sequence[Asked]) -> bool:
    """Say whether purpose and scene are enough and the grant is there at once (申请即享)."""
    return filing.kind is Kind.SHARE and all(one.way is Way.INSTANT for one in asked)


def _of_applicant(filing: Filing) -> Iterator[Problem]:
    if filing.kind is Kind.SHARE:
        if not filing.agency_id:
            yield Problem("agency_id", FilingReason.AGENCY_NEEDED)
    elif not filing.is_identified:
        yield Problem("identity", FilingReason.IDENTITY_NEEDED)


def _of_datasets(asked: Sequence[Asked], rules: FilingRules, today: dt.date) -> Iterator[Problem]:
    ids = [one.dataset_id for one in asked]
    if not ids:
        yield Problem("datasets", FilingReason.NOTHING_ASKED)
    if len(ids) > MOST_DATASETS:
        yield Problem("datasets", FilingReason.TOO_MANY)
    for place, one in enumerate(asked):
        if one.dataset_id in ids[:place]:
            yield Problem("datasets", FilingReason.TWICE, one.dataset_id)
        elif reason := _of_dataset(one, rules, today):
            yield Problem(*reason, one.dataset_id)
        for question in one.unanswered:
            yield Problem("answers", FilingReason.ANSWER_NEEDED, question)


def _of_dataset(
    asked: Asked, rules: FilingRules, today: dt.date
) -> tuple[str, FilingReason] | None:
    scope = asked.scope
    if asked.way is Way.CLOSED:
        return "datasets", FilingReason.NOT_TO_APPLY_FOR
    if asked.way is Way.FREE:
        return "datasets", FilingReason.FREE_ALREADY
    if scope.until_on < scope.from_on:
        return "until_on", FilingReason.TERM_EMPTY
    if scope.until_on < today:
        return "until_on", FilingReason.TERM_OVER
    return ("until_on", FilingReason.TERM_TOO_LONG) if scope.days > rules.most_days else None


def _of_texts(filing: Filing, *, needs_all: bool) -> Iterator[Problem]:
    for field in ("purpose", "scene"):
        text = getattr(filing, field).strip()
        if not text:
            yield Problem(field, FilingReason.MISSING)
        elif len(text) < SHORTEST:
            yield Problem(field, FilingReason.TOO_SHORT)
    if not needs_all:
        return
    wanted = ["security_measures", "contact_name", "contact_phone"]
    if filing.kind is Kind.SHARE:
        wanted.insert(0, "legal_basis")
    for field in wanted:
        if not getattr(filing, field).strip():
            yield Problem(field, FilingReason.MISSING)
    if filing.kind is Kind.SHARE and not filing.handler_ids:
        yield Problem("handlers", FilingReason.MISSING)
