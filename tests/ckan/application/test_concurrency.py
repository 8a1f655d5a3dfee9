"""Two at once, each on a connection of its own: one wins, the other is told clearly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from applying import call, drafted, events_of, part_of, reviewed, state_of
from sqlalchemy import orm

from ckan import model

from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service import reading
from ckanext.scigov.application import config, sentences
from ckanext.scigov.application.domain.flow import FlowReason
from ckanext.scigov.application.domain.states import Event, Outcome
from ckanext.scigov.application.service import decisions, steps, submitting
from ckanext.scigov.application.service.acts import By, Doer
from ckanext.scigov.application.service.decisions import Decision
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
        end = time.monotonic() + 20
        while not is_waiting():
            assert time.monotonic() < end, "The second does not wait for the first."
            time.sleep(0.02)
        session.commit()
    thread.join(20)
    return got[0]


def test_two_deciders_at_once() -> None:
    part = part_of(reviewed("plan")).id
    model.Session.rollback()
    refusal = Decision(Outcome.REFUSED, "用途不明", ground=decisions.RefusalGround.PURPOSE_UNCLEAR)
    got = second_of(
        ("decider", lambda session, who: decisions.decide(session, part, APPROVAL, who)),
        ("second", lambda session, who: decisions.decide(session, part, refusal, who)),
    )
    assert [one.reason for one in got.refusals] == [FlowReason.NOT_NOW]
    assert sentences.SENTENCES[FlowReason.NOT_NOW]().startswith("This step cannot be taken now")
    grants = model.Session.scalars(sa.select(Grant.granted_by)).all()
    assert grants == ["id-decider"]


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
