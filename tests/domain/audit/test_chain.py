"""What is hashed: every column, in one text that is the same everywhere."""

import datetime as dt
import hashlib
from decimal import Decimal

import pytest

from ckanext.scigov.audit.domain.chain import (
    GENESIS,
    Event,
    canonical,
    link_hash,
    moment_text,
    read_detail,
)

EIGHT = dt.timezone(dt.timedelta(hours=8))


def sample(**fields):
    plain = {
        "id": 7,
        "at": dt.datetime(2026, 9, 24, 12, 0, tzinfo=EIGHT),
        "actor_id": "u1",
        "actor_name": "owner_editor",
        "event": "dataset.create",
        "object_type": "dataset",
        "object_id": "d1",
        "detail": {"title": "科技计划", "rows": 2},
        "written_by": 812,
    }
    return Event(**{**plain, **fields})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (12345678901234567890, "12345678901234567890"),
        (Decimal("1.10"), "1.10"),
        ('科"技\n', '"科\\"技\\n"'),
        ([1, "a", []], '[1,"a",[]]'),
        ({"b": 1, "a": {"d": None, "c": False}}, '{"a":{"c":false,"d":null},"b":1}'),
    ],
)
def test_json_has_one_text(value, text):
    """Decimal fractions take another way through the code than values without any."""
    assert canonical(value) == text
    assert canonical([{"z": value, "a": Decimal("0.5")}]) == f'[{{"a":0.5,"z":{text}}}]'


def test_detail_keeps_every_digit():
    assert canonical(read_detail('{"sum": 0.1000000000000000055, "n": 1.10}')) == (
        '{"n":1.10,"sum":0.1000000000000000055}'
    )


def test_a_number_and_a_text_that_looks_like_it_differ():
    assert canonical(read_detail('{"sum": 1.5}')) == '{"sum":1.5}'
    assert canonical(read_detail('{"sum": "1.5"}')) == '{"sum":"1.5"}'


def test_moments_are_in_utc_with_all_digits():
    assert moment_text(dt.datetime(2026, 9, 24, 12, 0, tzinfo=EIGHT)) == (
        "2026-09-24T04:00:00.000000+00:00"
    )


def test_the_hash_is_over_this_text():
    text = (
        '{"actor_id":"u1","actor_name":"owner_editor","at":"2026-09-24T04:00:00.000000+00:00",'
        '"detail":{"rows":2,"title":"科技计划"},"event":"dataset.create","id":7,"object_id":"d1",'
        f'"object_type":"dataset","previous":"{"00" * 32}","written_by":812}}'
    )
    assert link_hash(GENESIS, sample()) == hashlib.sha256(text.encode()).digest()


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("id", 8),
        ("at", dt.datetime(2026, 9, 24, 12, 0, 0, 1, tzinfo=EIGHT)),
        ("actor_id", "u2"),
        ("actor_name", "owner_admin"),
        ("event", "dataset.delete"),
        ("object_type", "resource"),
        ("object_id", "d2"),
        ("detail", {"title": "科技计划", "rows": 3}),
        ("written_by", 813),
    ],
)
def test_every_column_counts(field, other):
    assert link_hash(GENESIS, sample(**{field: other})) != link_hash(GENESIS, sample())


def test_the_event_before_counts():
    assert link_hash(bytes(31) + b"\x01", sample()) != link_hash(GENESIS, sample())
