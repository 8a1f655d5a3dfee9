"""Whether a dataset can be applied for, and how much that takes."""

from __future__ import annotations

import enum

from ckanext.scigov.application.domain.states import Kind
from ckanext.scigov.catalogue.domain.grades import Grade, OpenType, ShareType


class Way(enum.Enum):
    FREE = "free"
    """Open to everybody: nothing to apply for."""
    INSTANT = "instant"
    """Shared unconditionally: purpose and scene of use, and the grant is there (申请即享)."""
    APPLY = "apply"
    CLOSED = "closed"
    """Neither shared nor opened, or not classified yet."""


def way(kind: Kind, grade: Grade | None) -> Way:
    """Return how a dataset of this grade, None for 待定级, is come by."""
    if grade is None:
        return Way.CLOSED
    if grade.open is OpenType.UNCONDITIONAL:
        return Way.FREE
    if kind is Kind.OPEN:
        return Way.APPLY if grade.open is OpenType.CONDITIONAL else Way.CLOSED
    return {
        ShareType.UNCONDITIONAL: Way.INSTANT,
        ShareType.CONDITIONAL: Way.APPLY,
        ShareType.NONE: Way.CLOSED,
    }[grade.share]
