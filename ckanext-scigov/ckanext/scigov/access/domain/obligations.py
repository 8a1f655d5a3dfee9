"""What somebody has to put up with who gets data on conditions."""

from __future__ import annotations

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
