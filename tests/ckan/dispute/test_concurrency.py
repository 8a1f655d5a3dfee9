"""Two at once, each on a connection of its own: one wins, the other is told clearly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from applying import on
from disputing import EXPLANATION, accepted, call, dispute_of, events_of, reported, state_of
from sqlalchemy import orm

from ckan import model

from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import config, sentences
from ckanext.scigov.dispute.domain.filing import Report
from ckanext.scigov.dispute.domain.flow import FlowReason
from ckanext.scigov.dispute.domain.kinds import FilerKind
from ckanext.scigov.dispute.domain.merging import MergeReason
from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service import filings, merging, steps
from ckanext.scigov.dispute.service import time as times
from ckanext.scigov.dispute.service.acts import By, Doer, system
from ckanext.scigov.dispute.service.crowding import CrowdingReason
from ckanext.scigov.dispute.service.filings import Filer, Place
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import Refused, StaleVersion

pytestmark = pytest.mark.usefixtures("province")
Act = Callable[[orm.Session, Doer], Any]
PLACE = Place(Target(TargetKind.DATASET, "id-free"), "数据free", "kejiting")


def doer(session: orm.Session, name: str) -> Doer:
    """Return somebody as what he is now; without a name the system."""
    if not name:
        return system(clock.now(), config.rules())
    principal = reading.principal_of(session, f"id-{name}", clock.now())
    assert principal is not None
    return Doer(By(Actor(f"id-{name}", name), clock.now()), config.rules(), principal)


def is_waiting() -> bool:
    """Say whether some connection of the database waits for a lock."""
    with model.ensure_engine().connect() as connection:
        query = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        return bool(connection.scalar(sa.text(query)))


def second_of(first: tuple[str, Act], second: tuple[str, Act]) -> Any:
    """Let the first act and not commit until the second waits; return what the second got."""
    got: list[Any] = []
    model.Session.rollback()

    def late() -> None:
        with orm.Session(model.ensure_engine(), autoflush=False) as session:
            try:
                got.append(second[1](session, doer(session, second[0])))
                session.commit()
            except Refused as refused:
                got.append([one.reason for one in refused.refusals])

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


def step(id_: str, event: Event, reason: str = "经核实，情况如下") -> Act:
    return lambda session, who: steps.take(session, id_, Step(event, reason), who).id


def merge(one: str, into: str) -> Act:
    return lambda session, who: merging.merge(session, one, into, Step(Event.MERGE), who).id


def happened(id_: str) -> list[str]:
    return [event.event for event in events_of(id_)]


NOT_NOW = [FlowReason.NOT_NOW]


def test_two_who_accept_at_once() -> None:
    id_ = reported()
    got = second_of(("editor", step(id_, Event.ACCEPT)), ("steward", step(id_, Event.ACCEPT)))
    assert got == NOT_NOW
    assert sentences.SENTENCES[FlowReason.NOT_NOW]().startswith("This step cannot be taken now")
    assert (happened(id_)[2:], dispute_of(id_).accepted_by) == (["accept"], "id-editor")


@pytest.mark.parametrize("second", [Event.CORRECT, Event.REFUSE, Event.WITHDRAW])
@pytest.mark.parametrize("first", [Event.CORRECT, Event.REFUSE, Event.WITHDRAW])
def test_two_who_end_it_at_once(first: Event, second: Event) -> None:
    id_ = accepted()
    whose = {Event.CORRECT: "editor", Event.REFUSE: "decider", Event.WITHDRAW: "citizen"}
    got = second_of((whose[first], step(id_, first)), (whose[second], step(id_, second)))
    assert got == NOT_NOW
    assert happened(id_)[3:] == [first.value]


def test_two_who_merge_crossways_at_once() -> None:
    one, other = reported(), reported(user="plain")
    got = second_of(("editor", merge(one, other)), ("steward", merge(other, one)))
    assert got == [MergeReason.HEAD_IS_DECIDED]
    assert (state_of(one), dispute_of(one).merged_into) == ("merged", other)
    assert (state_of(other), dispute_of(other).joined) == ("forwarded", 1)


def test_what_is_merged_while_its_head_is_merged_points_to_the_new_head() -> None:
    first, second, third = reported(), reported(user="plain"), reported(user="worker")
    got = second_of(("editor", merge(first, second)), ("steward", merge(second, third)))
    assert got == third
    assert {dispute_of(one).merged_into for one in (first, second)} == {third}
    assert happened(first)[-2:] == ["merge", "merge"]
    assert dispute_of(third).reporter_ids == ["id-citizen", "id-plain", "id-worker"]


def test_a_head_that_is_answered_while_something_is_merged_into_it() -> None:
    head, other = accepted(), reported(user="plain")
    got = second_of(("editor", step(head, Event.CORRECT)), ("steward", merge(other, head)))
    assert got == [MergeReason.HEAD_IS_DECIDED]
    assert (state_of(other), dispute_of(head).joined) == ("forwarded", 0)


def close(id_: str) -> Act:
    return lambda session, who: [one.value for one in times.settle(session, id_, who)]


def answered() -> str:
    id_ = accepted()
    call("editor", "correct", id=id_, reason="已更正")
    return id_


def test_a_reopening_while_the_job_closes(at) -> None:
    id_ = answered()
    at(on("2026-10-30"))
    got = second_of(("", close(id_)), ("citizen", step(id_, Event.REOPEN)))
    assert (got, state_of(id_)) == (NOT_NOW, "closed")


def test_the_job_while_somebody_reopens() -> None:
    id_ = answered()
    got = second_of(("citizen", step(id_, Event.REOPEN)), ("", close(id_)))
    assert (got, state_of(id_)) == ([], "verifying")


def test_two_jobs_at_once_press_once(at) -> None:
    id_ = reported()
    at(on("2026-09-30"))
    assert second_of(("", close(id_)), ("", close(id_))) == []
    assert happened(id_)[2:] == ["press"]
    rows = model.Session.query(NoticeRow.user_id).filter_by(kind="dispute.pressed").all()
    assert sorted(row[0] for row in rows) == ["id-cdo", "id-cdo2", "id-editor", "id-steward"]


def file(session: orm.Session, who: Doer) -> str:
    report = Report(kind="inaccurate", explanation=EXPLANATION, is_signed=True)
    filer = Filer(FilerKind.PERSON, who.user_id)
    return str(filings.file(session, report, PLACE, filer, who).number)


def test_two_reports_at_once_have_two_numbers() -> None:
    assert second_of(("citizen", file), ("plain", file)) == "SJYY-20260924-0002"
    numbers = model.Session.scalars(sa.select(Dispute.number).order_by(Dispute.number)).all()
    assert numbers == ["SJYY-20260924-0001", "SJYY-20260924-0002"]


def test_the_same_report_sent_twice_at_once_is_one_dispute() -> None:
    got = second_of(("citizen", file), ("citizen", file))
    assert got == [CrowdingReason.ALREADY_REPORTED]
    assert model.Session.scalars(sa.select(Dispute.number)).all() == ["SJYY-20260924-0001"]


def file_as_visitor(session: orm.Session, who: Doer) -> str:
    report = Report(kind="inaccurate", explanation=EXPLANATION, email="wang@example.org")
    filer = Filer(FilerKind.VISITOR)
    return filings.file(session, report, PLACE, filer, Doer(who.by, who.rules)).id


def test_a_mailbox_that_reports_twice_at_once_has_one_dispute() -> None:
    got = second_of(("", file_as_visitor), ("", file_as_visitor))
    assert model.Session.scalars(sa.select(Dispute.id)).all() == [got]


def test_a_number_that_was_rolled_back_is_given_to_the_next() -> None:
    with orm.Session(model.ensure_engine(), autoflush=False) as session:
        assert file(session, doer(session, "citizen")) == "SJYY-20260924-0001"
        session.rollback()
    assert call("plain", "show", id=reported(user="plain"))["number"] == "SJYY-20260924-0001"


def test_a_step_on_what_has_changed_since_it_was_read() -> None:
    id_ = reported()
    read = dispute_of(id_).version
    call("citizen", "remark", id=id_, reason="补充：第二行也一样")
    model.Session.rollback()
    old = Step(Event.ACCEPT, version=read)
    with (
        orm.Session(model.ensure_engine(), autoflush=False) as session,
        pytest.raises(StaleVersion),
    ):
        steps.take(session, id_, old, doer(session, "editor"))
    assert happened(id_)[-1] == "remark"
