"""What notices of runs say; put into the reader's language where they are read."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from ckanext.scigov.notices.domain.words import N_, Words


class NoticeKind(str, enum.Enum):
    FINISHED = "intake.finished"
    FAILED = "intake.failed"
    ASKS = "intake.asks"
    LOST = "intake.lost"


_SUMMARY = N_(
    "Source “%(source)s”: %(listed)s records read, %(new)s new, %(changed)s changed, %(rejected)s rejected, "
    "%(archived)s archived; %(errors)s errors, %(warnings)s warnings."
)
WORDS: Mapping[str, Words] = {
    NoticeKind.FINISHED: Words(N_("A run through a source has finished"), _SUMMARY),
    NoticeKind.FAILED: Words(N_("A run through a source has failed"), _SUMMARY),
    NoticeKind.ASKS: Words(
        N_("A run through a source asks before it takes entries away"),
        N_(
            "Source “%(source)s” lacks more records than may vanish at once. Look whether it is complete, "
            "then confirm or decline on the page of the run."
        ),
    ),
    NoticeKind.LOST: Words(
        N_("A run through a source has stopped without a word"),
        N_(
            "The run through source “%(source)s” gives no sign of life. Resume it on its page: it goes on where "
            "it was."
        ),
    ),
}
