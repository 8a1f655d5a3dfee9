"""How far a run is, and how long it takes still."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.intake.domain.progress import Progress, progress

TEN = dt.timedelta(seconds=10)


@pytest.mark.parametrize(
    ("done", "total", "elapsed", "is_at_work", "is_read", "wanted"),
    [
        (0, None, None, False, False, Progress(0, None, None, None, None)),
        (0, 100, None, False, False, Progress(0, 100, 0, None, None)),
        (0, 100, TEN, True, False, Progress(0, 100, 0, None, None)),
        (50, 100, TEN, True, False, Progress(50, 100, 50, 5.0, 10)),
        (50, 100, TEN, False, False, Progress(50, 100, 50, 5.0, None)),
        (50, None, TEN, True, False, Progress(50, None, None, 5.0, None)),
        (999, 1000, TEN, True, False, Progress(999, 1000, 99, 99.9, 0)),
        (1000, 1000, TEN, True, False, Progress(1000, 1000, 99, 100.0, 0)),
        (1000, 1000, TEN, True, True, Progress(1000, 1000, 100, 100.0, None)),
        (120, 100, TEN, True, False, Progress(120, None, None, 12.0, None)),
        (120, 100, TEN, False, True, Progress(120, None, 100, 12.0, None)),
        (0, 0, TEN, False, True, Progress(0, 0, 100, None, None)),
        (5, 10, dt.timedelta(milliseconds=500), True, False, Progress(5, 10, 50, None, None)),
        (1, 10, dt.timedelta(hours=1), True, False, Progress(1, 10, 10, 0.0, None)),
    ],
)
def test_progress(
    done: int,
    total: int | None,
    elapsed: dt.timedelta | None,
    is_at_work: bool,
    is_read: bool,
    wanted: Progress,
) -> None:
    assert progress(done, total, elapsed, is_at_work=is_at_work, is_read=is_read) == wanted
