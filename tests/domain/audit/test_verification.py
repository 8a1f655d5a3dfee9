"""The walk along the chain finds each kind of damage, and none where there is none."""

import dataclasses

from audit_logs import KEY, NOON, Log, event

from ckanext.scigov.audit.domain.chain import GENESIS, Link, link_hash
from ckanext.scigov.audit.domain.seals import Checkpoint, seal_mac


def checkpoint(log, number):
    seal = log.seals[number - 1]
    return Checkpoint(seal.id, seal.last_seq, seal.head, NOON, NOON)


def test_what_was_sealed_is_whole(log):
    assert log.chain_findings() == []
    assert log.verified == 6
    assert Log().chain_findings() == []


def test_a_changed_event(log):
    log.change_event(3, object_id="d9")
    assert log.chain_findings() == [
        (
            "changed",
            (
                "Event 3 is not what was sealed at place 3: it was changed, or another event was put "
                "in its place."
            ),
        )
    ]
    assert log.verified == 5


def test_a_removed_event(log):
    del log.events[4]
    assert log.chain_findings() == [("removed", "Event 4 was removed.")]


def test_an_event_removed_with_its_link(log):
    del log.events[3], log.links[2]
    assert log.chain_findings() == [
        (
            "removed",
            (
                "What stood at place 3 of the chain, after event 2 (place 2) and before event 4, was "
                "removed together with its links."
            ),
        )
    ]


def test_a_removed_beginning_with_a_whole_seal(log):
    del log.links[:3]
    assert log.chain_findings() == [
        (
            "removed",
            (
                "What stood at places 1 to 3 of the chain, at its beginning (place 1) and before "
                "event 4, was removed together with its links."
            ),
        )
    ]


def test_exchanged_places(log):
    """The rows of two links exchange their places, with all that belongs to them."""
    log.change_link(3, seq=4)
    log.change_link(4, seq=3)
    text = (
        "Event {} at place {} was sealed behind another event than the one that stands before it "
        "now: the order was changed."
    )
    assert log.chain_findings() == [
        ("reordered", text.format(4, 3)),
        ("reordered", text.format(3, 4)),
        (
            "seal",
            "Seal 2 was made over other events than those that stand up to place 4 (event 3) now.",
        ),
        ("reordered", text.format(5, 5)),
    ]


def test_exchanged_events(log):
    """Two events exchange their numbers."""
    log.events[3], log.events[4] = (
        dataclasses.replace(log.events[4], id=3),
        dataclasses.replace(log.events[3], id=4),
    )
    kinds = [(kind, text[:8]) for kind, text in log.chain_findings()]
    assert kinds == [("changed", "Event 3 "), ("changed", "Event 4 ")]


def test_a_chain_that_was_calculated_anew(log):
    """Without the key the seals cannot be made to fit."""
    log.change_event(3, object_id="d9")
    previous = log.links[1].hash
    for place in range(3, 7):
        made = link_hash(previous, log.events[place])
        log.change_link(place, previous=previous, hash=made)
        previous = made
    assert log.chain_findings() == [
        (
            "seal",
            (
                f"Seal {number} was made over other events than those that stand up to place {place} "
                f"(event {place}) now."
            ),
        )
        for number, place in ((2, 4), (3, 6))
    ]


def test_a_cut_tail(log):
    del log.links[2:]
    assert log.chain_findings() == [
        (
            "cut",
            (
                "The chain ends after event 2 (place 2), and seal 3 reaches to place 6: the end of the "
                "chain was cut off."
            ),
        )
    ]
    del log.links[:]
    assert log.chain_findings() == [
        (
            "cut",
            (
                "The chain ends at its beginning (place 1), and seal 3 reaches to place 6: the end of "
                "the chain was cut off."
            ),
        )
    ]


def test_a_link_behind_the_last_seal(log):
    added = event(7)
    log.events[7] = added
    before = log.links[-1].hash
    log.links.append(Link(7, 7, before, link_hash(before, added)))
    assert log.chain_findings() == [
        (
            "added",
            "Event 7 at place 7 stands behind the last seal: no seal has put it there.",
        )
    ]


def test_the_walk_begins_behind_the_checkpoint(log):
    log.start = checkpoint(log, 2)
    for number in range(1, 5):
        del log.events[number]
    del log.links[:4]
    assert log.chain_findings() == []
    assert log.verified == 2


def test_everything_may_be_gone_by_retention(log):
    log.start = checkpoint(log, 3)
    log.events, log.links = {}, []
    assert log.chain_findings() == []


def test_what_stands_before_a_checkpoint_was_put_there(log):
    log.start = checkpoint(log, 1)
    assert log.chain_findings() == [
        (
            "added",
            (
                f"Event {number} stands at place {number}, where the retention has removed everything "
                "up to place 2: it was put there later."
            ),
        )
        for number in (1, 2)
    ]


def test_removed_behind_a_checkpoint(log):
    log.start = checkpoint(log, 1)
    del log.links[:3]
    assert log.chain_findings() == [
        (
            "removed",
            (
                "What stood at place 3 of the chain, at its beginning (place 3) and before event 4, "
                "was removed together with its links."
            ),
        )
    ]


def test_a_checkpoint_with_another_hash(log):
    log.start = dataclasses.replace(checkpoint(log, 1), head=GENESIS)
    del log.links[:2]
    kinds = [kind for kind, _ in log.chain_findings()]
    assert kinds == ["reordered"]


def test_a_seal_that_is_gone_does_not_hide_the_next(log):
    del log.seals[1]
    assert log.chain_findings() == []
    log.change_seal(2, head=GENESIS)
    assert log.chain_findings() == [
        (
            "seal",
            "Seal 3 was made over other events than those that stand up to place 6 (event 6) now.",
        )
    ]


def test_who_has_the_key_can_write_it_all_anew():
    """What cannot be found: docs/audit.md says so."""
    log = Log()
    log.seal(event(1, object_id="forged"), snapshot="102:102:")
    assert log.seals[0].mac == seal_mac(KEY, log.seals[0])
    assert log.chain_findings() == log.seal_findings() == []
