"""What letters to visitors say, put into their language when they are sent. No data, no words of people."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.scigov.dispute.notice_words import WORDS, NoticeKind
from ckanext.scigov.dispute.service.letters import AGAIN, CONFIRM
from ckanext.scigov.notices.domain.words import N_

SUBJECTS: Mapping[str, str] = {
    CONFIRM: N_("Confirm your report about data"),
    AGAIN: N_("You have reported this already"),
}
CHANGED = WORDS[NoticeKind.CHANGED]
BODIES: Mapping[str, str] = {
    CONFIRM: N_(
        "Somebody has reported a doubt about “%(dataset)s” on this portal and given your address. If it "
        "was you, open this link and press the button there. Only then does the report go to those who "
        "look after the data:\n\n%(url)s\n\nThe link has to be used within %(days)s days. If it was not "
        "you, do nothing: what is not confirmed is not taken up, and you get no other letter about it."
    ),
    AGAIN: N_(
        "You have reported the same about “%(dataset)s” before, under the number %(number)s. It is not "
        "closed yet. By this link you see how it stands, and can add something:\n\n%(url)s"
    ),
}
CHANGED_BODY = N_(
    "Dispute %(number)s about “%(dataset)s”: %(event)s.\n\nBy this link you see how it stands, and what "
    "you can do:\n\n%(url)s\n\nIt is for you alone: whoever has it can act in your place."
)
FOOT = N_("This message was sent automatically. Nobody reads answers to it.")
