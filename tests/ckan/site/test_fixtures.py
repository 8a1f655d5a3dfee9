"""The fixtures other tests stand on: an empty site, a person, a dataset that is really there."""

from __future__ import annotations

import pytest

from ckan.tests import helpers

pytestmark = pytest.mark.usefixtures("clean_site")


def test_the_editors_dataset_is_published_and_found(dataset) -> None:
    found = helpers.call_action("package_search", q="立项")
    assert [hit["id"] for hit in found["results"]] == [dataset["id"]]
    assert dataset["state"] == "active"


@pytest.mark.parametrize("_attempt", [1, 2])
def test_nothing_is_left_of_the_test_before(_attempt, provider) -> None:
    """Would fail the second time on the provider's name and on a second organisation."""
    assert helpers.call_action("organization_list") == [provider["name"]]
    assert helpers.call_action("package_search")["count"] == 0


def test_queries_are_counted(count_queries) -> None:
    from ckan import model

    with count_queries() as queries:
        model.Session.query(model.User).count()
        model.Session.query(model.Package).count()
    assert queries.count == 2
