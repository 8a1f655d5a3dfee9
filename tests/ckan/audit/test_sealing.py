"""Events are sealed in batches beside the acts, and every seal is anchored outside."""

import datetime as dt
import json
import os
import random
import stat
import threading

import pytest
import sqlalchemy as sa
from sqlalchemy import orm

from ckanext.scigov.audit import anchor_file, config, jobs
from ckanext.scigov.audit.lock import chain_lock
from ckanext.scigov.shared import dispatch
from ckanext.scigov.shared.interfaces import scheduled_jobs

NOON = dt.datetime(2026, 9, 24, 4, 0, tzinfo=dt.timezone.utc)


def places(site_log):
    with site_log.engine.connect() as connection:
        query = sa.text("SELECT event_id FROM scigov_audit_link ORDER BY seq")
        return list(connection.scalars(query))


def lines(site_log):
    return [json.loads(line) for line in site_log.anchors.read_text().splitlines()]


def test_an_empty_log_is_whole(site_log):
    assert site_log.seal() == (0, 0)
    assert not site_log.anchors.exists()
    assert site_log.findings() == []


def test_what_is_sealed_is_verified(site_log):
    site_log.write(3)
    assert site_log.findings() == []
    assert (site_log.report.verified, site_log.report.unsealed) == (0, 3)
    assert site_log.seal() == (1, 3)
    site_log.write(2)
    assert site_log.findings() == []
    report = site_log.report
    assert (report.verified, report.seals, report.unsealed) == (3, 1, 2)


def test_batches(site_log):
    site_log.write(5)
    assert site_log.seal(batch=2, most=1) == (1, 2)
    assert site_log.seal(batch=2) == (2, 3)
    assert places(site_log) == site_log.ids()
    assert [line["complete"] for line in lines(site_log)] == [False, False, True]
    assert site_log.findings() == []


def test_a_batch_that_is_just_full_has_nothing_behind_it(site_log):
    site_log.write(2)
    assert site_log.seal(batch=2) == (1, 2)
    site_log.write(1)
    assert site_log.seal(batch=2) == (1, 1)
    assert site_log.findings() == []


def test_what_is_rolled_back_is_never_sealed(site_log):
    with orm.Session(site_log.engine) as session:
        site_log.write(session=session)
        session.rollback()
    assert site_log.seal() == (0, 0)


def test_a_lower_number_that_commits_later(site_log):
    with orm.Session(site_log.engine) as slow:
        site_log.write(session=slow)
        site_log.write()
        assert site_log.seal() == (1, 1)
        assert site_log.findings() == []
        slow.commit()
    lower, higher = site_log.ids()
    assert site_log.findings() == []
    assert site_log.report.unsealed == 1
    assert site_log.seal() == (1, 1)
    assert places(site_log) == [higher, lower]
    assert [line["last_event_id"] for line in lines(site_log)] == [higher, higher]
    assert site_log.findings() == []
    assert site_log.report.verified == 2


def test_a_lower_number_of_a_transaction_that_ended_last(site_log):
    """The snapshot of the seal ends before it, although it was running then."""
    with orm.Session(site_log.engine) as first, orm.Session(site_log.engine) as second:
        first.execute(sa.select(sa.func.pg_current_xact_id()))
        site_log.write(session=second)
        site_log.write(session=first)
        first.commit()
        assert site_log.seal() == (1, 1)
        second.commit()
    assert site_log.findings() == []
    assert site_log.seal() == (1, 1)
    assert site_log.findings() == []


def test_sealing_waits_for_nobody_and_stops_nobody(site_log):
    """While a seal is being made, an act commits at once; its event is in the next one."""
    site_log.write()
    with site_log.engine.connect() as connection:
        connection.execute(sa.text("LOCK TABLE scigov_audit_seal IN ACCESS EXCLUSIVE MODE"))
        running = threading.Thread(target=site_log.seal)
        running.start()
        site_log.write()
        connection.rollback()
    running.join(timeout=120)
    assert not running.is_alive()
    site_log.seal()
    assert site_log.findings() == []
    assert site_log.report.verified == 2


def test_one_at_a_time(site_log):
    site_log.write()
    with chain_lock(site_log.engine) as alone:
        assert alone
        assert site_log.seal() is None
    assert site_log.seal() == (1, 1)


def test_the_anchor_file(site_log):
    site_log.write(2)
    site_log.seal()
    (line,) = lines(site_log)
    assert (line["seal"], line["last_seq"], line["events"]) == (1, 2, 2)
    assert line["sealed_at"] == "2026-09-24T04:00:00.000000+00:00"
    with site_log.engine.connect() as connection:
        query = sa.text("SELECT encode(hash, 'hex') FROM scigov_audit_link WHERE seq = 2")
        assert connection.scalar(query) == line["head"]
    assert len(line["mac"]) == 64
    assert stat.S_IMODE(site_log.anchors.stat().st_mode) == 0o600
    assert stat.S_IMODE(site_log.anchors.parent.stat().st_mode) == 0o700


def test_a_crash_between_commit_and_anchor_is_healed(site_log, monkeypatch):
    def crash(*_):
        raise OSError("no space left")

    site_log.write(3)
    with monkeypatch.context() as patched:
        patched.setattr(anchor_file, "append", crash)
        with pytest.raises(OSError, match="no space"):
            site_log.seal(batch=1)
        # Not another seal before this one is anchored.
        with pytest.raises(OSError, match="no space"):
            site_log.seal(batch=1)
    assert site_log.kinds() == ["anchor"]
    assert site_log.seal() == (1, 2)
    assert [line["seal"] for line in lines(site_log)] == [1, 2]
    assert site_log.findings() == []


def test_a_line_torn_by_a_crash_is_written_again(sealed):
    os.truncate(sealed.anchors, sealed.anchors.stat().st_size - 20)
    assert sealed.kinds() == ["anchor", "anchor"]
    assert sealed.seal() == (0, 0)
    assert [line["seal"] for line in lines(sealed)] == [1, 2, 3]
    assert sealed.findings() == []


def test_a_lost_file_is_written_anew(sealed):
    sealed.anchors.unlink()
    assert sealed.kinds() == ["anchor"]
    sealed.seal()
    assert [line["seal"] for line in lines(sealed)] == [1, 2, 3]
    assert sealed.findings() == []


def test_garbage_without_an_end_is_not_cut_off(sealed):
    """It is longer than any line: no crash has left it."""
    with sealed.anchors.open("a") as file:
        file.write("x" * 200_000)
    sealed.write()
    sealed.seal()
    assert sealed.anchors.stat().st_size > 200_000
    assert "anchor" in sealed.kinds()


def test_a_backups_link_keeps_what_it_saw(sealed, tmp_path):
    kept = tmp_path / "kept.jsonl"
    os.link(sealed.anchors, kept)
    before = kept.read_text()
    sealed.write()
    sealed.seal()
    assert kept.read_text() == before
    assert len(lines(sealed)) == 4
    assert stat.S_IMODE(sealed.anchors.stat().st_mode) == 0o600
    assert sealed.findings() == []


def test_where_the_file_is(site_log, ckan_config, monkeypatch, tmp_path):
    assert config.anchor_path() == site_log.anchors
    monkeypatch.setitem(ckan_config, "ckanext.scigov.audit.anchor_path", "")
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    assert config.anchor_path() == tmp_path / "audit-anchors" / "anchors.jsonl"


def test_the_scheduler_seals_every_minute(site_log, clean_redis):
    job = scheduled_jobs()["scigov_audit_seal"]
    assert (job.every, job.light) == (dt.timedelta(minutes=1), True)
    site_log.write(2)
    dispatch.run_scheduler_once(NOON)
    assert len(places(site_log)) == 2
    assert [line["seal"] for line in lines(site_log)] == [1]
    site_log.write()
    dispatch.run_scheduler_once(NOON + dt.timedelta(seconds=59))
    assert len(places(site_log)) == 2
    dispatch.run_scheduler_once(NOON + dt.timedelta(seconds=61))
    assert len(places(site_log)) == 3
    assert site_log.findings() == []


def test_the_scheduler_lives_when_sealing_fails(site_log, said):
    site_log.write()
    site_log.anchors.parent.write_text("a file where the folder should be")
    jobs.seal_quietly(NOON)
    jobs.seal_quietly(NOON)
    assert [text[:40] for text in said.messages] == ["The audit log is not sealed or anchored:"] * 2
    site_log.anchors.parent.unlink()
    jobs.seal_quietly(NOON)
    assert site_log.findings() == []


def test_queries_do_not_grow_with_the_log(site_log, count_queries):
    counts = []
    for _ in range(2):
        site_log.write(50)
        with count_queries() as queries:
            site_log.seal()
        counts.append(queries.count)
    assert counts[0] == counts[1] <= 16


def test_many_writers_and_a_sealer(site_log):
    """Whatever the order of beginnings, numbers and commits: nothing is missed or suspected."""
    never = threading.Event()

    def write(seed):
        chance = random.Random(seed)
        for _ in range(40):
            with orm.Session(site_log.engine) as session:
                if chance.random() < 0.5:
                    session.execute(sa.select(sa.func.pg_current_xact_id()))
                    never.wait(chance.random() / 20)
                site_log.write(chance.randint(1, 3), session=session)
                never.wait(chance.random() / 20)
                if chance.random() < 0.8:
                    session.commit()

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        site_log.seal(batch=7, most=2)
        assert site_log.findings() == []
    site_log.seal()
    assert site_log.findings() == []
    assert site_log.report.verified == len(site_log.ids()) > 150
    assert site_log.report.seals > 3
