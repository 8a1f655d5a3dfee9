"""What notices of disputes say; put into the reader's language where they are read."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from ckanext.scigov.notices.domain.words import N_, Words


class NoticeKind(str, enum.Enum):
    REGISTERED = "dispute.registered"
    FORWARDED = "dispute.forwarded"
    ASSIGNED = "dispute.assigned"
    PRESSED = "dispute.pressed"
    ESCALATED = "dispute.escalated"
    SETTLED = "dispute.settled"
    REOPENED = "dispute.reopened"
    WITHDRAWN = "dispute.withdrawn"
    REMARKED = "dispute.remarked"
    NOT_LOADED = "dispute.not_loaded"
    """A file that was to correct the data is no table."""
    CHANGED = "dispute.changed"
    CORRECTED = "dispute.corrected"
    DATA_CORRECTED = "dispute.data_corrected"
    """The same of a dispute that is not public: it is not named."""


_ABOUT = N_("Dispute %(number)s about “%(dataset)s”.")
_EVENTS = {
    "forward": N_("passed on to the responsible unit"),
    "accept": N_("accepted"),
    "reject": N_("not accepted"),
    "verify": N_("being verified"),
    "extend": N_("the time for the answer was extended"),
    "correct": N_("corrected"),
    "correct_in_part": N_("corrected in part"),
    "refuse": N_("not corrected"),
    "merge": N_("goes on together with another one about the same"),
    "uphold": N_("the answer stands"),
    "remit": N_("the unit looks again"),
    "overrule": N_("you were found right, the unit has to correct"),
    "remark": N_("somebody has written to you"),
    "dismiss": N_("not taken up"),
    "close": N_("closed"),
}
WORDS: Mapping[str, Words] = {
    NoticeKind.REGISTERED: Words(N_("A dispute waits in the register of the authority"), _ABOUT),
    NoticeKind.FORWARDED: Words(N_("A dispute about your data has come in"), _ABOUT),
    NoticeKind.ASSIGNED: Words(N_("A dispute was given to you to work on"), _ABOUT),
    NoticeKind.PRESSED: Words(N_("A dispute is pressed: answer it now"), _ABOUT),
    NoticeKind.ESCALATED: Words(N_("A dispute was escalated and waits for a decision"), _ABOUT),
    NoticeKind.SETTLED: Words(N_("An escalated dispute was decided"), _ABOUT),
    NoticeKind.REOPENED: Words(N_("A dispute was reopened"), _ABOUT),
    NoticeKind.WITHDRAWN: Words(N_("A dispute was withdrawn"), _ABOUT),
    NoticeKind.REMARKED: Words(N_("Somebody has written about a dispute"), _ABOUT),
    NoticeKind.NOT_LOADED: Words(
        N_("The file that was to correct data could not be loaded"),
        N_(
            "Dispute %(number)s about “%(dataset)s” was answered with a file that cannot be read as a "
            "table. The table is as it was before: see its load report, and upload a corrected file."
        ),
    ),
    NoticeKind.CHANGED: Words(
        N_("Your dispute: %(event)s"),
        N_("Dispute %(number)s about “%(dataset)s”: %(event)s."),
        codes=_EVENTS,
    ),
    NoticeKind.CORRECTED: Words(
        N_("Data that you follow or have used were corrected"),
        N_("A dispute about “%(dataset)s” has led to a correction (%(number)s)."),
    ),
    NoticeKind.DATA_CORRECTED: Words(
        N_("Data that you follow or have used were corrected"),
        N_("Data of “%(dataset)s” were corrected. Use the version that stands there now."),
    ),
}
