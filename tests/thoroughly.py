"""What ``./scigov test --long`` does of everything, and the ordinary run of some.

The tests are the same: they take a share of the records, or some of the moments, where nobody asks for all.
"""

from __future__ import annotations

import os
from typing import TypeVar

VARIABLE = "SCIGOV_TEST_LONG"
IS_WANTED = bool(os.environ.get(VARIABLE))

Choice = TypeVar("Choice")


def every(whole: Choice, *, else_: Choice) -> Choice:
    """Return the whole where it is wanted."""
    return whole if IS_WANTED else else_
