"""Somebody lets a program send unsigned reports: it is told to wait, few mails leave, the units' desks stay usable."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa
from disputing import EXPLANATION, call, outcome, reported

from ckan import model

from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.model import OutboxEntry

pytestmark = pytest.mark.usefixtures("province")
API = "/api/3/action/scigov_dispute_create"
REPORT = {"kind": "inaccurate", "explanation": EXPLANATION}
TOO_MUCH = "短时间内提交次数过多，本次提交未被接收"


def letters() -> int:
    """Return how many letters to visitors wait."""
    wanted = OutboxEntry.name == "scigov_dispute_letter"
    query = sa.select(sa.func.count()).select_from(OutboxEntry).where(wanted)
    return int(model.Session.scalar(query) or 0)


@pytest.fixture
def send(app: Any) -> Any:
    """``send(network, mailbox)``: a report by the API, unsigned."""
    client = app.test_client(use_cookies=False)

    def report(network: int, mailbox: int, **more: Any) -> Any:
        place = {"dataset": "free"} if mailbox % 2 else {"resource": "free-a"}
        return client.post(
            API,
            json={**place, **REPORT, "email": f"v{mailbox}@example.org", **more},
            environ_overrides={"REMOTE_ADDR": f"192.0.2.{network}"},
        )

    return report


def test_a_thousand_unsigned_reports_in_a_minute(send: Any, count_queries: Any) -> None:
    statuses: Counter[int] = Counter()
    for number in range(1000):
        answer = send(number % 25, number)
        statuses[answer.status_code] += 1
    assert statuses == {200: 100, 429: 900}
    assert (letters(), model.Session.query(Dispute).count()) == (100, 100)
    last = json.loads(answer.get_data(as_text=True))
    assert last["error"]["state"][0].startswith(TOO_MUCH)
    assert 3000 < int(answer.headers["Retry-After"]) <= 3600
    with count_queries() as queries:
        assert send(0, 1).status_code == 429
    assert queries.count <= 3
    # Whoever is signed in reports as always, and the unit sees nothing of the rest.
    id_ = reported()
    assert call("editor", "accept", id=id_)["state"] == "accepted"
    states = Counter(model.Session.scalars(sa.select(Dispute.state)))
    assert states == {"unconfirmed": 100, "accepted": 1}


def test_a_mailbox_gets_no_more_letters_than_it_may(send: Any) -> None:
    fields = ("title", "notes", "license_id", "data_kind", "update_cycle")
    statuses = [send(number, 7, field=one).status_code for number, one in enumerate(fields)]
    assert (statuses, letters()) == ([200] * 3 + [429] * 2, 3)


def test_what_lacks_something_costs_its_own_network_only(send: Any) -> None:
    for number in range(25):
        status = send(1, number, explanation="短").status_code
        assert status == (409 if number < 20 else 429)
    assert (send(2, 1).status_code, letters()) == (200, 1)


def test_a_page_is_told_to_wait_with_all_that_was_typed(
    app: Any, answered: Any, settings_of: Any
) -> None:
    settings_of(most_of_network=0)
    form = {"dataset": "free", **REPORT, "email": "v@example.org", **answered(), "act": "send"}
    answer = app.post("/disputes/new", data=form, follow_redirects=False)
    assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
    assert TOO_MUCH in answer.body
    assert EXPLANATION in answer.body


def test_who_is_signed_in_is_counted_by_himself(settings_of: Any) -> None:
    settings_of(most_of_person=1)
    reported()
    assert outcome("citizen", "create", resource="free-a", **REPORT) == ["state"]
    assert reported(user="plain")
