"""What signed-in people do with a table is what a correction asks the audit log for."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access.service import reads
from ckanext.scigov.shared import clock

pytestmark = pytest.mark.usefixtures("clean_site")
ROWS = [{"no": "A1", "v": "x"}, {"no": "A2", "v": "y"}]


def readers(resource_id: str) -> list[str]:
    """Return the names of those who have got data of a resource."""
    since = clock.now() - dt.timedelta(days=1)
    found = reads.readers(model.Session, [resource_id], since)
    return sorted(model.User.get(one).name for one in found)


@pytest.fixture
def browse(app: Any) -> Any:
    """Open a page or a file as somebody who is signed in, or as a visitor."""

    def go(path: str, user: dict[str, Any] | None = None) -> int:
        token = helpers.call_action("api_token_create", user=user["id"], name="t") if user else {}
        headers = {"Authorization": token["token"]} if token else {}
        return int(app.get(path, headers=headers, follow_redirects=False).status_code)

    return go


@pytest.mark.parametrize("action", ["datastore_search", "scigov_tables_rows_show"])
def test_rows_by_the_api_and_in_the_preview_are_on_record(disputed, action: str) -> None:
    where, user = disputed(ROWS), factories.User()
    assert readers(where.resource_id) == []
    context = {"user": user["name"], "ignore_auth": False}
    helpers.call_action(action, context, resource_id=where.resource_id)
    assert readers(where.resource_id) == [user["name"]]


@pytest.mark.parametrize(
    "path",
    ["/dataset/{0}/resource/{1}/download", "/datastore/dump/{1}"],
)
def test_a_file_and_a_dump_are_on_record(disputed, browse, path: str) -> None:
    where, user = disputed(ROWS), factories.User()
    address = path.format(where.dataset_id, where.resource_id)
    assert browse(address) in (200, 302)
    assert readers(where.resource_id) == []
    assert browse(address, user) in (200, 302)
    assert readers(where.resource_id) == [user["name"]]
