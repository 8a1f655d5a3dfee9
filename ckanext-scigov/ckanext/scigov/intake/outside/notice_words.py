"""What notices about the register say; put into the reader's language where they are read."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from ckanext.scigov.notices.domain.words import N_, Words


class NoticeKind(str, enum.Enum):
    ENDS_SOON = "outside.ends_soon"
    LAST_DAY = "outside.last_day"
    HAS_ENDED = "outside.has_ended"


WORDS: Mapping[str, Words] = {
    NoticeKind.ENDS_SOON: Words(
        N_("Data from outside may be used for %(days)s more days"),
        N_(
            "“%(title)s” may be used until %(ends_on)s. Agree on a further term and write it down, or"
            " prepare to end the use."
        ),
    ),
    NoticeKind.LAST_DAY: Words(
        N_("Data from outside may be used for the last time today"),
        N_(
            "“%(title)s” may be used until %(ends_on)s, which is today. Where a further term was agreed,"
            " write it down; otherwise stop using the data, and return or delete them as agreed."
        ),
    ),
    NoticeKind.HAS_ENDED: Words(
        N_("Data from outside may not be used any more"),
        N_(
            "“%(title)s” could be used until %(ends_on)s. The register has it as ended. Return or delete"
            " the data as agreed."
        ),
    ),
}
