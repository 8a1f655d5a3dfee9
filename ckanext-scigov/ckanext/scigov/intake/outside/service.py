"""The only writer of the register. It flushes, never commits; each act has its audit row beside it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Capacity, Principal
from ckanext.scigov.access.service import reading
from ckanext.scigov.audit.acts import By
from ckanext.scigov.intake.domain import outside as domain
from ckanext.scigov.intake.domain.outside import OutsideEvent, OutsideParty, OutsideReason, Said
from ckanext.scigov.intake.domain.states import OutsideState
from ckanext.scigov.intake.model import Outside
from ckanext.scigov.intake.outside import queries
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused, StaleVersion
from ckanext.scigov.shared.session import Session

WRITING = (Capacity.EDITOR, Capacity.ADMIN)
READING = (Role.STEWARD, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, as what he is now."""

    by: By
    principal: Principal = ANONYMOUS

    @property
    def today(self) -> dt.date:
        return local_day(self.by.now)


def system(now: dt.datetime) -> Doer:
    return Doer(By(Actor.system("intake"), now))


def departments(principal: Principal) -> frozenset[str]:
    """Return the ids of the departments for which somebody writes the register."""
    return frozenset(provider for provider, one in principal.capacities if one in WRITING)


def reach(session: Session, principal: Principal) -> frozenset[str] | None:
    """Return the departments whose lines somebody reads; None: all."""
    if not principal.user_id:
        return frozenset()
    return reading.reach(session, principal, READING, WRITING)


def party_of(line: Outside, principal: Principal) -> OutsideParty:
    """Return what somebody is to a line that he reads."""
    is_own = line.provider_id in departments(principal)
    return OutsideParty.DEPARTMENT if is_own else OutsideParty.READER


def visible(
    session: Session, outside_id: str, principal: Principal, *, lock: bool = False
) -> Outside:
    """Return a line to somebody who reads it. Raises ``NotVisible``."""
    line = queries.find(session, outside_id, lock=lock)
    seen = reach(session, principal)
    if line is None or (seen is not None and line.provider_id not in seen):
        raise NotVisible
    return line


def create(session: Session, unit: str, said: Said, doer: Doer) -> Outside:
    """Write down what a department asks for.

    Raises:
        Denied: others write for this department.
        Refused: there is no such department among the doer's, or something is wrong with what is said.
    """
    own = departments(doer.principal)
    if not own:
        raise Denied(OutsideReason.OTHERS)
    provider_id = reading.organization_named(session, unit)
    if provider_id not in own:
        raise Refused(Refusal(OutsideReason.UNIT_UNKNOWN, "unit"))
    line = Outside(id=ids.random_key(), provider_id=provider_id, state=OutsideState.ASKED.value)
    _write(session, line, said, doer)
    session.add(line)
    _account(session, "create", line, doer)
    return line


def take(  # noqa: PLR0913  (each is needed once)
    session: Session,
    outside_id: str,
    event: OutsideEvent,
    said: Said,
    doer: Doer,
    *,
    seen_at: dt.datetime | None = None,
) -> Outside:
    """Take a step with a line, and write down what is said with it.

    Args:
        session: the caller's.
        outside_id: of the line.
        event: the step.
        said: all that stands there afterwards.
        doer: who takes it.
        seen_at: when the line had last been written as the doer saw it; None: whatever it says.

    Raises:
        NotVisible: there is no such line, or none that he reads.
        Denied: the step is others'.
        Refused: it is none in this state, or something is wrong with what is said.
        StaleVersion: somebody has written it meanwhile.
    """
    line = visible(session, outside_id, doer.principal, lock=True)
    state = domain.advance(OutsideState(line.state), event, party_of(line, doer.principal))
    if state is OutsideReason.OTHERS:
        raise Denied(OutsideReason.OTHERS)
    if not isinstance(state, OutsideState):
        raise Refused(Refusal(OutsideReason.NOT_NOW))
    if seen_at is not None and seen_at != line.set_at:
        raise StaleVersion
    _write(session, line, said, doer)
    line.state = state.value
    _account(session, event.value, line, doer)
    return line


def expire(session: Session, line: Outside, office: Doer) -> bool:
    """End what may be used no longer; False where there is nothing to end."""
    if not domain.has_run_out(line.ends_on, office.today):
        return False
    state = domain.advance(OutsideState(line.state), OutsideEvent.EXPIRE, OutsideParty.SYSTEM)
    if not isinstance(state, OutsideState):
        return False
    line.state = state.value
    line.set_by, line.set_at = "", office.by.now
    _account(session, OutsideEvent.EXPIRE.value, line, office)
    return True


def said_of(line: Outside) -> Said:
    """Return what a line says now."""
    return Said(**{one.name: getattr(line, one.name) for one in dataclasses.fields(Said)})


def _write(session: Session, line: Outside, said: Said, doer: Doer) -> None:
    refusals = list(domain.judge(said, doer.today))
    dataset_id = _dataset(session, said.dataset_id, line.provider_id)
    if dataset_id is None:
        refusals.append(Refusal(OutsideReason.DATASET_UNKNOWN, "dataset"))
    if refusals:
        raise Refused(*refusals)
    for one in dataclasses.fields(Said):
        setattr(line, one.name, getattr(said, one.name))
    line.dataset_id = dataset_id or ""
    line.set_by, line.set_at = doer.by.user_id, doer.by.now


def _dataset(session: Session, name: str, provider_id: str) -> str | None:
    """Return the id of the department's entry; None where it has no such one. No name is no entry."""
    if not name:
        return ""
    found = queries.provider_of_dataset(session, name)
    return found[0] if found is not None and found[1] == provider_id else None


def _account(session: Session, event: str, line: Outside, doer: Doer) -> None:
    session.flush()
    doer.by.record(
        session, f"outside.{event}", "outside", line.id, provider_id=line.provider_id,
        state=line.state, ends_on=line.ends_on.isoformat() if line.ends_on else "",
    )  # fmt: skip
