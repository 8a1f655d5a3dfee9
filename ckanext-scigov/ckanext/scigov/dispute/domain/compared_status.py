"""What is known of a data item after it was compared (核验状态)."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ckanext.scigov.dispute.domain.compared import Cause, Kind, Result
from ckanext.scigov.dispute.domain.comparing import Pairing


class Status(str, enum.Enum):
    UNVERIFIED = "unverified"
    """Nobody has compared it, or a join with it is broken."""
    SINGLE_SOURCE = "single_source"
    """No other table has it: there is nothing to compare."""
    CONSISTENT = "consistent"
    INCONSISTENT = "inconsistent"
    ADJUDICATED = "adjudicated"
    """It differs, and about every difference that there is a dispute was decided."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the last comparison with one other table says of an item."""

    cells: int
    """Compared, as far as one of the two is not empty; 0 where the join is broken."""
    differing: int = 0
    causes: Mapping[str, str] = field(default_factory=dict[str, str])
    """Signature of each of its causes → digest of what was found."""

    @property
    def agreeing(self) -> int:
        return self.cells - self.differing


def checked(pairing: Pairing, result: Result, found: Sequence[Cause]) -> dict[str, Checked]:
    """Return what a run says of each item.

    Args:
        pairing: the two tables.
        result: what the database has counted.
        found: their causes.
    """
    if any(one.kind is Kind.BROKEN for one in found):
        return {item.name: Checked(0) for item in pairing.items}
    return {
        item.name: _of_item(result.totals.cells.get(item.name, 0), item.name, found)
        for item in pairing.items
    }


def _of_item(cells: int, item: str, found: Sequence[Cause]) -> Checked:
    own = [one for one in found if one.item == item]
    differing = sum(one.findings for one in own)
    return Checked(cells, differing, {one.signature: one.digest for one in own})


def status(checks: Sequence[Checked | None], decided: Mapping[str, str]) -> Status:
    """Return what is known of an item.

    Args:
        checks: one for each other table with which it is to be compared; None where that has not
            been done yet.
        decided: signature of each cause about which a dispute was decided → digest of what was found
            then. What was found since is undecided.
    """
    if not checks:
        return Status.SINGLE_SOURCE
    done = [one for one in checks if one is not None and one.cells]
    differing = {signature: digest for one in done for signature, digest in one.causes.items()}
    if any(decided.get(signature) != digest for signature, digest in differing.items()):
        return Status.INCONSISTENT
    if len(done) < len(checks):
        return Status.UNVERIFIED
    return Status.ADJUDICATED if differing else Status.CONSISTENT
