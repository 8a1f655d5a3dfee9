"""A late commit is told from a row that was put in later."""

import pytest
from audit_logs import ELSEWHERE, HERE, Log, event

from ckanext.scigov.audit.domain.lateness import Snapshot, snapshot_of

PUT_IN = (
    "Event {} is in no seal, although one should have taken it: it was put in later, or its link "
    "was removed."
)
SEALED = (
    "Event {} is in seal {}, although an earlier one should have taken it: it was put in later "
    "with a place that is not its own."
)


@pytest.mark.parametrize(
    ("text", "snapshot"),
    [
        ("7:7:", Snapshot(7)),
        ("7:10:7,9", Snapshot(10, frozenset({7, 9}))),
    ],
)
def test_reading_a_snapshot(text, snapshot):
    assert snapshot_of(text) == snapshot


def test_what_a_snapshot_sees():
    seen = [number for number in range(5, 13) if snapshot_of("7:10:7,9").sees(number)]
    assert seen == [5, 6, 8]


def test_an_event_that_waits(log):
    assert log.chain_findings(event(7, written_by=107)) == []


def test_a_late_commit_with_a_lower_number():
    """Transaction 101 took number 1, was running when event 2 was sealed, and then committed."""
    log = Log()
    log.seal(event(2), snapshot="101:103:101")
    assert log.chain_findings(event(1)) == []
    log.seal(event(1), event(3), snapshot="104:104:")
    assert log.chain_findings() == []


def test_a_late_commit_that_ended_behind_all_that_was_seen():
    """Transaction 102 was running with event 1 when 101, with event 2, was the last that had ended."""
    log = Log()
    log.seal(event(2, written_by=101), snapshot="102:102:", written_by=103)
    assert log.chain_findings(event(1, written_by=102)) == []
    log.seal(event(1, written_by=102), snapshot="104:104:", written_by=104)
    assert log.chain_findings() == []


def test_a_row_with_an_old_transaction(log):
    assert log.chain_findings(event(7, written_by=103)) == [("added", PUT_IN.format(7))]


def test_a_row_with_an_old_number_and_a_new_transaction(log):
    assert log.chain_findings(event(2, written_by=110)) == [("added", PUT_IN.format(2))]


def test_an_old_number_is_found_whichever_seal_came_between():
    """Transaction 104 began after seal 1 had taken event 3, and was running at seal 2."""
    log = Log()
    log.seal(event(1), event(3, written_by=102), snapshot="103:103:")
    log.seal(event(4, written_by=105), snapshot="104:106:104")
    assert log.chain_findings(event(2, written_by=104)) == [("added", PUT_IN.format(2))]


def test_a_row_put_in_is_found_after_it_was_sealed(log):
    log.seal(event(7, written_by=103), snapshot="108:108:")
    assert log.chain_findings() == [("added", SEALED.format(7, 4))]


def test_a_seal_that_was_full_has_left_others():
    log = Log()
    log.seal(event(1), snapshot="104:104:", is_complete=False)
    assert log.chain_findings(event(2)) == []
    log.seal(event(2), event(3), snapshot="104:104:")
    assert log.chain_findings() == []


def test_another_cluster_counts_transactions_anew(log):
    """Restored elsewhere: event 7 came with the backup, 8 was written there."""
    log.seal(event(7), snapshot="20:20:", is_complete=False, cluster=ELSEWHERE)
    log.seal(event(8, written_by=19), snapshot="20:20:", cluster=ELSEWHERE)
    log.seal(event(9, written_by=21), snapshot="22:22:", cluster=ELSEWHERE)
    assert log.chain_findings() == []


def test_in_the_other_cluster_rows_that_were_put_in_are_found(log):
    log.seal(event(7), snapshot="20:20:", cluster=ELSEWHERE)
    log.seal(event(8, written_by=19), snapshot="22:22:", cluster=ELSEWHERE)
    assert log.chain_findings() == [("added", SEALED.format(8, 5))]


def test_before_the_first_seal_of_a_cluster_nothing_is_late(log):
    log.seal(event(7), snapshot="20:20:", cluster=ELSEWHERE)
    assert HERE != ELSEWHERE
    assert log.chain_findings(event(8, written_by=3)) == []
