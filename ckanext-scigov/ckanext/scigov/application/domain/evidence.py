"""What the files of an application are for, and who brings which. What a file may be: ``shared.domain.evidence``."""

from __future__ import annotations

import enum


class EvidenceKind(enum.Enum):
    SEALED_LETTER = "sealed_letter"
    """盖章公函."""
    EVIDENCE = "evidence"
    OTHER = "other"
    OUTSIDE_DECISION = "outside_decision"
    """The decision of the government on an appeal; the data authority brings it."""


BROUGHT = tuple(one for one in EvidenceKind if one is not EvidenceKind.OUTSIDE_DECISION)
"""What an applicant brings."""
