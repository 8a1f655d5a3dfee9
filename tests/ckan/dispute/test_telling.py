"""Who is told that data were corrected: whoever follows them or has read them, and nobody of too much."""

from __future__ import annotations

import time
from typing import Any

import applying
import pytest
import sqlalchemy as sa
from applying import DAY, NOW
from disputing import accepted, call, dispute_of, state_of

from ckan import model
from ckan.model.follower import UserFollowingDataset

from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.dispute import config, jobs, telling
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service.notices import READERS_JOB
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared import dispatch
from ckanext.scigov.shared.model import OutboxEntry
from ckanext.scigov.tables.model import Version

pytestmark = pytest.mark.usefixtures("province")
NOTHING: dict[str, str] = {}


def read(
    user: str, resource: str = "free-a", *, event: str = "data.download", ago: int = 1
) -> None:
    """Put on record that somebody has got data so many days ago."""
    row = AuditEvent(
        at=NOW - ago * DAY, actor_id=f"id-{user}", actor_name=user, event=event,
        object_type="resource", object_id=resource, detail={},
    )  # fmt: skip
    model.Session.add(row)
    model.Session.commit()


def follow(user: str, dataset: str = "free") -> None:
    model.Session.add(UserFollowingDataset(f"id-{user}", f"id-{dataset}"))
    model.Session.commit()


def corrected(id_: str, user: str = "editor", **more: Any) -> str:
    """Let a dispute end in a correction, and the job run."""
    call(user, "correct", id=id_, reason="已更正", **more)
    run_job()
    return id_


def run_job() -> None:
    wanted = sa.select(OutboxEntry.id).where(
        OutboxEntry.name == READERS_JOB, OutboxEntry.state == "waiting"
    )
    for entry_id in model.Session.scalars(wanted).all():
        dispatch.run_entry(entry_id)


def told(kind: str = "corrected") -> list[str]:
    """Return who was told, in order; somebody twice stands there twice."""
    model.Session.rollback()
    rows = model.Session.scalars(
        sa.select(NoticeRow.user_id).where(NoticeRow.kind == f"dispute.{kind}")
    )
    return sorted(one.removeprefix("id-") for one in rows)


def test_followers_and_readers_are_told_once_and_led_to_the_dispute() -> None:
    id_ = accepted(resource="free-a")
    for event in ("data.download", "data.read", "data.locate"):
        read("worker", event=event)
    follow("worker")
    follow("plain")
    read("signer", event="dataset.update")
    read("robot", "plan-a")
    corrected(id_)
    assert told() == ["plain", "worker"]
    row = model.Session.query(NoticeRow).filter_by(user_id="id-plain").one()
    assert (row.path, row.object_id) == (f"/disputes/{id_}", id_)
    assert row.params == {
        "number": {"title": "SJYY-20260924-0001"}, "dataset": {"title": "数据free"},
    }  # fmt: skip


def test_neither_who_corrects_nor_who_reported_is_told_of_it() -> None:
    id_, other = accepted(), None
    other = call(
        "plain", "create", dataset="free", kind="outdated", explanation="数据已经过时，请更新。"
    )["id"]
    call("editor", "merge", id=other, into=id_)
    for user in ("citizen", "plain", "editor", "steward"):
        read(user)
        follow(user)
    corrected(id_)
    assert told() == ["steward"]
    assert told("changed").count("citizen") == 3  # forwarded, accepted, corrected


def test_a_job_that_runs_twice_tells_once_and_a_second_correction_is_told_again() -> None:
    follow("worker")
    id_ = corrected(accepted(), is_in_part=True)
    payload = model.Session.scalars(
        sa.select(OutboxEntry.payload).where(OutboxEntry.name == READERS_JOB)
    ).one()
    jobs.tell_readers(payload)
    assert told() == ["worker"]
    call("citizen", "reopen", id=id_, reason="还有一处没有更正")
    corrected(id_)
    assert told() == ["worker", "worker"]


@pytest.mark.parametrize(("ago", "expected"), [(89, ["worker"]), (90, ["worker"]), (91, [])])
def test_reading_is_told_as_far_back_as_the_site_says(ago: int, expected: list[str]) -> None:
    read("worker", ago=ago)
    corrected(accepted())
    assert told() == expected


def version(number: int, ago: int) -> None:
    given = dict.fromkeys(("file_name", "sha256", "dictionary", "layout", "loaded_by"), "")
    row = Version(
        resource_id="free-a", number=number, loaded_at=NOW - ago * DAY, size=1, row_count=1,
        emptied_count=0, **given,
    )  # fmt: skip
    model.Session.add(row)
    model.Session.commit()


def test_only_the_version_in_which_it_was_seen_was_wrong(at) -> None:
    version(1, 20)
    version(2, 10)
    for user, ago in (("worker", 15), ("robot", 5)):
        read(user, ago=ago)
    id_ = accepted(resource="free-a")
    at(NOW + DAY)
    version(3, -1)
    read("signer", ago=-1)
    corrected(id_)
    assert told() == ["robot", "signer"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"field": "title"}, ["plain"]), ({"target_kind": "decision"}, ["plain"]),
     (NOTHING, ["plain", "worker"])],
)  # fmt: skip
def test_a_doubt_about_the_entry_is_none_about_what_was_read(
    given: dict[str, str], expected: list[str]
) -> None:
    read("worker")
    follow("plain")
    corrected(accepted(**given))
    assert told() == expected


def test_what_was_read_of_a_resource_that_is_gone_counts() -> None:
    read("worker")
    id_ = accepted()
    model.Session.get(model.Resource, "free-a").state = "deleted"
    model.Session.commit()
    corrected(id_)
    assert told() == ["worker"]


@pytest.mark.parametrize("more", [{"dataset": "plan"}, {"kind": "not_public"}])
def test_a_dispute_that_is_not_public_is_not_named(more: dict[str, str]) -> None:
    applying.verify("citizen")
    dataset = more.get("dataset", "free")
    id_ = accepted(**more)
    follow("worker", dataset)
    read("robot", f"{dataset}-a", event="data.read")
    corrected(id_)
    assert (told(), told("data_corrected")) == ([], ["robot", "worker"])
    row = model.Session.query(NoticeRow).filter_by(user_id="id-worker").one()
    assert (row.path, row.object_id) == (f"/dataset/{dataset}", f"id-{dataset}")
    assert row.params == {"dataset": {"title": f"数据{dataset}"}}


def test_whoever_sees_the_entry_no_more_is_told_nothing() -> None:
    id_ = accepted()
    for user in ("worker", "reviewer"):
        follow(user)
        read(user)
    model.Package.get("id-free").private = True
    model.Session.commit()
    corrected(id_)
    assert (told(), told("data_corrected")) == ([], ["reviewer"])


@pytest.fixture
def crowd() -> int:
    """2,000 people who have read the table, and 200,000 readings of it."""
    session, people = model.Session, 2000
    session.execute(sa.text(
        "INSERT INTO \"user\" (id, name, state, sysadmin) SELECT 'c' || n, 'c' || n, 'active', false"
        f" FROM generate_series(1, {people}) n"
    ))  # fmt: skip
    session.execute(sa.text(
        "INSERT INTO scigov_audit_event (at, actor_id, actor_name, event, object_type, object_id, detail)"
        f" SELECT :now, 'c' || (1 + n % {people}), '', 'data.read', 'resource', 'free-a', '{{}}'"
        " FROM generate_series(1, 200000) n"
    ), {"now": NOW - DAY})  # fmt: skip
    session.commit()
    session.execute(sa.text("ANALYZE scigov_audit_event"))
    session.commit()
    return people


def test_thousands_of_readers_take_few_statements(crowd: int, count_queries) -> None:
    id_ = accepted()
    with count_queries() as correcting:
        call("editor", "correct", id=id_, reason="已更正")
    assert len(correcting) < 80
    found, begun = model.Session.scalars(sa.select(Dispute)).one(), time.monotonic()
    with count_queries() as queries:
        reading = telling.readers(model.Session, found, NOW, config.rules())
    assert (len(reading), len(queries)) == (crowd, 2)
    assert time.monotonic() - begun < 5
    with count_queries() as queries:
        run_job()
    assert len(told()) == crowd
    assert len(queries) < 40
    assert (state_of(id_), dispute_of(id_).version) == ("corrected", 4)
