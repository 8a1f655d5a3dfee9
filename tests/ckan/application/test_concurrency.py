"""Two at once, each on a connection of its own: one wins, the other is told clearly."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from applying import AGENCY, active, call, drafted, events_of, part_of, reviewed, state_of
from sqlalchemy import orm

from ckan import model

from ckanext.scigov.access.domain.granting import GrantReason
from ckanext.scigov.access.model import Acceptance, Grant
from ckanext.scigov.access.service import grants, reading
from ckanext.scigov.application import config, sentences
from ckanext.scigov.application.domain.flow import FlowReason
from ckanext.scigov.application.domain.scope import Scope
from ckanext.scigov.application.domain.states import Event, Outcome
from ckanext.scigov.application.service import decisions, steps, submitting
from ckanext.scigov.application.service.acts import By, Doer
from ckanext.scigov.application.service.decisions import Decision
from ckanext.scigov.application.service.filings import Wanted, Wish
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import Refused, StaleVersion

pytestmark = pytest.mark.usefixtures("province")
APPROVAL = Decision(Outcome.APPROVED, "同意")
Act = Callable[[orm.Session, Doer], Any]


def doer(session: orm.Session, name: str) -> Doer:
    principal = reading.principal_of(session, f"id-{name}", clock.now())
    assert principal is not None
    by = By(Actor(f"id-{name}", name), clock.now())
    return Doer(by, config.rules(), principal)


def is_waiting() -> bool:
    """Say whether some connection of the database waits for a lock."""
    with model.ensure_engine().connect() as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return bool(connection.scalar(sa.text(query)))


def second_of(first: tuple[str, Act], second: tuple[str, Act]) -> Any:
    """Let the first act and not commit until the second waits; return what the second got."""
    got: list[Any] = []

    def late() -> None:
        with orm.Session(model.ensure_engine(), autoflush=False) as session:
            try:
                got.append(second[1](session, doer(session, second[0])))
                session.commit()
            except Refused as refused:
                got.append(refused)

    with orm.Session(model.ensure_engine(), autoflush=False) as session:
        first[1](session, doer(session, first[0]))
        thread = threading.Thread(target=late)
        thread.start()
        end = time.monotonic() + 120
        while not is_waiting():
            assert time.monotonic() < end, "The second does not wait for the first."
            time.sleep(0.02)
        session.commit()
    thread.join(120)
    return got[0]


REFUSAL = Decision(Outcome.REFUSED, "用途不明", ground=decisions.RefusalGround.PURPOSE_UNCLEAR)
IN_PART = Decision(
    Outcome.APPROVED_IN_PART, "部分同意", decisions.Given(resource_ids=frozenset({"plan-a"}))
)
FIRST = {"active": APPROVAL, "refused": REFUSAL, "in part": IN_PART}


@pytest.mark.parametrize("second", FIRST)
@pytest.mark.parametrize("first", FIRST)
def test_two_deciders_at_once(first: str, second: str) -> None:
    id_ = reviewed("plan")
    part = part_of(id_).id
    model.Session.rollback()
    got = second_of(
        ("decider", lambda session, who: decisions.decide(session, part, FIRST[first], who)),
        ("second", lambda session, who: decisions.decide(session, part, FIRST[second], who)),
    )
    assert [one.reason for one in got.refusals] == [FlowReason.NOT_NOW]
    assert sentences.SENTENCES[FlowReason.NOT_NOW]().startswith("This step cannot be taken now")
    given = model.Session.scalars(sa.select(Grant.granted_by)).all()
    assert given == ([] if first == "refused" else ["id-decider"])
    assert state_of(id_) == ("refused" if first == "refused" else "active")


def revoke_part(part: str) -> Act:
    return lambda session, who: steps.take(session, part, Step(Event.REVOKE, "违规使用"), who)


def revoke_grant(number: str) -> Act:
    return lambda session, who: grants.revoke(session, number, "违规使用", who.by)


@pytest.mark.parametrize("first", ["part", "grant"])
@pytest.mark.parametrize("second", ["part", "grant"])
def test_two_who_revoke_at_once(first: str, second: str) -> None:
    id_ = active("plan")
    part = part_of(id_)
    acts = {"part": revoke_part(part.id), "grant": revoke_grant(part.grant_number or "")}
    model.Session.rollback()
    got = second_of(("decider", acts[first]), ("second", acts[second]))
    told = {"part": FlowReason.NOT_NOW, "grant": GrantReason.NOT_IN_FORCE}
    assert [one.reason for one in got.refusals] == [told[second]]
    assert model.Session.scalars(sa.select(Grant.revoked_by)).all() == ["id-decider"]
    assert [event.event for event in events_of(id_)].count("revoke") == 1


def test_a_grant_that_is_revoked_while_its_part_is_renewed() -> None:
    id_ = active("plan")
    part = part_of(id_)
    revoke, until = revoke_grant(part.grant_number or ""), dt.date(2026, 12, 31)
    part_id = part.id
    model.Session.rollback()
    got = second_of(
        ("second", revoke),
        ("decider", lambda session, who: decisions.renew(session, part_id, until, "同意", who)),
    )
    assert [one.reason for one in got.refusals] == [FlowReason.NOT_NOW]
    assert state_of(id_) == "revoked"


def test_two_who_have_the_same_data_at_once() -> None:
    """Each has his own application and grant; the second waits for his number only."""
    term = Scope(dt.date(2026, 9, 24), dt.date(2027, 9, 23))
    texts = {"purpose": "核对全省科技计划项目", "scene": "年度科技统计分析与评估"}
    wish = Wish(texts=texts, agency_id=AGENCY, wanted=[Wanted("shared", term)])

    def obtain(session: orm.Session, who: Doer) -> Any:
        return submitting.obtain(session, wish, who, "2").number

    assert second_of(("clerk", obtain), ("worker", obtain)) == "SJSQ-20260924-0002"
    assert len(model.Session.scalars(sa.select(Grant.id)).all()) == 2
    accepted = model.Session.scalars(sa.select(Acceptance.user_id)).all()
    assert sorted(accepted) == ["id-clerk", "id-worker"]


def test_two_who_confirm_at_once(settings) -> None:
    settings(four_eyes_levels="3")
    id_ = reviewed("plan")
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    assert state_of(id_) == "confirming"
    part = part_of(id_).id
    model.Session.rollback()

    def confirm(session: orm.Session, who: Doer) -> Any:
        return steps.take(session, part, Step(Event.CONFIRM), who)

    got = second_of(("second", confirm), ("second", confirm))
    assert [one.reason for one in got.refusals] == [FlowReason.NOT_NOW]
    assert len(model.Session.scalars(sa.select(Grant.id)).all()) == 1


def test_a_decision_on_what_has_changed_since_it_was_read() -> None:
    id_ = reviewed("plan")
    read = part_of(id_).version
    call("reviewer", "review", id=id_, reason="不宜全部提供")
    model.Session.rollback()
    old = Decision(Outcome.APPROVED, "同意", version=read)
    with (
        orm.Session(model.ensure_engine(), autoflush=False) as session,
        pytest.raises(StaleVersion),
    ):
        decisions.decide(session, part_of(id_).id, old, doer(session, "decider"))
    assert [event.event for event in events_of(id_)][-1] == "advise"


def test_two_submissions_at_once_have_two_numbers() -> None:
    one, other = drafted("plan"), drafted("output")
    model.Session.rollback()

    def submit(id_: str) -> Act:
        return lambda session, who: submitting.submit(session, id_, who).number

    got = second_of(("clerk", submit(one)), ("clerk", submit(other)))
    assert got == "SJSQ-20260924-0002"


def test_a_number_that_was_rolled_back_is_given_to_the_next() -> None:
    one, other = drafted("plan"), drafted("output")
    model.Session.rollback()
    with orm.Session(model.ensure_engine(), autoflush=False) as session:
        submitting.submit(session, one, doer(session, "clerk"))
        session.rollback()
    assert call("clerk", "submit", id=other)["number"] == "SJSQ-20260924-0001"
    assert call("clerk", "submit", id=one)["number"] == "SJSQ-20260924-0002"
