"""What a search may find while datasets are being written, and when a failure is excused."""

from __future__ import annotations

import pytest
from soak import ledger as ledger_module
from soak import watch as watch_module
from soak.ledger import Ledger, Version
from soak.watch import GRACE, Watch

OLD = Version("a", "甲乙丙丁", "zx1", "ke-ji-ting")
NEW = Version("a", "戊己庚辛", "zx2", "ke-ji-ting")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(ledger_module, "time", made)
    monkeypatch.setattr(watch_module, "time", made)
    return made


@pytest.fixture
def ledger(clock: Clock) -> Ledger:
    """OLD was written from 10 to 11, NEW from 20 to 22."""
    made = Ledger(others=0)
    for version, began, ended in ((OLD, 10.0, 11.0), (NEW, 20.0, 22.0)):
        clock.now = began
        write = made.begin("a", version)
        clock.now = ended
        made.end("a", write, version)
    return made


@pytest.mark.parametrize(
    ("began", "ended", "possible"),
    [
        (5, 9, {None}),
        (9, 10.5, {None, OLD}),
        (11, 19, {OLD}),
        (19, 21, {OLD, NEW}),
        (21, 30, {OLD, NEW}),
        (22, 30, {NEW}),
    ],
)
def test_a_search_finds_what_was_there_or_under_way(
    ledger: Ledger, began: float, ended: float, possible: set[Version | None]
) -> None:
    assert ledger.possible("a", began, ended) == possible
    assert ledger.all_possible(began, ended) == {"a": possible}


def test_while_the_outcome_is_unknown_both_are_possible(ledger: Ledger, clock: Clock) -> None:
    clock.now = 30.0
    ledger.begin("a", None)
    assert ledger.possible("a", 500, 501) == {NEW, None}


def test_what_is_over_long_since_is_forgotten(ledger: Ledger, clock: Clock) -> None:
    clock.now = 300.0
    write = ledger.begin("a", None)
    ledger.end("a", write, None)
    assert ledger.possible("a", 299, 299.5) == {NEW}
    assert ledger.possible("a", 301, 302) == {None}
    assert ledger.now() == {}


def test_failures_are_excused_only_while_the_database_is_down(clock: Clock) -> None:
    watch = Watch()
    for now, change in ((100.0, watch.down), (103.0, watch.up)):
        clock.now = now
        change()
    assert not watch.was_down(98, 99.9)
    assert watch.was_down(99, 100.1)
    assert watch.was_down(103 + GRACE - 1, 200)
    assert not watch.was_down(103 + GRACE, 200)
