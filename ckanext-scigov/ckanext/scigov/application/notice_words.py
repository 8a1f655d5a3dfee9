"""What notices of applications say; put into the reader's language where they are read."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from ckanext.scigov.notices.domain.words import N_, Words


class NoticeKind(str, enum.Enum):
    SIGN = "application.sign"
    CHECK = "application.check"
    RECEIVED = "application.received"
    REVIEW = "application.review"
    CONFIRM = "application.confirm"
    CONSULTED = "application.consulted"
    EXTENSION = "application.extension"
    APPEAL = "application.appeal"
    RENEWAL = "application.renewal"
    ASSIGNED = "application.assigned"
    WITHDRAWN = "application.withdrawn"
    OVERDUE = "application.overdue"
    CHANGED = "application.changed"
    ENDS_SOON = "application.ends_soon"
    REPORT_DUE = "application.report_due"


_ABOUT = N_("Application %(number)s for “%(dataset)s”.")
_EVENTS = {
    "send_back": N_("not signed by your agency"),
    "accept": N_("accepted"),
    "return": N_("returned for supplement"),
    "consult": N_("a third party is asked, the time stands still"),
    "answer": N_("the third party has answered, the time goes on"),
    "extend": N_("the time for the reply was extended"),
    "approve": N_("approved"),
    "approve_in_part": N_("approved in part"),
    "refuse": N_("refused"),
    "await": N_("the data have to be delivered first"),
    "deliver": N_("the data have been delivered"),
    "begin": N_("the data can be used"),
    "renew": N_("prolonged"),
    "expire": N_("ended"),
    "revoke": N_("revoked"),
    "uphold": N_("the decision stands"),
    "remit": N_("the provider decides again"),
    "overrule": N_("the appeal was granted"),
    "correct": N_("the decision was taken back, it is reviewed again"),
    "close": N_("closed"),
}
WORDS: Mapping[str, Words] = {
    NoticeKind.SIGN: Words(N_("An application of your agency waits for your signature"), _ABOUT),
    NoticeKind.CHECK: Words(N_("An application waits for the data authority's check"), _ABOUT),
    NoticeKind.RECEIVED: Words(N_("An application has come in"), _ABOUT),
    NoticeKind.REVIEW: Words(N_("An application waits for advice and decision"), _ABOUT),
    NoticeKind.CONFIRM: Words(N_("A decision waits for a second decider"), _ABOUT),
    NoticeKind.CONSULTED: Words(N_("Your opinion on an application is asked for"), _ABOUT),
    NoticeKind.EXTENSION: Words(N_("More time for an application is asked for"), _ABOUT),
    NoticeKind.APPEAL: Words(N_("An appeal waits for its decision"), _ABOUT),
    NoticeKind.RENEWAL: Words(N_("A later end is asked for"), _ABOUT),
    NoticeKind.ASSIGNED: Words(N_("An application was given to you to work on"), _ABOUT),
    NoticeKind.WITHDRAWN: Words(N_("An application was withdrawn"), _ABOUT),
    NoticeKind.OVERDUE: Words(N_("An application is overdue"), _ABOUT),
    NoticeKind.CHANGED: Words(
        N_("Your application: %(event)s"),
        N_("Application %(number)s for “%(dataset)s”: %(event)s."),
        codes=_EVENTS,
    ),
    NoticeKind.ENDS_SOON: Words(
        N_("Your access to data ends soon"),
        N_("Application %(number)s for “%(dataset)s”: the last day is %(until)s."),
    ),
    NoticeKind.REPORT_DUE: Words(
        N_("A report of use is due"),
        N_("Application %(number)s for “%(dataset)s”: report by %(due)s what came of the data."),
    ),
}
