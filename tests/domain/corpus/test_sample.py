"""The hand-checked sample: which records it is of, and that no spelling is left out."""

from __future__ import annotations

import csv
from pathlib import Path

from corpus import sample, sources

GOLDEN = Path(__file__).parents[2] / "golden" / "harvest-sample.csv"
HEAD = (
    "portal", "position", "title", "open_type_source", "update_cycle_source", "open_type", "update_cycle",
)  # fmt: skip


def _golden() -> list[list[str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    assert tuple(head) == HEAD
    return rows


def test_the_sample_is_three_hundred_records_as_their_sources_have_them() -> None:
    rows = _golden()
    assert len(rows) == 300
    assert [row[:5] for row in rows] == [list(row) for row in sample.rows()]


def test_every_spelling_has_a_verdict() -> None:
    golden = _golden()
    for at in (3, 4):
        found = {(row[0], row[at]) for row in golden}
        spelled = {
            (portal, str(record.get(sample.FIELDS[portal][at - 2]) or ""))
            for portal in sources.FILES
            for record in sources.records_of(portal)
        }
        assert found == spelled


def test_a_spelling_has_one_verdict_in_a_portal() -> None:
    verdicts = {(*row[:1], row[at], at, row[at + 2]) for row in _golden() for at in (3, 4)}
    spellings = {verdict[:3] for verdict in verdicts}
    assert len(verdicts) == len(spellings)
