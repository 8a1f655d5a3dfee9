"""The register of agencies: registered, approved by somebody else, suspended, with its members."""

import pytest

from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.domain.agencies import AgencyCapacity
from ckanext.scigov.access.service import agencies as service
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.shared.actors import Actor

CODE, OTHER_CODE = "91350100M000100Y43", "11100000MB0143028R"
REGISTRAR = Actor("registrar-id", "registrar")


@pytest.fixture
def agency(now):
    """An agency that somebody has registered who acts in no test."""
    wish = service.Registration("省统计局", CODE)
    made = service.register(model.Session, wish, By(REGISTRAR, now))
    model.Session.commit()
    return made.id


@pytest.fixture
def belonging(agency, now):
    """Make a user who belongs to the agency."""

    def make(capacity):
        name = factories.User()["name"]
        service.add_member(model.Session, agency, name, capacity, By(REGISTRAR, now))
        model.Session.commit()
        return name

    return make


@pytest.fixture
def somebody(belonging, holder, plain, sysadmin, units):
    """Make one of the people of the matrix."""

    def make(who):
        if who in ("member", "approver"):
            return belonging(AgencyCapacity(who))
        if who.endswith(" of a unit"):
            return holder(who.removesuffix(" of a unit"), "unit_tree", units["province"])
        known = {"anonymous": "", "plain": plain, "sysadmin": sysadmin}
        return known[who] if who in known else holder(who)

    return make


ACTS = (
    ("agency_show", ("id",), {}),
    ("agency_list", (), {}),
    ("agency_member_list", ("agency_id",), {}),
    ("agency_register", (), {"title": "省档案局", "credit_code": OTHER_CODE}),
    ("agency_member_add", ("agency_id",), {"user": "newcomer", "capacity": "member"}),
    ("agency_member_remove", ("agency_id",), {"user": "leaver"}),
    ("agency_approve", ("id",), {}),
    ("agency_suspend", ("id",), {"reason": "机构改革"}),
)
MATRIX = {
    # show list members register add remove approve suspend
    "anonymous": "- - - - - - - -",
    "plain": "y y - - - - - -",
    "member": "y y y - - - - -",
    "approver": "y y y - y y - -",
    "operator": "y y y y y y - -",
    "operator of a unit": "y y - - - - - -",
    "cdo": "y y y - - - y y",
    "cdo of a unit": "y y - - - - - -",
    "steward": "y y - - - - - -",
    "auditor": "y y - - - - - -",
    "sysadmin": "y y y y y y y y",
}


@pytest.mark.parametrize("who", MATRIX)
def test_who_may_do_what(who, somebody, agency, now, outcome):
    user = somebody(who)
    factories.User(name="newcomer")
    factories.User(name="leaver")
    by = By(REGISTRAR, now)
    service.add_member(model.Session, agency, "leaver", AgencyCapacity.MEMBER, by)
    model.Session.commit()
    signs = {"yes": "y", "forbidden": "-"}
    found = [
        signs.get(answer, answer)
        for action, ids, data in ACTS
        for answer in [outcome(user, action, **dict.fromkeys(ids, agency), **data)]
    ]
    assert " ".join(map(str, found)) == MATRIX[who]


def test_the_register_is_public_and_who_decided_is_not(call, agency, plain, belonging):
    shown = {
        "id": agency,
        "title": "省统计局",
        "credit_code": CODE,
        "state": "registered",
        "organization_id": None,
    }
    assert call(plain, "agency_show", id=agency) == shown
    assert call(plain, "agency_list") == [shown]
    assert call(belonging(AgencyCapacity.MEMBER), "agency_show", id=agency) == {
        **shown,
        "registered_by": "registrar-id",
        "registered_at": "2026-09-24T01:00:00+00:00",
        "decided_by": None,
        "decided_at": None,
        "reason": "",
    }


def test_membership_counts_while_the_agency_is_approved(
    call, agency, belonging, principal, sysadmin
):
    member = belonging(AgencyCapacity.MEMBER)
    seen = [principal(member).agency_ids]
    call(sysadmin, "agency_approve", id=agency)
    seen.append(principal(member).agency_ids)
    call(sysadmin, "agency_suspend", id=agency, reason="机构改革")
    seen.append(principal(member).agency_ids)
    call(sysadmin, "agency_approve", id=agency)
    call(sysadmin, "agency_member_remove", agency_id=agency, user=member)
    seen.append(principal(member).agency_ids)
    assert seen == [frozenset(), {agency}, frozenset(), frozenset()]


def test_what_is_decided_twice_is_refused(outcome, agency, sysadmin):
    suspend = {"id": agency, "reason": "机构改革"}
    assert outcome(sysadmin, "agency_suspend", **suspend) == ["state"]
    assert outcome(sysadmin, "agency_approve", id=agency) == "yes"
    assert outcome(sysadmin, "agency_approve", id=agency) == ["state"]
    assert outcome(sysadmin, "agency_suspend", id=agency) == ["reason"]
    assert outcome(sysadmin, "agency_suspend", **suspend) == "yes"
    assert outcome(sysadmin, "agency_suspend", **suspend) == ["state"]


def test_the_registrant_does_not_approve(call, outcome, sysadmin, holder):
    registered = call(sysadmin, "agency_register", title="省档案局", credit_code=OTHER_CODE)
    assert outcome(sysadmin, "agency_approve", id=registered["id"]) == ["state"]
    assert call(sysadmin, "agency_show", id=registered["id"])["state"] == "registered"
    approved = call(holder("cdo"), "agency_approve", id=registered["id"], reason="三定方案")
    assert (approved["state"], approved["reason"]) == ("approved", "三定方案")


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        ({"credit_code": "91350100M000100Y44"}, ["credit_code"]),
        ({"credit_code": CODE}, ["credit_code"]),
        ({"credit_code": f" {OTHER_CODE.lower()} "}, "yes"),
        ({"organization_id": "nowhere"}, ["organization_id"]),
        ({"organization_id": "bureau"}, "yes"),
        ({"title": " "}, ["title"]),
        ({"title": "省\0局"}, ["title"]),
        ({"title": ["省档案局"]}, ["title"]),
    ],
)
def test_what_can_be_registered(wish, fields, outcome, sysadmin, agency, units):
    right = {"title": "省档案局", "credit_code": OTHER_CODE}
    assert outcome(sysadmin, "agency_register", **{**right, **wish}) == fields


def test_an_organisation_is_linked_by_its_id(call, sysadmin, units):
    wish = {"title": "省档案局", "credit_code": OTHER_CODE, "organization_id": "bureau"}
    assert call(sysadmin, "agency_register", **wish)["organization_id"] == units["bureau"]


def test_a_taken_code_leaves_the_rest_of_the_transaction(call, outcome, sysadmin, agency):
    wish = {"title": "省档案局", "credit_code": OTHER_CODE}
    call(sysadmin, "agency_register", {"defer_commit": True}, **wish)
    assert outcome(sysadmin, "agency_register", **wish) == ["credit_code"]
    model.Session.commit()
    assert [row["credit_code"] for row in call(sysadmin, "agency_list")] == [OTHER_CODE, CODE]


def test_members(call, outcome, agency, sysadmin, plain):
    person = {"agency_id": agency, "user": plain}
    assert outcome(sysadmin, "agency_member_add", **person, capacity="chief") == ["capacity"]
    assert outcome(sysadmin, "agency_member_add", **person, capacity="approver") == "yes"
    assert outcome(sysadmin, "agency_member_add", **person, capacity="member") == ["user"]
    listed = call(sysadmin, "agency_member_list", agency_id=agency)
    assert [(row["user_name"], row["capacity"]) for row in listed] == [("plain", "approver")]
    assert outcome(sysadmin, "agency_member_remove", **person) == "yes"
    assert outcome(sysadmin, "agency_member_remove", **person) == ["user"]
    assert call(sysadmin, "agency_member_list", agency_id=agency) == []


def test_nobody_adds_himself(outcome, agency, sysadmin, holder):
    for user in (sysadmin, holder("operator")):
        wish = {"agency_id": agency, "user": user, "capacity": "member"}
        assert outcome(user, "agency_member_add", **wish) == ["user"]


def test_users_who_are_gone_are_not_added_but_removed(outcome, agency, belonging, sysadmin):
    gone = belonging(AgencyCapacity.MEMBER)
    model.User.get(gone).delete()
    model.Session.commit()
    removed = {"agency_id": agency, "user": gone}
    assert outcome(sysadmin, "agency_member_remove", **removed) == "yes"
    assert outcome(sysadmin, "agency_member_add", **removed, capacity="member") == ["user"]
    nobody = {"agency_id": agency, "user": "nobody"}
    assert outcome(sysadmin, "agency_member_add", **nobody, capacity="member") == ["user"]


def test_an_agency_that_is_not_there(outcome, sysadmin, plain):
    for action in ("agency_show", "agency_approve"):
        assert outcome(sysadmin, action, id="nowhere") == "absent"
    assert outcome(sysadmin, "agency_suspend", id="nowhere", reason="机构改革") == "absent"
    assert outcome(sysadmin, "agency_member_list", agency_id="nowhere") == "absent"
    member = {"agency_id": "nowhere", "user": plain}
    assert outcome(sysadmin, "agency_member_add", **member, capacity="member") == "absent"
    assert outcome(sysadmin, "agency_member_remove", **member) == "absent"


def test_the_list_is_narrowed_and_paged(call, sysadmin, agency):
    wish = {"title": "档案局100%", "credit_code": OTHER_CODE}
    other = call(sysadmin, "agency_register", **wish)["id"]
    call(sysadmin, "agency_approve", id=agency)

    def listed(**data):
        return [row["id"] for row in call(sysadmin, "agency_list", **data)]

    assert listed() == [other, agency]
    assert listed(state="approved") == [agency]
    assert listed(q="统计") == [agency]
    assert listed(q="mb0143") == [other]
    assert listed(q="0%") == [other]
    assert listed(limit=1, offset=1) == [agency]


def test_acts_are_recorded(call, sysadmin, agency, plain, recorded):
    call(sysadmin, "agency_approve", id=agency)
    call(sysadmin, "agency_member_add", agency_id=agency, user=plain, capacity="member")
    call(sysadmin, "agency_member_remove", agency_id=agency, user=plain)
    call(sysadmin, "agency_suspend", id=agency, reason="机构改革")
    assert recorded(agency) == [
        ("registrar", "agency.register"),
        ("root", "agency.approve"),
        ("root", "agency.member_add"),
        ("root", "agency.member_remove"),
        ("root", "agency.suspend"),
    ]
    last = model.Session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert last.detail == {"before": "approved", "after": "suspended", "reason": "机构改革"}


def test_an_act_and_its_record_are_undone_together(call, sysadmin, agency, recorded):
    call(sysadmin, "agency_approve", {"defer_commit": True}, id=agency)
    assert len(recorded(agency)) == 2
    model.Session.rollback()
    assert call(sysadmin, "agency_show", id=agency)["state"] == "registered"
    assert recorded(agency) == [("registrar", "agency.register")]


def test_lists_ask_the_database_no_more_for_more_rows(
    call, sysadmin, agency, belonging, count_queries
):
    def asked():
        counts = []
        for action, data in (("agency_list", {}), ("agency_member_list", {"agency_id": agency})):
            with count_queries() as queries:
                call(sysadmin, action, **data)
            counts.append(queries.count)
        return counts

    belonging(AgencyCapacity.MEMBER)
    few = asked()
    belonging(AgencyCapacity.MEMBER)
    belonging(AgencyCapacity.APPROVER)
    call(sysadmin, "agency_register", title="省档案局", credit_code=OTHER_CODE)
    assert asked() == few
    assert max(few) <= 6
