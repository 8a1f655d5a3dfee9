"""States, steps, kinds, grounds, parties and the like of disputes in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

_ = tk._
Words = Mapping[str, Callable[[], str]]

STATES: Words = {
    "unconfirmed": lambda: _("Mail address not verified yet"),
    "filed": lambda: _("Reported"),
    "forwarded": lambda: _("Passed on to the unit"),
    "not_accepted": lambda: _("Dispute not accepted"),
    "accepted": lambda: _("Dispute accepted"),
    "verifying": lambda: _("Being verified"),
    "corrected": lambda: _("Data corrected"),
    "partly_corrected": lambda: _("Data corrected in part"),
    "not_corrected": lambda: _("Data not corrected"),
    "escalated": lambda: _("Escalated"),
    "closed": lambda: _("Dispute closed"),
    "merged": lambda: _("Merged"),
    "withdrawn": lambda: _("Dispute withdrawn"),
    "dropped": lambda: _("Dropped"),
}
PLAIN: Words = {
    "unconfirmed": lambda: _(
        "Open the link in the mail that was sent to you to confirm the report. Nobody else sees it "
        "before."
    ),
    "filed": lambda: _("It is in the register of the data authority, which passes it on."),
    "forwarded": lambda: _("The responsible unit has it and says whether it is accepted."),
    "not_accepted": lambda: _("The responsible unit has not accepted it. Its ground stands below."),
    "accepted": lambda: _(
        "The responsible unit has accepted it. A note at the data says that they are in doubt."
    ),
    "verifying": lambda: _("The responsible unit checks the data against their source."),
    "corrected": lambda: _("The data were corrected, and the note at them is lifted."),
    "partly_corrected": lambda: _("A part was corrected. What was not stands in the answer."),
    "not_corrected": lambda: _("The data stay as they are. The ground stands below."),
    "escalated": lambda: _("Its reporter does not agree. Somebody else looks at it now."),
    "closed": lambda: _("Nothing is left to do. It is kept on record."),
    "merged": lambda: _("Another dispute about the same goes on for both."),
    "withdrawn": lambda: _("Its reporter has taken it back."),
    "dropped": lambda: _("It was never confirmed, or it was not taken up."),
}
"""What a state means for those who read the page."""
KINDS: Words = {
    "inaccurate": lambda: _("Inaccurate"),
    "incomplete": lambda: _("Data incomplete"),
    "outdated": lambda: _("Outdated"),
    "inconsistent": lambda: _("Inconsistent with another source"),
    "duplicate": lambda: _("Duplicate"),
    "not_public": lambda: _("Should not be public"),
    "description": lambda: _("Description wrong"),
    "other": lambda: _("Something else is wrong"),
}
KINDS_MEAN: Words = {
    "inaccurate": lambda: _("A value is wrong."),
    "incomplete": lambda: _("Something is missing."),
    "outdated": lambda: _("It was right once and is not any more."),
    "inconsistent": lambda: _("Another source says something else."),
    "duplicate": lambda: _("The same stands there twice."),
    "not_public": lambda: _(
        "It should not be seen by everybody. Such a report is not shown in public either."
    ),
    "description": lambda: _("The entry in the catalogue is wrong."),
    "other": lambda: _("Anything else. Say in the explanation what it is."),
}
STEPS: Words = {
    "confirm": lambda: _("Confirm the report"),
    "moderate": lambda: _("Look at it before the public does"),
    "forward": lambda: _("Pass on to a unit"),
    "accept": lambda: _("Accept the dispute"),
    "reject": lambda: _("Do not accept it"),
    "assign": lambda: _("Assign the dispute"),
    "verify": lambda: _("Begin to verify"),
    "extend": lambda: _("Give more time"),
    "correct": lambda: _("Say that it is corrected"),
    "refuse": lambda: _("Do not correct"),
    "merge": lambda: _("Merge into another dispute"),
    "escalate": lambda: _("Escalate"),
    "settle": lambda: _("Decide the escalation"),
    "reopen": lambda: _("Contest the answer"),
    "press": lambda: _("Press the unit"),
    "remark": lambda: _("Write to the other side"),
    "note": lambda: _("Write an internal note"),
    "withdraw": lambda: _("Withdraw the dispute"),
    "close": lambda: _("Close: nothing is left to do"),
}
"""What a button says, by the name of the step in the page's address."""
EVENTS: Words = {
    "confirm": lambda: _("Report confirmed"),
    "moderate": lambda: _("Released to the public"),
    "dismiss": lambda: _("Not taken up"),
    "forward": lambda: _("Passed on to the responsible unit"),
    "accept": lambda: _("Dispute accepted"),
    "reject": lambda: _("Dispute not accepted"),
    "assign": lambda: _("Assigned to somebody"),
    "verify": lambda: _("Verification begun"),
    "extend": lambda: _("Time for the answer extended"),
    "correct": lambda: _("Data corrected"),
    "correct_in_part": lambda: _("Data corrected in part"),
    "refuse": lambda: _("Data not corrected"),
    "merge": lambda: _("Merged into another dispute"),
    "join": lambda: _("Another dispute was merged into this one"),
    "escalate": lambda: _("Escalated"),
    "uphold": lambda: _("Escalation decided: the answer stands"),
    "remit": lambda: _("Escalation decided: the unit looks again"),
    "overrule": lambda: _("Escalation decided: the unit has to correct"),
    "reopen": lambda: _("Answer contested: the unit looks again"),
    "press": lambda: _("Pressed"),
    "remark": lambda: _("Somebody has written"),
    "note": lambda: _("Internal note"),
    "withdraw": lambda: _("Dispute withdrawn"),
    "close": lambda: _("Dispute closed"),
}
"""What the history says has happened."""
NOT_ACCEPTED: Words = {
    "not_responsible": lambda: _("Not in this unit's charge"),
    "not_found": lambda: _("What is meant does not exist"),
    "not_about_data": lambda: _("Not a doubt about data"),
    "unclear": lambda: _("What is meant is not clear"),
    "no_grounds": lambda: _("Nothing supports it"),
    "already_reported": lambda: _("Reported already"),
    "already_corrected": lambda: _("Corrected already"),
    "abuse": lambda: _("No report at all"),
    "other": lambda: _("Another ground"),
}
NOT_CORRECTED: Words = {
    "data_are_right": lambda: _("Checked: the data are right"),
    "right_for_their_time": lambda: _("Right for the time they are of"),
    "other_definition": lambda: _("Counted by another definition"),
    "cannot_be_verified": lambda: _("Cannot be verified"),
    "source_disagrees": lambda: _("The authoritative source does not agree"),
    "law_forbids": lambda: _("Law or regulation does not allow it"),
    "other": lambda: _("Another ground"),
}
GROUNDS: Words = {**NOT_ACCEPTED, **NOT_CORRECTED}
GROUNDS_MEAN: Words = {
    "not_responsible": lambda: _("The data authority passes it on to another unit."),
    "not_found": lambda: _("There is no such dataset, row or value."),
    "not_about_data": lambda: _("A complaint or a question of another kind."),
    "unclear": lambda: _("It cannot be told what is meant."),
    "no_grounds": lambda: _("Nothing is said or shown that supports it."),
    "already_reported": lambda: _("Another dispute about the same is open."),
    "already_corrected": lambda: _("The version in force is right."),
    "abuse": lambda: _("It was sent to disturb."),
    "data_are_right": lambda: _("They were checked against their source."),
    "right_for_their_time": lambda: _("They were right on the day they are of."),
    "other_definition": lambda: _("What is counted is defined otherwise here."),
    "cannot_be_verified": lambda: _("No source is left to check against."),
    "source_disagrees": lambda: _("It stands by its value."),
    "law_forbids": lambda: _("The record has to stay as it was made."),
    "other": lambda: _("Say it in the explanation."),
}
PARTIES: Words = {
    "reporter": lambda: _("Reporter"),
    "handler": lambda: _("Handler of the responsible unit"),
    "decider": lambda: _("Decider of the responsible unit"),
    "authority": lambda: _("Data authority"),
    "auditor": lambda: _("Auditor"),
    "system": lambda: _("The system"),
}
REPORTERS: Words = {
    "visitor": lambda: _("A visitor"),
    "person": lambda: _("A person who is signed in"),
    "agency": lambda: _("An agency"),
    "comparison": lambda: _("A comparison by the portal"),
}
LEVELS: Words = {
    "negotiate": lambda: _("Negotiation with the unit"),
    "authority": lambda: _("Data authority"),
    "superior": lambda: _("Superior of the data authority"),
    "government": lambda: _("Government"),
}
LIMITS: Words = {
    "correction.accept": lambda: _("Acceptance"),
    "correction.annotate": lambda: _("Note at the data"),
    "correction.verify_reply": lambda: _("Verification and answer"),
    "correction.extension": lambda: _("Extension of the answer"),
    "dispute.negotiate": lambda: _("Negotiation"),
    "dispute.authority": lambda: _("Decision of the data authority"),
    "dispute.superior": lambda: _("Decision of the superior"),
    "dispute.reopen": lambda: _("Time to contest the answer"),
}
TARGETS: Words = {
    "dataset": lambda: _("The whole dataset"),
    "resource": lambda: _("A resource"),
    "item": lambda: _("A data item"),
    "record": lambda: _("A row"),
    "cell": lambda: _("A value in a row"),
    "field": lambda: _("A field of the catalogue"),
    "decision": lambda: _("A decision on access"),
}
STAGES: Words = {
    "raise": lambda: _("Raise"),
    "accept": lambda: _("Take up"),
    "annotate": lambda: _("Annotate"),
    "handle": lambda: _("Verify and handle"),
    "lift": lambda: _("Lift the note"),
    "archive": lambda: _("Archive"),
}
"""The stages of DB3208/T 219—2024, in their order."""
CHANGES: Words = {
    "set": lambda: _("Another value"),
    "empty": lambda: _("No value"),
    "remove": lambda: _("Remove the row"),
}
"""What a reporter proposes."""
OUTCOMES: Words = {
    "uphold": lambda: _("The answer stands"),
    "remit": lambda: _("The unit has to look again"),
    "overrule": lambda: _("The reporter is right: the unit has to correct"),
}
FILES: Words = {
    "waiting": lambda: _("Is being checked for viruses"),
    "unscanned": lambda: _("Is being checked for viruses"),
    "infected": lambda: _("Refused: a virus was found"),
}
WORDS: Mapping[str, Words] = {
    "state": STATES,
    "plain": PLAIN,
    "kind": KINDS,
    "kind_means": KINDS_MEAN,
    "step": STEPS,
    "event": EVENTS,
    "ground": GROUNDS,
    "not_accepted": NOT_ACCEPTED,
    "not_corrected": NOT_CORRECTED,
    "ground_means": GROUNDS_MEAN,
    "party": PARTIES,
    "reporter": REPORTERS,
    "level": LEVELS,
    "limit": LIMITS,
    "target": TARGETS,
    "stage": STAGES,
    "change": CHANGES,
    "outcome": OUTCOMES,
    "file": FILES,
}
TONES: Mapping[str, str] = {
    "unconfirmed": "act", "corrected": "good", "partly_corrected": "good", "not_accepted": "bad",
    "not_corrected": "bad", "closed": "end", "merged": "end", "withdrawn": "end", "dropped": "end",
}  # fmt: skip
"""How a state's badge looks; what is under way is ``way``."""


def word(kind: str, code: str | None) -> str:
    """Return the word for a code; one that nobody has named is shown as it is.

    Args:
        kind: a key of ``WORDS``.
        code: as the actions answer it; nothing has no word.
    """
    found = WORDS.get(kind, {}).get(code or "")
    return found() if found else code or ""


def tone(state: str) -> str:
    """Return the look of a state: good, bad, act (somebody has to confirm), end, or way."""
    return TONES.get(state, "way")


def choices(kind: str, *codes: str) -> tuple[tuple[str, str], ...]:
    """Return codes with their words, for the choices of a form; all of a kind where none is named."""
    return tuple((code, word(kind, code)) for code in codes or WORDS[kind])


def days(dispute: Mapping[str, Any]) -> str:
    """Return how long it is until the day on which a dispute is due, or how long that day is over.

    Args:
        dispute: as ``scigov_dispute_show`` answers it.
    """
    if dispute["days_left"] is None:
        return ""
    left = int(dispute["days_left"])
    if dispute["is_overdue"]:
        late = max(1, -left)
        text = tk.ungettext("{num} working day overdue", "{num} working days overdue", late)
        return text.format(num=late)
    if left == 0:
        return _("Due today")
    text = tk.ungettext("{num} working day left", "{num} working days left", left)
    return text.format(num=left)
