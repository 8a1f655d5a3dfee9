"""What a decision can give, to whom, and for how long it opens data."""

import datetime as dt
import re

import pytest

from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.domain.granting import GrantReason
from ckanext.scigov.access.domain.naming import NameReason
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.subjects import Axis
from ckanext.scigov.access.service import agencies
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import NotVisible, Refused

REGISTRAR, OFFICER = Actor("registrar-id", "registrar"), Actor("officer-id", "officer")
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def test_a_grant_opens_data_for_its_term(dataset_of, issued, plain, reads, at, now):
    dataset_id = dataset_of()
    assert not reads(plain, dataset_id)
    grant = issued(dataset_id, from_at=now + DAY, until_at=now + 2 * DAY)
    assert re.fullmatch(r"SQ2026-[0-9A-Z]{4}-[0-9A-Z]{4}", grant.number)
    seen = []
    for moment in (now, now + DAY, now + 2 * DAY - SECOND, now + 2 * DAY):
        at(moment)
        seen.append(reads(plain, dataset_id))
    assert seen == [False, True, True, False]


def test_a_grant_to_an_agency_opens_data_to_its_members_while_it_counts(
    dataset_of, issued, agency_of, plain, reads, now, belong
):
    agency, dataset_id = agency_of(), dataset_of()
    belong(agency, plain, "member")
    issued(dataset_id, agency_id=agency, axis=Axis.SHARING)
    seen = [reads(plain, dataset_id)]
    agencies.suspend(model.Session, agency, "机构改革", By(OFFICER, now))
    seen.append(reads(plain, dataset_id))
    agencies.approve(model.Session, agency, "", By(OFFICER, now))
    agencies.remove_member(model.Session, agency, plain, By(REGISTRAR, now))
    seen.append(reads(plain, dataset_id))
    assert seen == [True, False, False]


def test_a_grant_to_some_members_opens_data_to_those_as_long_as_they_belong(
    dataset_of, issued, agency_of, plain, reads, now, belong
):
    agency, dataset_id, colleague = agency_of(), dataset_of(), factories.User()["name"]
    belong(agency, plain, "member")
    belong(agency, colleague, "approver")
    named = frozenset({model.User.get(plain).id})
    issued(dataset_id, agency_id=agency, axis=Axis.SHARING, member_ids=named)
    seen = [reads(plain, dataset_id), reads(colleague, dataset_id)]
    agencies.remove_member(model.Session, agency, plain, By(REGISTRAR, now))
    seen.append(reads(plain, dataset_id))
    assert seen == [True, False, False]


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"axis": Axis.SHARING}, GrantReason.SHARING_NEEDS_AGENCY),
        ({"user_id": "nobody"}, NameReason.USER_UNKNOWN),
        ({"user_id": "plain"}, NameReason.USER_UNKNOWN),
        ({"agency_id": "nowhere"}, NameReason.AGENCY_UNKNOWN),
        ({"agency_id": "registered"}, GrantReason.AGENCY_NOT_APPROVED),
        ({"until_at": dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc)}, GrantReason.TERM_EMPTY),
        ({"resource_ids": frozenset({"nothing"})}, GrantReason.RESOURCE_UNKNOWN),
    ],
)
def test_what_cannot_be_granted(wish, reason, dataset_of, issued, agency_of, plain):
    dataset_id = dataset_of()
    if wish.get("agency_id") == "registered":
        wish = {**wish, "agency_id": agency_of(approved=False)}
    with pytest.raises(Refused) as refused:
        issued(dataset_id, **wish)
    assert [refusal.reason for refusal in refused.value.refusals] == [reason]


def test_nothing_is_granted_of_a_dataset_that_is_not_there(issued, plain):
    with pytest.raises(NotVisible):
        issued("nowhere")


def test_a_grant_for_some_resources_with_obligations(dataset_of, issued, plain, principal):
    dataset_id = dataset_of()
    resource = factories.Resource(package_id=dataset_id, url="https://example.org/a.csv")
    terms = Obligations(watermark=True, most_rows=100)
    issued(dataset_id, resource_ids=frozenset({resource["id"]}), obligations=terms)
    (held,) = principal(plain).grants
    assert (held.resource_ids, held.obligations) == ({resource["id"]}, terms)
