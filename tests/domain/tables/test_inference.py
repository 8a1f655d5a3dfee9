"""Types guessed from all cells: what looks like a number and is none stays text."""

import pytest

from ckanext.scigov.tables.domain.inference import Guess
from ckanext.scigov.tables.domain.kinds import READERS, Kind

GUESSES = [
    ("人数", ["1", "20", ""], Kind.INTEGER),
    ("人数", ["1", "020"], Kind.TEXT),
    ("人数", ["-1", "0"], Kind.INTEGER),
    ("编号", ["1", "20"], Kind.TEXT),
    ("联系电话", ["87654321"], Kind.TEXT),
    ("id", ["1"], Kind.TEXT),
    ("resource_id", ["1"], Kind.TEXT),
    ("paid", ["1"], Kind.INTEGER),
    ("年度", ["2017"], Kind.TEXT),
    ("证件", ["110101199003070000"], Kind.TEXT),
    ("金额", ["18", "17.5"], Kind.NUMBER),
    ("金额", ["1,234.50", "7"], Kind.NUMBER),
    ("金额", ["18", "1e5"], Kind.TEXT),
    ("金额", ["18", "不详"], Kind.TEXT),
    ("起止年月", ["2018.01"], Kind.TEXT),
    ("立项时间", ["2017-06-30", "2017-7-1"], Kind.DATE),
    ("立项时间", ["2017-06-31"], Kind.TEXT),
    ("时间", ["2017-06-30 08:00", "2017-06-30 08:00:01.5"], Kind.DATETIME),
    ("人数", ["1", "1\n2"], Kind.TEXT),
    ("启用", ["true", "FALSE"], Kind.BOOLEAN),
    ("启用", ["是", "否"], Kind.TEXT),
    ("空", ["", " "], Kind.TEXT),
    ("空", [], Kind.TEXT),
]


@pytest.mark.parametrize(("heading", "cells", "kind"), GUESSES)
def test_guesses(heading, cells, kind):
    guess = Guess(heading)
    for cell in cells:
        guess.look_at([cell])
    assert guess.kind is kind


def test_a_guess_never_makes_a_load_fail():
    """Every cell a guess was made from can be read as what was guessed."""
    samples = {cell for _h, cells, _k in GUESSES for cell in cells if cell.strip()}
    for one in samples:
        for other in samples:
            guess = Guess("值")
            guess.look_at([one, other])
            READERS[guess.kind](one)
            READERS[guess.kind](other)
