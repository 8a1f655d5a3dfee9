"""A grant that is ended where grants are kept ends its part with it: at once, as what it is, on record."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from applying import active, call, events_of, on, part_of, pass_time, state_of
from replaying import facts

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.model import Grant
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.notices.model import NoticeRow

pytestmark = pytest.mark.usefixtures("province")
REASON = "违规使用"


def revoke(user: str, id_: str, reason: str = REASON) -> None:
    """Revoke the grant of an application by the action of access."""
    context = {"user": user, "ignore_auth": False}
    given = {"number": part_of(id_).grant_number, "reason": reason}
    tk.get_action("scigov_access_grant_revoke")(context, given)


def last_of(id_: str) -> tuple[str, str, str, str]:
    event = events_of(id_)[-1]
    return event.event, event.as_party, event.actor_id, event.reason


def told_of(event: str) -> list[str]:
    rows = model.Session.query(NoticeRow).filter_by(kind="application.changed").all()
    found = [row.user_id for row in rows if event in str(row.params)]
    return sorted(one.removeprefix("id-") for one in found)


def test_a_grant_that_is_revoked_directly_ends_its_part_at_once() -> None:
    id_ = active("plan")
    revoke("steward", id_)
    assert state_of(id_) == "revoked"
    assert last_of(id_) == ("revoke", "system", "id-steward", REASON)
    grant = model.Session.query(Grant).one()
    assert (grant.revoked_by, grant.reason) == ("id-steward", REASON)
    assert told_of("revoke") == ["clerk", "worker"]
    wanted = ("application.revoke", "grant.revoke")
    rows = model.Session.query(AuditEvent).filter(AuditEvent.event.in_(wanted)).all()
    assert sorted((row.event, row.actor_id) for row in rows) == [
        ("application.revoke", "id-steward"), ("grant.revoke", "id-steward"),
    ]  # fmt: skip


def test_its_holder_reads_the_reason_and_not_the_official() -> None:
    id_ = active("plan")
    revoke("steward", id_)
    model.Session.remove()
    read = {who: call(who, "history", id=id_)[-1] for who in ("clerk", "decider")}
    assert {who: (one["reason"], one["actor_name"]) for who, one in read.items()} == {
        "clerk": (REASON, ""), "decider": (REASON, "steward"),
    }  # fmt: skip


def test_a_grant_that_has_not_begun_is_revoked_too() -> None:
    wanted = [{"dataset_id": "plan", "from_on": "2026-10-10", "until_on": "2026-10-20"}]
    id_ = active(datasets=wanted)
    assert state_of(id_) == "approved"
    revoke("steward", id_)
    assert (state_of(id_), last_of(id_)[:2]) == ("revoked", ("revoke", "system"))


def test_what_its_holder_gives_back_was_not_revoked() -> None:
    id_ = active("plan")
    revoke("signer", id_, "不再需要")
    assert state_of(id_) == "expired"
    assert last_of(id_) == ("give_up", "system", "id-signer", "不再需要")


def test_the_job_tells_a_revocation_past_the_services_from_an_end(at) -> None:
    revoked, ended = active("plan"), active("plan")
    number = part_of(revoked).grant_number
    values = {"revoked_at": on("2026-09-24"), "reason": REASON}
    model.Session.execute(sa.update(Grant).where(Grant.number == number).values(**values))
    model.Session.commit()
    pass_time(at, on("2026-10-24"))
    assert (state_of(revoked), state_of(ended)) == ("revoked", "expired")
    assert last_of(revoked) == ("revoke", "system", "", REASON)


def test_a_grant_of_nobodys_application_is_revoked_as_before() -> None:
    id_ = active("plan")
    number = part_of(id_).grant_number
    model.Session.execute(sa.update(Grant).values(number="SQ-2026-ABCDEFGH"))
    model.Session.commit()
    before = facts(part_of(id_))
    given = {"number": "SQ-2026-ABCDEFGH", "reason": REASON}
    tk.get_action("scigov_access_grant_revoke")({"user": "steward", "ignore_auth": False}, given)
    assert facts(part_of(id_)) == before
    assert before["grant_number"] == number
    assert model.Session.query(Grant.revoked_by).scalar() == "id-steward"


def test_revoked_once_is_revoked() -> None:
    id_ = active("plan")
    revoke("steward", id_)
    with pytest.raises(tk.ValidationError):
        revoke("decider", id_)
    assert [event.event for event in events_of(id_)].count("revoke") == 1
