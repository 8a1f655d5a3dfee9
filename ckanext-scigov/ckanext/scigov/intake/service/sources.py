"""Sources: what runs, how often, and that somebody has let it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ckanext.harvest.model import HarvestSource

from ckanext.scigov.audit import service as audit
from ckanext.scigov.intake.domain.sources import (
    USUAL_GRACE_DAYS,
    USUAL_MOST_VANISHED_PERCENT,
    MailPolicy,
    Schedule,
    SourceReason,
    hash_of,
    judge_decider,
    next_run,
)
from ckanext.scigov.intake.domain.states import SOURCE_TRANSITIONS, SourceEvent, SourceState
from ckanext.scigov.intake.model import Source
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

OPTIONS = ("schedule", "grace_days", "most_vanished_percent", "mail_policy", "is_internal")


def load(session: Session, source_id: str) -> Source:
    """Return a source, locked for this transaction.

    Raises:
        NotVisible: there is none.
    """
    found = session.get(Source, source_id, with_for_update=True)
    if found is None:
        raise NotVisible
    return found


def register(
    session: Session, source_id: str, mapping: str, actor: Actor, now: dt.datetime
) -> Source:
    """Add what this portal knows of a harvest source; it waits for an approval."""
    source = Source(
        id=source_id,
        mapping=mapping,
        mapping_hash=hash_of(mapping, address_of(session, source_id)),
        approved_hash="",
        made_by=actor.user_id,
        state=SourceState.WAITING.value,
        decided_by="",
        decision_reason="",
        is_internal=False,
        schedule=Schedule.MANUAL.value,
        grace_days=USUAL_GRACE_DAYS,
        most_vanished_percent=USUAL_MOST_VANISHED_PERCENT,
        mail_policy=MailPolicy.ERRORS.value,
        known={},
    )
    session.add(source)
    session.flush()
    _account(session, source, "register", actor, now, {"mapping": source.mapping_hash})
    return source


def change(
    session: Session, source_id: str, mapping: str, actor: Actor, now: dt.datetime
) -> Source:
    """Give a source another mapping; nothing happens where neither it nor the address is new."""
    source = load(session, source_id)
    made = hash_of(mapping, address_of(session, source_id))
    if made != source.mapping_hash:
        _move(source, SourceEvent.CHANGE)
        source.mapping, source.mapping_hash, source.made_by = mapping, made, actor.user_id
        source.known = {}
        session.flush()
        _account(session, source, "change", actor, now, {"mapping": made})
    return source


def decide(  # noqa: PLR0913  (each is part of the decision)
    session: Session,
    source_id: str,
    event: SourceEvent,
    actor: Actor,
    now: dt.datetime,
    *,
    reason: str,
    second_person: bool,
) -> Source:
    """Approve a source with its value table, or refuse it.

    Raises:
        Refused: whoever made the mapping approves it where a second person is needed, or there is
            nothing to decide.
    """
    source = load(session, source_id)
    made = hash_of(source.mapping, address_of(session, source_id))
    if event is SourceEvent.APPROVE:
        refusal = judge_decider(source.made_by, actor.user_id, second_person=second_person)
        if refusal:
            raise Refused(refusal)
        source.approved_hash = source.mapping_hash = made
    _move(source, event)
    source.decided_by, source.decided_at, source.decision_reason = actor.user_id, now, reason
    session.flush()
    _account(session, source, event.value, actor, now, {"reason": reason, "mapping": made})
    return source


def set_options(
    session: Session,
    source_id: str,
    options: Mapping[str, Any],
    actor: Actor,
    now: dt.datetime,
) -> Source:
    """Say how it runs; only what is given changes. Values have been judged by the schema."""
    source = load(session, source_id)
    before = {name: getattr(source, name) for name in OPTIONS}
    for name in OPTIONS:
        if name in options:
            setattr(source, name, options[name])
    if source.schedule != before["schedule"]:
        source.next_run_at = next_run(Schedule(source.schedule), None, now)
    changed = {
        name: [before[name], getattr(source, name)]
        for name in OPTIONS
        if getattr(source, name) != before[name]
    }
    session.flush()
    if changed:
        _account(session, source, "options", actor, now, {"changed": changed})
    return source


def may_run(session: Session, source: Source) -> bool:
    """Say whether what would run is what was approved, and is not taken out of use."""
    found = session.get(HarvestSource, source.id)
    if found is None or not found.active:
        return False
    now_made = hash_of(source.mapping, str(found.url))
    return source.state == SourceState.APPROVED.value and source.approved_hash == now_made


def address_of(session: Session, source_id: str) -> str:
    found = session.get(HarvestSource, source_id)
    if found is None:
        raise NotVisible
    return str(found.url)


def _move(source: Source, event: SourceEvent) -> None:
    target = SOURCE_TRANSITIONS.get((SourceState(source.state), event))
    if target is None:
        raise Refused(Refusal(SourceReason.NOT_A_STEP))
    source.state = target.value


def _account(  # noqa: PLR0913, PLR0917  (each is a column)
    session: Session,
    source: Source,
    verb: str,
    actor: Actor,
    now: dt.datetime,
    detail: Mapping[str, Any],
) -> None:
    audit.record(
        session,
        actor=actor,
        event=f"intake_source.{verb}",
        object_type="intake_source",
        object_id=source.id,
        now=now,
        detail={"state": source.state, **detail},
    )
