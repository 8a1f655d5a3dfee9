"""Grants: given by decisions, seen by whom they concern, prolonged, ended."""

import dataclasses
import datetime as dt

import pytest

from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.subjects import Axis
from ckanext.scigov.access.model import Grant
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.shared.actors import Actor

OFFICER = Actor("officer-id", "officer")
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def people(dataset_of, agency_of, issued, units, holder, plain, sysadmin, now, belong):
    """Two grants of one dataset, and the people of the matrix by name."""
    dataset_id, agency = dataset_of(), agency_of()
    until = now + DAY
    own = issued(dataset_id, until_at=until).number
    shared = issued(dataset_id, agency_id=agency, axis=Axis.SHARING, until_at=until).number

    def staff(capacity, unit):
        name = factories.User()["name"]
        member = {"id": units[unit], "username": name, "role": capacity}
        helpers.call_action("organization_member_create", **member)
        return name

    def make(who):
        role, _, unit = who.partition(" of ")
        known = {"anonymous": "", "grantee": plain, "sysadmin": sysadmin}
        if unit == "the agency":
            name = factories.User()["name"]
            belong(agency, name, role)
            return name
        if role in ("member", "editor", "admin"):
            return staff(role, unit)
        if who == "stranger":
            return factories.User()["name"]
        return known[who] if who in known else holder(role, "unit_tree", units[unit])

    return make, own, shared


MATRIX = {
    # the user's grant, then the agency's: show, renew, revoke; - forbidden, . absent
    "anonymous": "--- ---",
    "stranger": "... ...",
    "grantee": "y-y ...",
    "member of the agency": "... y--",
    "approver of the agency": "... y-y",
    "member of bureau": "y-- y--",
    "editor of bureau": "y-- y--",
    "admin of bureau": "y-y y-y",
    "admin of province": "y-y y-y",
    "admin of elsewhere": "... ...",
    "steward of province": "y-y y-y",
    "approver of province": "y-- y--",
    "decider of province": "yyy yyy",
    "auditor of province": "y-- y--",
    "reviewer of province": "... ...",
    "cdo of province": "... ...",
    "decider of elsewhere": "... ...",
    "sysadmin": "y-y y-y",
}


@pytest.mark.parametrize("who", MATRIX)
def test_who_may_do_what_with_a_grant(who, people, outcome, call):
    make, own, shared = people
    user, signs = make(who), {"yes": "y", "forbidden": "-", "absent": "."}
    listed = [row["number"] for row in call(user, "grant_list")] if user else []
    found = [
        "".join(
            (
                signs[outcome(user, "grant_show", number=number)],
                signs[
                    outcome(user, "grant_renew", number=number, until="2026-12-31", reason="续期")
                ],
                signs[outcome(user, "grant_revoke", number=number, reason="违规使用")],
            )
        )
        for number in (own, shared)
    ]
    assert " ".join(found) == MATRIX[who]
    # The list has exactly what may be seen one by one.
    assert set(listed) == {
        n for n, signs in zip((own, shared), found, strict=True) if signs[0] == "y"
    }


def test_what_a_grant_shows(dataset_of, issued, plain, call, now):
    dataset_id = dataset_of()
    grant = issued(dataset_id, until_at=now + DAY)
    assert call(plain, "grant_show", number=f" {grant.number.lower()} ") == {
        "id": grant.id,
        "number": grant.number,
        "dataset_id": dataset_id,
        "resource_ids": [],
        "items": [],
        "axis": "opening",
        "user_id": model.User.get(plain).id,
        "user_name": plain,
        "agency_id": None,
        "agency_title": None,
        "member_ids": [],
        "source": "A-1",
        "obligations": dataclasses.asdict(Obligations()),
        "from": "2026-09-24T01:00:00+00:00",
        "until": "2026-09-25T01:00:00+00:00",
        "state": "active",
        "granted_by": "decider-id",
        "revoked_by": None,
        "revoked_at": None,
        "reason": "同意",
    }
    assert call(plain, "grant_show", id=grant.id)["number"] == grant.number


def test_a_revoked_grant_opens_nothing_at_once(dataset_of, issued, plain, reads, call, sysadmin):
    dataset_id = dataset_of()
    grant = issued(dataset_id)
    assert reads(plain, dataset_id)
    shown = call(sysadmin, "grant_revoke", number=grant.number, reason="违规使用")
    assert (shown["state"], shown["reason"]) == ("revoked", "违规使用")
    assert not reads(plain, dataset_id)


def test_what_has_ended_is_not_revoked_or_prolonged(
    dataset_of, issued, plain, holder, outcome, at, now
):
    decider, dataset_id = holder("decider"), dataset_of()
    ended = issued(dataset_id, until_at=now + DAY).number
    endless = issued(dataset_id).number
    assert outcome(decider, "grant_renew", number=ended, until="2026-09-24", reason="续期") == [
        "until"
    ]
    assert outcome(decider, "grant_renew", number=ended, reason="续期") == ["until"]
    renewal = {"until": "2026-12-31", "reason": "续期"}
    assert outcome(decider, "grant_renew", number=endless, **renewal) == ["state"]
    at(now + DAY)
    assert outcome(decider, "grant_renew", number=ended, **renewal) == ["state"]
    assert outcome(decider, "grant_revoke", number=ended, reason="违规使用") == ["state"]


def test_a_grant_is_prolonged_to_the_end_of_a_day(dataset_of, issued, plain, holder, call, now):
    decider = holder("decider")
    grant = issued(dataset_of(), until_at=now + DAY)
    renewed = call(decider, "grant_renew", number=grant.number, until="2026-12-31", reason="续期")
    assert (renewed["until"], renewed["reason"]) == ("2026-12-31T16:00:00+00:00", "续期")


def test_nobody_prolongs_his_own(
    dataset_of, issued, agency_of, plain, holder, outcome, now, belong
):
    dataset_id, agency, until = dataset_of(), agency_of(), now + DAY
    own = issued(dataset_id, until_at=until).number
    shared = issued(dataset_id, agency_id=agency, until_at=until).number
    holder("decider", user=plain)
    belong(agency, plain, "member")
    for number in (own, shared):
        renewal = {"number": number, "until": "2026-12-31", "reason": "续期"}
        assert outcome(plain, "grant_renew", **renewal) == ["state"]


def test_the_list_is_narrowed_and_paged(
    dataset_of, issued, agency_of, plain, call, sysadmin, at, now, belong
):
    one, other, agency = dataset_of(), dataset_of(name="other"), agency_of()
    own = issued(one, until_at=now + DAY).number
    foreign = issued(other, user_id=model.User.get(sysadmin).id).number
    shared = issued(one, agency_id=agency).number
    belong(agency, plain, "member")

    def listed(user=sysadmin, **data):
        return {row["number"] for row in call(user, "grant_list", **data)}

    assert listed() == {own, foreign, shared}
    assert listed(dataset_id="plan") == listed(dataset_id=one) == {own, shared}
    assert listed(agency_id=agency) == {shared}
    assert listed(mine=True) == {foreign}
    assert listed(plain, mine=True) == listed(plain) == {own, shared}
    assert listed(limit=2) | listed(limit=2, offset=2) == {own, foreign, shared}
    at(now + DAY)
    assert listed(dataset_id=one) == {shared}
    assert listed(dataset_id=one, include_ended=True) == {own, shared}


def test_acts_are_recorded(dataset_of, issued, plain, holder, call, recorded, now):
    decider = holder("decider")
    grant = issued(dataset_of(), until_at=now + DAY)
    call(decider, "grant_renew", number=grant.number, until="2026-12-31", reason="续期")
    call(decider, "grant_revoke", number=grant.number, reason="违规使用")
    assert recorded(grant.id) == [
        ("decider-1", "grant.issue"),
        (decider, "grant.renew"),
        (decider, "grant.revoke"),
    ]
    renewed = model.Session.query(AuditEvent).filter_by(event="grant.renew").one()
    assert renewed.detail == {
        "number": grant.number,
        "before": "2026-09-25T01:00:00+00:00",
        "until_at": "2026-12-31T16:00:00+00:00",
        "reason": "续期",
    }


def test_an_act_and_its_record_are_undone_together(
    dataset_of, issued, plain, call, sysadmin, recorded
):
    grant = issued(dataset_of())
    id_, later = grant.id, {"defer_commit": True}
    call(sysadmin, "grant_revoke", later, number=grant.number, reason="违规使用")
    assert len(recorded(id_)) == 2
    model.Session.rollback()
    assert recorded(id_) == [("decider-1", "grant.issue")]
    assert model.Session.get(Grant, id_).revoked_at is None


def test_the_list_asks_the_database_no_more_for_more_rows(
    dataset_of, issued, plain, holder, units, call, count_queries
):
    viewer, dataset_id = holder("auditor", "unit_tree", units["province"]), dataset_of()

    def asked():
        with count_queries() as counted:
            found = call(viewer, "grant_list")
        return counted.count, len(found)

    issued(dataset_id)
    few = asked()
    other = dataset_of("institute", "other")
    issued(other)
    issued(dataset_id)
    many = asked()
    assert (few[1], many[1]) == (1, 3)
    assert few[0] == many[0] <= 6
