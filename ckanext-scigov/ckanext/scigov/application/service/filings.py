"""Filings: written by whoever applies, submitted, submitted again, withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import Object
from ckanext.scigov.access.domain.subjects import State as EntryState
from ckanext.scigov.access.service import reading
from ckanext.scigov.application import list_queries, queries
from ckanext.scigov.application.domain import parties
from ckanext.scigov.application.domain import scope as scopes
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.filing import FilingReason
from ckanext.scigov.application.domain.flow import FlowReason
from ckanext.scigov.application.domain.scope import Scope
from ckanext.scigov.application.domain.states import Event, Kind, State
from ckanext.scigov.application.model import Filing, Part
from ckanext.scigov.application.service import steps
from ckanext.scigov.application.service.acts import TITLE, Doer
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused, StaleVersion
from ckanext.scigov.shared.session import Session

WRITTEN = frozenset({State.DRAFT, State.RETURNED})
"""While the applicant has it."""
TEXTS = (
    "purpose", "scene", "legal_basis", "security_measures", "contact_name", "contact_phone",
    "contact_email",
)  # fmt: skip
ANSWERS = "answers"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A dataset that is applied for, by id or name."""

    dataset: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Wish:
    """What an applicant writes; None: as it was."""

    texts: Mapping[str, str] = field(default_factory=dict[str, str])
    answers: Mapping[str, str] | None = None
    """The question's id → the answer."""
    agency_id: str | None = None
    handlers: Sequence[str] | None = None
    """Users by id or name."""
    wanted: Sequence[Wanted] | None = None


def create(session: Session, kind: Kind, wish: Wish, doer: Doer) -> Filing:
    """Begin a draft. It may lack anything; what it names must be there for its writer."""
    filing = Filing(
        id=ids.random_key(),
        kind=kind.value,
        creator_id=doer.user_id,
        agency_id="",
        handler_ids=[],
        fields={ANSWERS: {}},
        created_at=doer.now,
        saved_at=doer.now,
        version=0,
    )
    session.add(filing)
    session.flush()
    _save(session, filing, [], wish, doer)
    filing.version = 1
    session.flush()
    doer.by.record(session, "application.create", "application", filing.id, kind=kind.value)
    return filing


def update(session: Session, name: str, wish: Wish, version: int | None, doer: Doer) -> Filing:
    """Change what the applicant has: a draft, or what was returned to him."""
    filing, parts = of_applicant(session, name, doer)
    if version is not None and version != filing.version:
        raise StaleVersion
    if parts and not any(State(part.state) in WRITTEN for part in parts):
        raise Refused(Refusal(ActReason.NOT_BEING_WRITTEN))
    _save(session, filing, parts, wish, doer)
    filing.saved_at, filing.version = doer.now, filing.version + 1
    session.flush()
    return filing


def of_applicant(session: Session, name: str, doer: Doer) -> tuple[Filing, list[Part]]:
    """Return a filing, locked, and its parts to whoever applies.

    Raises:
        NotVisible: there is none, or none that the doer sees.
        Denied: it is somebody else's.
    """
    filing = queries.find_filing(session, name, lock=True)
    if filing is None:
        raise NotVisible
    parts = queries.parts_of(session, [filing.id])[filing.id]
    if doer.user_id and doer.user_id in (filing.creator_id, *filing.handler_ids):
        return filing, parts
    held = steps.held_in(session, filing, parts, doer)
    if any(parties.may_see(held[part.id], State(part.state)) for part in parts):
        raise Denied(FlowReason.NOT_YOURS)
    raise NotVisible


def take_all(  # noqa: PLR0913  (each is part of the act)
    session: Session,
    name: str,
    event: Event,
    doer: Doer,
    *,
    reason: str = "",
    part_id: str = "",
) -> Filing:
    """Take a step that concerns a whole filing with all its parts that it can be taken on.

    Raises:
        NotVisible: there is no such filing, or no part that the doer sees.
        Denied: somebody else takes this step.
        Refused: it can be taken on no part now.
    """
    filing = queries.find_filing(session, name, lock=True)
    parts = queries.parts_of(session, [filing.id])[filing.id] if filing else []
    chosen = [part for part in parts if part_id in ("", part.id)]
    refused: Exception = NotVisible()
    done = 0
    for part in sorted(chosen, key=lambda one: one.id):
        try:
            steps.take(session, part.id, Step(event, reason), doer)
            done += 1
        except NotVisible:
            continue
        except (Denied, Refused) as error:
            refused = error
    if filing is None or not done:
        raise refused
    return filing


def _save(session: Session, filing: Filing, parts: list[Part], wish: Wish, doer: Doer) -> None:
    texts = {name: text for name, text in wish.texts.items() if name in TEXTS}
    answers = filing.fields.get(ANSWERS, {}) if wish.answers is None else dict(wish.answers)
    filing.fields = {**filing.fields, **texts, ANSWERS: answers}
    if wish.agency_id is not None:
        _set_agency(filing, wish.agency_id, doer)
    if wish.handlers is not None:
        filing.handler_ids = _handlers(session, filing, wish.handlers)
    if wish.wanted is not None:
        _set_wanted(session, filing, parts, wish.wanted, doer)


def _set_agency(filing: Filing, agency_id: str, doer: Doer) -> None:
    if agency_id == filing.agency_id:
        return
    is_own = not agency_id or agency_id in doer.principal.agency_ids
    if filing.kind != Kind.SHARE.value or not is_own:
        raise Refused(Refusal(FilingReason.NOT_ONE_OF_YOURS, "agency_id"))
    if filing.number:
        raise Refused(Refusal(ActReason.NOT_BEING_WRITTEN, "agency_id"))
    filing.agency_id = agency_id
    filing.handler_ids = []


def _handlers(session: Session, filing: Filing, names: Sequence[str]) -> list[str]:
    """Return who works with the data: members of the applying agency, system accounts among them."""
    found: dict[str, str] = {}
    for name in names:
        user_id = reading.user_named(session, name)
        if user_id is None:
            raise Refused(Refusal(FilingReason.NOT_ONE_OF_YOURS, "handlers", {"name": name}))
        found[user_id] = name
    members = reading.members_among(session, filing.agency_id, list(found))
    for user_id, name in found.items():
        if user_id not in members:
            raise Refused(Refusal(FilingReason.NOT_ONE_OF_YOURS, "handlers", {"name": name}))
    return list(found)


def _set_wanted(
    session: Session, filing: Filing, parts: list[Part], wanted: Sequence[Wanted], doer: Doer
) -> None:
    """Let the parts be what is wanted; what was submitted once keeps its datasets."""
    by_dataset = {part.dataset_id: part for part in parts}
    named: list[str] = []
    for place, one in enumerate(wanted):
        entry = visible_entry(session, one.dataset, doer)
        part = by_dataset.get(entry.dataset_id)
        if entry.dataset_id in named:
            raise Refused(Refusal(FilingReason.TWICE, "datasets", {"about": one.dataset}))
        named.append(entry.dataset_id)
        if part is None:
            if filing.number:
                raise Refused(Refusal(ActReason.OTHER_DATASET, "datasets"))
            session.add(_new_part(filing, entry, place, one.scope, doer.now))
        elif State(part.state) in WRITTEN:
            part.asked, part.position = scopes.to_values(one.scope), place
            part.provider_id = entry.provider_id
    for part in parts:
        if part.dataset_id not in named and State(part.state) is State.DRAFT and not filing.number:
            session.delete(part)
    session.flush()


def visible_entry(session: Session, name: str, doer: Doer) -> Object:
    """Return an entry that somebody may discover; what he may not is not there for him."""
    entry = reading.entry_named(session, name)
    found = entry is not None and entry.state is EntryState.ACTIVE
    if entry is None or not found or not decide(doer.principal, Operation.DISCOVER, entry).allowed:
        raise Refused(Refusal(ActReason.DATASET_UNKNOWN, "datasets", {"dataset": name}))
    return entry


def _new_part(filing: Filing, entry: Object, place: int, scope: Scope, now: dt.datetime) -> Part:
    return Part(
        id=ids.random_key(),
        filing_id=filing.id,
        position=place,
        kind=filing.kind,
        dataset_id=entry.dataset_id,
        provider_id=entry.provider_id,
        asked=scopes.to_values(scope),
        version=0,
        state=State.DRAFT.value,
        was_checked=False,
        is_advised=False,
        extension_asked=False,
        is_extended=False,
        consulted=[],
        proposed_by="",
        decided_by=[],
        owes_report=False,
        stepped_at=now,
    )


def said_of(
    session: Session, filing: Filing, part: Part, question_ids: Sequence[str]
) -> dict[str, Any]:
    """Return what the applicant says of a part now, as a submission puts it on record."""
    called = list_queries.titles_of_datasets(session, [part.dataset_id])
    answers: Mapping[str, str] = filing.fields.get(ANSWERS, {})
    return {
        **{name: filing.fields.get(name, "") for name in TEXTS},
        "handler_ids": list(filing.handler_ids),
        ANSWERS: {one: answers[one] for one in question_ids if answers.get(one)},
        "asked": part.asked,
        TITLE: called.get(part.dataset_id, ("", ""))[0],
    }
