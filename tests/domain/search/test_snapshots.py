"""What a transaction sees."""

import numpy as np
import pytest

from ckanext.scigov.search.domain.snapshots import NOTHING, Snapshot, snapshot_of


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("10:10:", [9]),
        ("10:13:10,12", [9, 11]),
        ("10:14:12", [9, 10, 11, 13]),
        (str(NOTHING), []),
    ],
)
def test_what_is_seen(text, seen):
    writers = np.array([9, 10, 11, 12, 13, 14])
    assert writers[snapshot_of(text).sees(writers)].tolist() == seen


@pytest.mark.parametrize("text", ["1:1:", "10:13:10,12"])
def test_a_snapshot_is_written_as_it_was_read(text):
    assert str(snapshot_of(text)) == text
    assert snapshot_of("10:13:10,12") == Snapshot(10, 13, (10, 12))
