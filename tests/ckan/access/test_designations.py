"""Agencies that an entry names have its data without applying: grants that follow the entry."""

import datetime as dt

import pytest

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access.domain.granting import GrantReason
from ckanext.scigov.access.domain.naming import NameReason
from ckanext.scigov.access.domain.subjects import Axis
from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service import agencies, grants
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import NotVisible, Refused

OTHER_CODE = "11100000MB0143028R"
OFFICER = Actor("officer-id", "officer")
DAY = dt.timedelta(days=1)


def settle(dataset_id, agency_ids, now):
    grants.settle_designations(model.Session, dataset_id, agency_ids, OFFICER, now)
    model.Session.commit()


def designated(dataset_id, call, sysadmin):
    rows = call(sysadmin, "grant_list", dataset_id=dataset_id)
    return {row["agency_id"]: (row["axis"], row["source"], row["until"]) for row in rows}


def test_designated_agencies_get_data_without_applying(
    dataset_of, agency_of, call, sysadmin, plain, reads, now, recorded, belong
):
    dataset_id, one, two = dataset_of(), agency_of(), agency_of(OTHER_CODE)
    belong(one, plain, "member")
    grant = ("sharing", "designation", None)
    settle(dataset_id, [one], now)
    assert designated(dataset_id, call, sysadmin) == {one: grant}
    first = call(sysadmin, "grant_list")[0]
    assert reads(plain, dataset_id)
    settle(dataset_id, [two, one, two], now)
    assert designated(dataset_id, call, sysadmin) == {one: grant, two: grant}
    settle(dataset_id, [two], now)
    assert designated(dataset_id, call, sysadmin) == {two: grant}
    assert not reads(plain, dataset_id)
    assert recorded(first["id"]) == [("officer", "grant.issue"), ("officer", "grant.revoke")]


def test_settling_what_agrees_changes_nothing(dataset_of, agency_of, call, sysadmin, now):
    dataset_id, agency = dataset_of(), agency_of()
    settle(dataset_id, [agency], now)
    before = call(sysadmin, "grant_list", include_ended=True)
    settle(dataset_id, [agency], now + DAY)
    assert call(sysadmin, "grant_list", include_ended=True) == before


def test_other_grants_are_no_designations(dataset_of, agency_of, issued, call, sysadmin, now):
    dataset_id, agency = dataset_of(), agency_of()
    issued(dataset_id, agency_id=agency, axis=Axis.SHARING)
    settle(dataset_id, [], now)
    assert designated(dataset_id, call, sysadmin) == {agency: ("sharing", "A-1", None)}


def test_what_is_no_approved_agency_is_not_designated(dataset_of, agency_of, now):
    dataset_id, registered = dataset_of(), agency_of(approved=False)
    with pytest.raises(Refused) as refused:
        settle(dataset_id, [registered, "nowhere"], now)
    assert [(one.field, one.reason, one.values) for one in refused.value.refusals] == [
        (
            "designated_agencies",
            GrantReason.AGENCY_NOT_APPROVED,
            {"agency": "单位91350100M000100Y43"},
        ),
        ("designated_agencies", NameReason.AGENCY_UNKNOWN, {"agency": "nowhere"}),
    ]
    model.Session.rollback()
    assert model.Session.query(Grant).count() == 0


def test_an_agency_that_is_suspended_later_stays_designated(
    dataset_of, agency_of, call, sysadmin, plain, reads, now, belong
):
    dataset_id, agency = dataset_of(), agency_of()
    belong(agency, plain, "member")
    settle(dataset_id, [agency], now)
    agencies.suspend(model.Session, agency, "机构改革", By(OFFICER, now))
    settle(dataset_id, [agency], now)
    assert list(designated(dataset_id, call, sysadmin)) == [agency]
    assert not reads(plain, dataset_id)


def test_whoever_gives_a_designation_back_is_named_no_longer(
    dataset_of, agency_of, call, sysadmin, plain, now, belong
):
    dataset_id, one, two = dataset_of(), agency_of(), agency_of(OTHER_CODE)
    package = model.Package.get(dataset_id)
    package.extras = {**package.extras, "designated_agencies": f'["{one}", "{two}"]'}
    settle(dataset_id, grants.named_in(package), now)
    belong(one, plain, "approver")
    (number,) = (row["number"] for row in call(plain, "grant_list"))
    call(plain, "grant_revoke", number=number, reason="不再需要")
    assert grants.named_in(model.Package.get(dataset_id)) == [two]
    found = helpers.call_action("package_search", context={"user": sysadmin}, q="name:plan")
    assert found["results"][0]["designated_agencies"] == [two]


def test_designations_of_a_dataset_that_is_not_there(now, clean_site):
    with pytest.raises(NotVisible):
        settle("nowhere", [], now)
