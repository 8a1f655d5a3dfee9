"""Seals and the anchor file say the same, or it is found which of them was touched."""

import dataclasses
import json

import pytest
from audit_logs import KEY, NOON, Log, event

from ckanext.scigov.audit.domain.anchors import check_checkpoint
from ckanext.scigov.audit.domain.seals import (
    Checkpoint,
    checkpoint_mac,
    derive_key,
    line_of,
    read_line,
    seal_mac,
)

NOT_SIGNED = (
    "is not signed as it stands: it was changed or made by somebody else, or the site's secret is "
    "another one now and the former one is not in the settings."
)
OTHER_LINE = "Seal 2, up to place 4, is not what the anchor file says: one of the two was changed."


def absent(numbers):
    text = f"The anchor file has nothing of {numbers}: it was removed or changed, or has not been written yet."
    return ("anchor", text)


def test_untouched(log):
    assert log.seal_findings() == []
    assert Log().seal_findings() == []


def test_the_key_is_not_the_secret():
    assert KEY.hex() == "ca4a13ab9ccd0af650f1bdc705595781d08925a0d10a7bc69e250bcd40e38bc6"


def test_a_line_is_the_seal(log):
    line = log.lines[0]
    assert json.loads(line) == {
        "seal": 1,
        "last_seq": 2,
        "events": 2,
        "last_event_id": 2,
        "head": log.links[1].hash.hex(),
        "sealed_at": "2026-09-24T04:00:00.000000+00:00",
        "snapshot": "103:103:",
        "written_by": 103,
        "complete": True,
        "cluster": "7001",
        "mac": log.seals[0].mac.hex(),
    }
    assert read_line(line) == log.seals[0]


@pytest.mark.parametrize(
    "damage",
    [
        lambda line: line[:-1],
        lambda line: "",
        lambda line: "[]",
        lambda line: "null",
        lambda line: "{}",
        lambda line: line.replace('"head":"', '"head":"zz'),
        lambda line: line.replace("2026", "20x6"),
        lambda line: line.replace('"seal":1', '"seal":Infinity'),
        lambda line: line.replace(",", ", ", 1),
        lambda line: line.replace("}", ',"more":1}'),
    ],
)
def test_what_was_not_written_by_us_is_no_line(log, damage):
    with pytest.raises(ValueError, match="anchor file"):
        read_line(damage(log.lines[0]))


@pytest.mark.parametrize(
    "fields",
    [
        {"last_seq": 9},
        {"events": 9},
        {"last_event_id": 9},
        {"head": bytes(32)},
        {"sealed_at": NOON.replace(hour=5)},
        {"snapshot": "1:1:"},
        {"written_by": 9},
        {"is_complete": False},
        {"cluster": "1"},
        {"mac": b""},
    ],
)
def test_a_seal_changed_in_the_database(log, fields):
    log.change_seal(2, **fields)
    place = fields.get("last_seq", 4)
    assert log.seal_findings() == [
        ("seal", f"Seal 2, up to place {place}, {NOT_SIGNED}"),
        ("anchor", OTHER_LINE.replace("place 4", f"place {place}")),
    ]


@pytest.mark.parametrize("other", ['"last_seq":5', '"last_seq":"x"'])
def test_a_changed_line(log, other):
    log.lines[1] = log.lines[1].replace('"last_seq":4', other)
    assert log.seal_findings() == [
        ("anchor", f"Line 2 of the anchor file {NOT_SIGNED}"),
        absent("seal 2"),
    ]


@pytest.mark.parametrize(
    ("removed", "numbers"),
    [
        (slice(1, 2), "seal 2"),
        (slice(2, 3), "seal 3"),
        (slice(1, 3), "seals 2 to 3"),
        (slice(0, 3), "seals 1 to 3"),
    ],
)
def test_removed_lines(log, removed, numbers):
    del log.lines[removed]
    assert log.seal_findings() == [absent(numbers)]


def test_lines_removed_here_and_there(log):
    log.seal(event(7), snapshot="108:108:")
    del log.lines[0], log.lines[1]
    assert log.seal_findings() == [absent("seal 1"), absent("seal 3")]


@pytest.mark.parametrize("order", [(2, 1, 0), (0, 2, 1), (1, 2, 0), (2, 0, 1), (0, 0, 1, 2, 1)])
def test_the_order_of_lines_says_nothing(log, order):
    log.lines = [log.lines[place] for place in order]
    assert log.seal_findings() == []


def test_a_stray_line_is_compared_too(log):
    other = dataclasses.replace(log.seals[1], events=3)
    other = dataclasses.replace(other, mac=seal_mac(KEY, other))
    log.lines = [log.lines[0], log.lines[2], line_of(other)]
    assert log.seal_findings() == [("anchor", OTHER_LINE)]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_a_tail_that_was_cut_in_the_database(log, order):
    log.seal(event(7), snapshot="108:108:")
    log.lines = [log.lines[place] for place in order]
    del log.seals[2:]
    text = "The anchor file names {}, up to place {}, which the database does not have: the end of the log was cut off."
    assert log.seal_findings() == [("cut", text.format("seals 3 to 4", 7))]
    del log.lines[order.index(3)]
    assert log.seal_findings() == [("cut", text.format("seal 3", 6))]


def test_a_seal_removed_between_others(log):
    del log.seals[1]
    assert log.seal_findings() == [("seal", "What the database held of seal 2 was removed.")]
    del log.seals[0]
    assert log.seal_findings() == [("seal", "What the database held of seals 1 to 2 was removed.")]


def test_a_log_continued_after_a_cut_is_not_what_was_anchored(log):
    anchored = list(log.lines)
    del log.seals[1:], log.links[2:]
    log.seal(event(9), event(8), snapshot="110:110:")
    log.lines = [*anchored, log.lines[-1]]
    assert log.seal_findings() == [
        ("anchor", OTHER_LINE),
        (
            "cut",
            (
                "The anchor file names seal 3, up to place 6, which the database does not have: the "
                "end of the log was cut off."
            ),
        ),
    ]


def test_a_former_key_is_known_or_not(log):
    new = derive_key("the new secret")
    assert log.seal_findings(keys=(new, KEY)) == []
    assert sorted(log.seal_findings(keys=(new,))) == sorted(
        [
            *(("seal", f"Seal {n}, up to place {2 * n}, {NOT_SIGNED}") for n in (1, 2, 3)),
            *(("anchor", f"Line {n} of the anchor file {NOT_SIGNED}") for n in (1, 2, 3)),
            absent("seals 1 to 3"),
        ]
    )


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"seal_id": 2},
        {"last_seq": 5},
        {"head": bytes(31) + b"\x01"},
        {"older_than": NOON.replace(hour=3)},
        {"made_at": NOON.replace(hour=3)},
    ],
)
def test_checkpoints_are_signed(fields):
    made = Checkpoint(3, 6, bytes(32), NOON, NOON)
    made = dataclasses.replace(made, mac=checkpoint_mac(KEY, made))
    touched = dataclasses.replace(made, **fields)
    found = [(f.kind.value, f.text) for f in check_checkpoint(touched, [KEY])]
    text = (
        f"The checkpoint at seal {touched.seal_id}, before which the events up to place "
        f"{touched.last_seq} were removed, {NOT_SIGNED}"
    )
    assert found == ([("checkpoint", text)] if fields else [])
