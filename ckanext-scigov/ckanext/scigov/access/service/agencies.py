"""The register of agencies: registered by one person, approved by another, with their members."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from ckanext.scigov.access import agency_queries, name_queries
from ckanext.scigov.access.domain import agencies as domain
from ckanext.scigov.access.domain.agencies import (
    TRANSITIONS,
    AgencyCapacity,
    AgencyEvent,
    AgencyReason,
    AgencyState,
)
from ckanext.scigov.access.domain.naming import NameReason
from ckanext.scigov.access.model import Agency, AgencyMember
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Registration:
    title: str
    credit_code: str
    organization: str = ""
    """Id or name of the organisation it also is, if it publishes here."""


def register(session: Session, wish: Registration, by: By) -> Agency:
    """Put an agency on the register; it counts once somebody else has approved it."""
    code = wish.credit_code.strip().upper()
    if not domain.is_credit_code(code):
        raise Refused(Refusal(AgencyReason.CREDIT_CODE_WRONG, "credit_code"))
    organization_id = _organization(session, wish.organization)
    agency = Agency(
        id=ids.random_key(),
        title=wish.title,
        credit_code=code,
        state=AgencyState.REGISTERED.value,
        organization_id=organization_id,
        registered_by=by.user_id,
        registered_at=by.now,
        reason="",
    )
    refusal = Refusal(AgencyReason.CREDIT_CODE_TAKEN, "credit_code")
    _insert(session, agency, refusal)
    by.record(
        session,
        "agency.register",
        "agency",
        agency.id,
        title=agency.title,
        credit_code=code,
        organization_id=organization_id,
    )
    return agency


def approve(session: Session, agency_id: str, reason: str, by: By) -> Agency:
    """Let an agency count; its members have it on the sharing axis at once."""
    return _decide(session, agency_id, AgencyEvent.APPROVE, reason, by)


def suspend(session: Session, agency_id: str, reason: str, by: By) -> Agency:
    """Let an agency count no longer until it is approved again; its members and grants stay."""
    return _decide(session, agency_id, AgencyEvent.SUSPEND, reason, by)


def add_member(
    session: Session, agency_id: str, user: str, capacity: AgencyCapacity, by: By
) -> AgencyMember:
    """Let a user belong to an agency. Nobody adds himself: he would give himself data by it."""
    agency = _agency(session, agency_id)
    user_id = name_queries.active_user(session, user)
    if user_id is None:
        raise Refused(Refusal(NameReason.USER_UNKNOWN, "user"))
    if user_id == by.user_id:
        raise Refused(Refusal(AgencyReason.ONESELF, "user"))
    member = AgencyMember(
        id=ids.random_key(),
        agency_id=agency.id,
        user_id=user_id,
        capacity=capacity.value,
        added_by=by.user_id,
        added_at=by.now,
    )
    _insert(session, member, Refusal(AgencyReason.ALREADY_MEMBER, "user"))
    detail = {"user_id": user_id, "capacity": capacity.value}
    by.record(session, "agency.member_add", "agency", agency.id, **detail)
    return member


def remove_member(session: Session, agency_id: str, user: str, by: By) -> AgencyMember:
    """Let somebody belong to an agency no longer; users who are gone can be removed too."""
    agency = _agency(session, agency_id)
    user_id = name_queries.any_user(session, user) or user
    member = agency_queries.find_member(session, agency.id, user_id)
    if member is None:
        raise Refused(Refusal(AgencyReason.NO_MEMBER, "user"))
    member.removed_by, member.removed_at = by.user_id, by.now
    session.flush()
    detail = {"user_id": user_id, "capacity": member.capacity}
    by.record(session, "agency.member_remove", "agency", agency.id, **detail)
    return member


def _decide(session: Session, agency_id: str, event: AgencyEvent, reason: str, by: By) -> Agency:
    agency = _agency(session, agency_id)
    state = AgencyState(agency.state)
    refused = domain.judge(state, event, agency.registered_by, by.user_id)
    if refused:
        raise Refused(Refusal(refused))
    agency.state = TRANSITIONS[state, event].value
    agency.decided_by, agency.decided_at, agency.reason = by.user_id, by.now, reason
    session.flush()
    detail = {"before": state.value, "after": agency.state, "reason": reason}
    by.record(session, f"agency.{event.value}", "agency", agency.id, **detail)
    return agency


def _agency(session: Session, agency_id: str) -> Agency:
    agency = agency_queries.find_agency(session, agency_id, lock=True)
    if agency is None:
        raise NotVisible
    return agency


def _organization(session: Session, name: str) -> str | None:
    if not name:
        return None
    found = name_queries.active_organization(session, name)
    if found is None:
        raise Refused(Refusal(NameReason.ORGANIZATION_UNKNOWN, "organization_id"))
    return found


def _insert(session: Session, row: Agency | AgencyMember, refusal: Refusal) -> None:
    """Store a row; of two that must not both be there the database takes the first."""
    session.flush()  # what is wrong with another row shall not be taken for this one's fault
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Refused(refusal) from error
