"""A grant that is limited to data items: how it is given, kept on record and shown."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from three_items import TWO

from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access import sentences_agencies
from ckanext.scigov.access.domain.granting import GrantReason
from ckanext.scigov.access.model import Grant
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.shared.errors import Refused
from ckanext.scigov.shared.toolkit_errors import sentence

pytestmark = pytest.mark.usefixtures("clean_site", "now")


def test_it_is_stored_and_audited_for_the_resources_that_have_the_items(publish, issued, token):
    made = publish()
    grant = issued(made.dataset_id, items=frozenset({"UNIT", "amount"}))
    assert (grant.items, grant.resource_ids) == (["amount", "unit"], [made.resource_id])
    query = sa.select(AuditEvent.detail).where(AuditEvent.object_id == grant.id)
    (detail,) = model.Session.scalars(query)
    assert (detail["items"], detail["resource_ids"]) == (["amount", "unit"], [made.resource_id])


def test_it_is_shown_to_whom_it_is_for(publish, issued, token, call):
    made = publish()
    limited = issued(made.dataset_id, items=TWO)
    whole = issued(made.dataset_id)
    shown = {one["number"]: one["items"] for one in call("plain", "grant_list", mine=True)}
    assert shown == {limited.number: ["amount", "unit"], whole.number: []}
    assert call("plain", "grant_show", number=limited.number)["items"] == ["amount", "unit"]
    assert call("plain", "terms_show", number=limited.number)["items"] == ["amount", "unit"]


def test_what_may_be_done_by_it(publish, issued, token, call):
    made = publish()
    issued(made.dataset_id, items=TWO)
    asked = {"operation": "data", "id": made.resource_id}
    assert call("plain", "decision_show", **asked)["items"] == ["amount", "unit"]
    located = call("plain", "decision_show", operation="locate", id=made.resource_id)
    assert (located["allowed"], located["reason"]) == (False, "only_items")
    issued(made.dataset_id)
    model.Session.expire_all()
    assert call("plain", "decision_show", **asked)["items"] == []


@pytest.mark.parametrize("hide", ["", "true"])
def test_an_item_that_no_dictionary_has_is_refused_with_a_sentence(publish, issued, token, hide):
    made = publish(hide_dictionary=hide)
    with pytest.raises(Refused) as refused:
        issued(made.dataset_id, items=frozenset({"unit", "salary"}))
    (refusal,) = refused.value.refusals
    assert (refusal.reason, refusal.field) == (GrantReason.ITEM_UNKNOWN, "items")
    said = sentence(refusal, sentences_agencies.GRANTS)
    assert said == (
        "“salary” is no data item of the resources that are granted. Choose from their dictionaries."
    )
    assert issued(made.dataset_id, items=TWO).resource_ids == [made.resource_id]


def test_items_of_other_resources_are_unknown(publish, issued, token):
    made = publish()
    with pytest.raises(Refused):
        issued(made.dataset_id, items=TWO, resource_ids=frozenset({made.other_id}))
    both = frozenset({made.resource_id, made.other_id})
    grant = issued(made.dataset_id, items=TWO, resource_ids=both)
    assert grant.resource_ids == [made.resource_id]


def test_the_database_holds_no_items_without_resources(publish, issued, token):
    grant = issued(publish().dataset_id, items=TWO)
    with pytest.raises(sa.exc.IntegrityError, match="scigov_access_grant_items"):
        model.Session.execute(sa.update(Grant).where(Grant.id == grant.id).values(resource_ids=[]))
    model.Session.rollback()


def test_a_resource_that_comes_later_is_not_opened(publish, issued, token, call):
    made = publish()
    issued(made.dataset_id, items=TWO)
    items = [
        {"name": "unit", "title": "单位名称", "data_type": "C", "description": "承担单位的全称"}
    ]
    later = factories.Resource(
        package_id=made.dataset_id, url="http://example.org/b.csv", data_items=items
    )
    asked = call("plain", "decision_show", operation="data", id=later["id"])
    assert (asked["allowed"], asked["reason"]) == (False, "needs_application")
    assert call("plain", "decision_show", operation="data", id=made.resource_id)["allowed"]


def test_a_prolonged_one_keeps_its_items(publish, issued, token, call, holder, now):
    made = publish()
    grant = issued(made.dataset_id, items=TWO, until_at=now.replace(month=10))
    wish = {"number": grant.number, "until": "2026-12-01", "reason": "继续使用"}
    assert call(holder("decider"), "grant_renew", **wish)["items"] == ["amount", "unit"]


def test_pages_name_the_items_by_their_titles(publish, issued, token, get, app):
    made = publish()
    number = issued(made.dataset_id, items=TWO).number
    headers = {"Authorization": token}
    bodies = [
        app.get(f"/dataset/{made.dataset_id}", headers=headers).get_data(as_text=True),
        get(token, made).get_data(as_text=True),
        app.get(f"/grants/{number}/terms", headers=headers).get_data(as_text=True),
    ]
    for body in bodies:
        (listed,) = _lists(body)
        assert listed == ["单位名称", "经费"]
        assert "仅授权其中下列数据项" in body
    issued(made.dataset_id)
    assert _lists(get(token, made).get_data(as_text=True)) == []


def test_a_hidden_dictionary_does_not_keep_the_names_back(publish, issued, token, get):
    made = publish(hide_dictionary="true")
    issued(made.dataset_id, items=TWO)
    assert _lists(get(token, made).get_data(as_text=True)) == [["amount", "unit"]]


def _lists(body: str) -> list[list[str]]:
    lists = BeautifulSoup(body, "html.parser").select(".scigov-granted-items")
    return [[line.get_text() for line in one.select("li")] for one in lists]


def test_pages_ask_no_more_for_it_than_for_a_whole_grant(
    publish, issued, token, app, count_queries
):
    made = publish()

    def asked() -> int:
        app.get(f"/dataset/{made.dataset_id}", headers={"Authorization": token})
        with count_queries() as queries:
            app.get(f"/dataset/{made.dataset_id}", headers={"Authorization": token})
        return queries.count

    grant = issued(made.dataset_id)
    whole = asked()
    helpers.call_action("scigov_access_grant_revoke", number=grant.number, reason="改为部分")
    issued(made.dataset_id, items=TWO)
    assert asked() <= whole
