"""Grants: given by a decision or named in an entry, prolonged, revoked. None comes from elsewhere."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import secrets
from collections.abc import Sequence

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import (
    agency_queries,
    grant_queries,
    interfaces,
    item_queries,
    name_queries,
)
from ckanext.scigov.access.domain import granting, naming, terms
from ckanext.scigov.access.domain.granting import DESIGNATION, GrantReason, NewGrant
from ckanext.scigov.access.domain.naming import NameReason
from ckanext.scigov.access.domain.subjects import Axis
from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

FIELD = "designated_agencies"


def issue(session: Session, new: NewGrant, by: By) -> Grant:
    """Give what a decision gives; for the features that decide.

    Raises:
        NotVisible: the dataset is not there.
        Refused: the grantee, a resource, a data item or the term is wrong.
    """
    begin = max(new.from_at or by.now, by.now)
    if name_queries.any_dataset(session, new.dataset_id) != new.dataset_id:
        raise NotVisible
    if refused := granting.judge_new(new, begin):
        raise Refused(Refusal(refused))
    _check_grantee(session, new)
    if new.resource_ids - grant_queries.resources_of(session, new.dataset_id, new.resource_ids):
        raise Refused(Refusal(GrantReason.RESOURCE_UNKNOWN, "resource_ids"))
    return _store(session, _settled(session, new), begin, by)


def revoke(session: Session, name: str, reason: str, by: By) -> Grant:
    """End a grant at once, and let whoever has given it put that on record.

    Of one that an agency had by being named in the entry, the entry no longer names it.
    """
    found = grant_queries.find_grant(session, name)
    if found is None:
        raise NotVisible
    _require_open(found, by.now)
    # Who has given it locks his own record before the grant, as when he ends it himself.
    if interfaces.taken_back(session, found.number, reason, by):
        return _grant(session, found.number)
    return end(session, found.number, reason, by)


def end(session: Session, name: str, reason: str, by: By) -> Grant:
    """End a grant at once; for the feature that has given it, which is told of nothing."""
    grant = _grant(session, name)
    _require_open(grant, by.now)
    _end(session, grant, reason, by)
    if grant.source == DESIGNATION:
        _take_out(session, grant)
    return grant


def renew(session: Session, name: str, until: dt.datetime, reason: str, by: By) -> Grant:
    """Let a grant last longer; refused to whom it is for."""
    grant = _grant(session, name)
    if by.user_id and is_for(session, grant, by.user_id):
        raise Refused(Refusal(GrantReason.OWN_GRANT))
    before = grant.until_at
    if refused := granting.judge_renewal(grant_queries.term_of(grant), until, by.now):
        field = "until" if refused is GrantReason.NOT_LATER else ""
        raise Refused(Refusal(refused, field))
    grant.until_at, grant.reason = until, reason
    session.flush()
    by.record(
        session, "grant.renew", "grant", grant.id,
        number=grant.number, before=before, until_at=until, reason=reason,
    )  # fmt: skip
    return grant


def settle_designations(
    session: Session,
    dataset_id: str,
    agency_ids: Sequence[str],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Let the grants of a dataset's designated agencies agree with the entry.

    An agency must be approved when it is named first. One that is suspended later stays named, so
    that its entry can still be saved: while it is suspended its grant opens nothing to anybody.

    Raises:
        Refused: with a refusal for each agency that is unknown or not approved.
    """
    by, wanted = By(actor, now), dict.fromkeys(agency_ids)
    _lock_dataset(session, dataset_id)
    held = grant_queries.designations(session, dataset_id, now)
    added = [agency_id for agency_id in wanted if agency_id not in held]
    if refusals := _unfit(session, added):
        raise Refused(*refusals)
    for agency_id, grant in held.items():
        if agency_id not in wanted:
            _end(session, grant, "", by)
    for agency_id in added:
        new = NewGrant(dataset_id, Axis.SHARING, DESIGNATION, "", agency_id=agency_id)
        _store(session, new, now, by)


def named_in(package: model.Package) -> list[str]:
    """Return the agencies that an entry names in its field."""
    text = (package.extras or {}).get(FIELD) or "[]"
    return [str(one) for one in json.loads(text)]


def _unfit(session: Session, agency_ids: Sequence[str]) -> list[Refusal]:
    """Return a refusal for each agency that cannot be given anything."""
    known = agency_queries.known_agencies(session, agency_ids) if agency_ids else {}
    refusals = []
    for one in agency_ids:
        if one not in known:
            refusals.append(Refusal(NameReason.AGENCY_UNKNOWN, FIELD, {"agency": one}))
        elif not known[one].is_approved:
            named = {"agency": known[one].title}
            refusals.append(Refusal(GrantReason.AGENCY_NOT_APPROVED, FIELD, named))
    return refusals


def _check_grantee(session: Session, new: NewGrant) -> None:
    if new.user_id:
        if name_queries.active_user(session, new.user_id) != new.user_id:
            raise Refused(Refusal(NameReason.USER_UNKNOWN, "user_id"))
        return
    for refusal in _unfit(session, [new.agency_id]):
        raise Refused(dataclasses.replace(refusal, field="agency_id"))


def _settled(session: Session, new: NewGrant) -> NewGrant:
    """Return the grant for just those resources that have some of its data items, if it has any."""
    if not new.items:
        return new
    names = item_queries.item_names(session, new.dataset_id, new.resource_ids)
    if unknown := granting.unknown_items(new, names):
        reason = GrantReason.ITEM_UNKNOWN
        raise Refused(*(Refusal(reason, "items", {"item": one}) for one in unknown))
    return granting.within_items(new, names)


def _store(session: Session, new: NewGrant, begin: dt.datetime, by: By) -> Grant:
    grant = Grant(
        id=ids.random_key(),
        number=_free_number(session, by.now),
        dataset_id=new.dataset_id,
        resource_ids=sorted(new.resource_ids),
        items=sorted(new.items),
        axis=new.axis.value,
        user_id=new.user_id or None,
        agency_id=new.agency_id or None,
        member_ids=sorted(new.member_ids),
        source=new.source,
        obligations=dataclasses.asdict(new.obligations),
        terms_version=terms.version_for(new.obligations, asks=new.asks_terms),
        from_at=begin,
        until_at=new.until_at,
        granted_by=by.user_id,
        reason=new.reason,
    )
    session.add(grant)
    session.flush()
    _account(session, "grant.issue", grant, by)
    return grant


def _require_open(grant: Grant, now: dt.datetime) -> None:
    if refused := granting.judge_revocation(grant_queries.term_of(grant), now):
        raise Refused(Refusal(refused))


def _end(session: Session, grant: Grant, reason: str, by: By) -> None:
    grant.revoked_at, grant.revoked_by, grant.reason = by.now, by.user_id, reason
    session.flush()
    _account(session, "grant.revoke", grant, by)


def _account(session: Session, event: str, grant: Grant, by: By) -> None:
    columns = (
        "number", "dataset_id", "resource_ids", "items", "axis", "user_id", "agency_id", "member_ids",
        "source", "obligations", "terms_version", "from_at", "until_at", "reason",
    )  # fmt: skip
    by.record(session, event, "grant", grant.id, **{name: getattr(grant, name) for name in columns})


def _take_out(session: Session, grant: Grant) -> None:
    """Let the entry no longer name the agency: else its next saving would give the grant again."""
    package = session.get(model.Package, grant.dataset_id)
    if package is None:
        return
    named = [one for one in named_in(package) if one != grant.agency_id]
    package.extras = {**package.extras, FIELD: json.dumps(named)}
    session.flush()


def _grant(session: Session, name: str) -> Grant:
    grant = grant_queries.find_grant(session, name, lock=True)
    if grant is None:
        raise NotVisible
    return grant


def is_for(session: Session, grant: Grant, user_id: str) -> bool:
    """Say whether it is somebody's own, or an agency's he belongs to, named in it or not."""
    if grant.user_id or not grant.agency_id:
        return grant.user_id == user_id
    standing = agency_queries.standing_in(session, grant.agency_id, user_id)
    return standing is not None and standing.capacity is not None


def reaches(session: Session, grant: Grant, user_id: str) -> bool:
    """Say whether a grant opens anything to a user: to whom it is for, or who is named in it."""
    is_named = not grant.member_ids or user_id in grant.member_ids
    return is_named and is_for(session, grant, user_id)


def _lock_dataset(session: Session, dataset_id: str) -> None:
    """Let two who save the same entry settle it one after the other."""
    package = model.Package
    query = sa.select(package.id).where(package.id == dataset_id).with_for_update(key_share=True)
    if session.scalar(query) is None:
        raise NotVisible


def _free_number(session: Session, now: dt.datetime) -> str:
    while True:
        number = naming.grant_number(local_day(now).year, secrets.choice)
        if not grant_queries.is_number_taken(session, number):
            return number
