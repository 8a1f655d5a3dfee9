"""What a transaction sees: PostgreSQL's ``pg_snapshot`` as text, ``xmin:xmax:xip,xip``."""

from __future__ import annotations

import dataclasses

import numpy as np
import numpy.typing as npt

from ckanext.scigov.search.domain.columns import Mask


@dataclasses.dataclass(frozen=True, slots=True)
class Snapshot:
    """Transactions before ``next`` are seen, but for those that were ``running``."""

    oldest: int
    next: int
    running: tuple[int, ...] = ()

    def sees(self, written_by: npt.NDArray[np.int64]) -> Mask:
        """Say of each writer whether what it has written is seen."""
        seen = written_by < self.next
        if self.running:
            seen = seen & ~np.isin(written_by, self.running)
        return seen

    def __str__(self) -> str:
        return f"{self.oldest}:{self.next}:{','.join(map(str, self.running))}"


NOTHING = Snapshot(1, 1)
"""Has seen no transaction at all."""


def snapshot_of(text: str) -> Snapshot:
    """Read PostgreSQL's text of a snapshot."""
    oldest, following, running = text.split(":")
    return Snapshot(int(oldest), int(following), tuple(int(x) for x in running.split(",") if x))
