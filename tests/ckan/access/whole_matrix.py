"""For ``./scigov test --soak``: a sample of the full grid of graded access, another one each time.

SCIGOV_SEED=… asks the same again, SCIGOV_REQUESTS=… more or fewer.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable

from access_matrix import combined, grid
from access_matrix.making import HISTORIES, STATES, made

REQUESTS = int(os.environ.get("SCIGOV_REQUESTS", "20000"))


def test_nobody_sees_what_is_not_for_him(reset_db: Callable[[], None]):
    seed = int(os.environ.get("SCIGOV_SEED", str(time.time_ns() % 1_000_000)))
    grid.say(f"SCIGOV_SEED={seed}, {REQUESTS} requests")
    past = tuple((g, s, h) for g in combined.GRADES for s in STATES for h in HISTORIES)
    with made(reset_db, past) as site:
        cells = combined.sampled(site, random.Random(seed), REQUESTS)
        grid.say(grid.summary(cells))
        found = grid.leaks(site, cells)
    assert not found, grid.listed(found)
