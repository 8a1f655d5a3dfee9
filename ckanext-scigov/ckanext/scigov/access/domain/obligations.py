"""What somebody has to put up with who gets data on conditions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Obligations:
    """Conditions of a grant. All of them are carried out by the portal, not only written down."""

    watermark: bool = False
    """Files and answers bear the grant's number and its mark."""
    query_only: bool = False
    """Rows may be asked for in small numbers; nothing is downloaded or dumped."""
    most_rows: int = 0
    """At most so many rows an answer, 0 for no limit."""
    most_requests_a_day: int = 0
    """At most so many requests for data a day, 0 for no limit."""
    no_onward_transfer: bool = False
    """The terms are shown, and that they were accepted is on record."""

    @property
    def weight(self) -> int:
        """How many conditions there are: the fewest count where several permits hold."""
        return sum(
            (
                self.watermark,
                self.query_only,
                bool(self.most_rows),
                bool(self.most_requests_a_day),
                self.no_onward_transfer,
            )
        )


NONE = Obligations()

QUERY_ONLY_ROWS = 100
"""At most so many rows an answer for whom rows may be asked for only."""


def together(*several: Obligations) -> Obligations:
    """Return all conditions of several permits that an answer rests on."""
    return Obligations(
        watermark=any(one.watermark for one in several),
        query_only=any(one.query_only for one in several),
        most_rows=_least(one.most_rows for one in several),
        most_requests_a_day=_least(one.most_requests_a_day for one in several),
        no_onward_transfer=any(one.no_onward_transfer for one in several),
    )


def rows_an_answer(obligations: Obligations) -> int:
    """Return how many rows an answer may have, 0 for no limit."""
    query_only = QUERY_ONLY_ROWS if obligations.query_only else 0
    return _least((obligations.most_rows, query_only))


def may_take_all(obligations: Obligations) -> bool:
    """Say whether the whole table may be given out at once, as a file."""
    return not rows_an_answer(obligations)


def _least(limits: Iterable[int]) -> int:
    return min((limit for limit in limits if limit), default=0)
