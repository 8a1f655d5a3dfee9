"""What notices about grades say; put into the reader's language where they are read."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from ckanext.scigov.notices.domain.words import N_, Words


class NoticeKind(str, enum.Enum):
    DECIDED_TOGETHER = "grade.decided_together"
    """Many proposals of grades have been decided at once, and that is carried out."""


WORDS: Mapping[str, Words] = {
    NoticeKind.DECIDED_TOGETHER: Words(
        N_("Your decision about many grades has been carried out"),
        N_("Decided: %(done)s. Left for a single look: %(skipped)s."),
    ),
}
