"""What is wrong with the log, one full sentence each."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Kind(str, enum.Enum):
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    REORDERED = "reordered"
    CUT = "cut"
    SEAL = "seal"
    ANCHOR = "anchor"
    CHECKPOINT = "checkpoint"
    UNPROTECTED = "unprotected"


@dataclass(frozen=True, slots=True)
class Finding:
    kind: Kind
    text: str
