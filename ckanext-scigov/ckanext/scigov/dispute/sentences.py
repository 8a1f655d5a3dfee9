"""The reader's sentences for what is refused about disputes: what is so, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.domain.evidence import EvidenceStep
from ckanext.scigov.dispute.domain.filing import LONGEST, MOST_DATASETS, MOST_LINKS, FilingReason
from ckanext.scigov.dispute.domain.flow import FlowReason
from ckanext.scigov.dispute.domain.kinds import SHORTEST, GroundReason
from ckanext.scigov.dispute.domain.merging import MergeReason
from ckanext.scigov.dispute.domain.proposal import ProposalReason
from ckanext.scigov.dispute.domain.target import TargetReason
from ckanext.scigov.dispute.lists import ListReason
from ckanext.scigov.dispute.sentences_correcting import CORRECTING
from ckanext.scigov.dispute.sentences_placing import PLACING
from ckanext.scigov.dispute.sentences_sources import COMPARISONS, SOURCES
from ckanext.scigov.dispute.service.acting import ActReason
from ckanext.scigov.dispute.service.crowding import CrowdingReason
from ckanext.scigov.shared import challenge

FLOW: dict[Any, Callable[[], str]] = {
    FlowReason.NOT_NOW: lambda: tk._(
        "This step cannot be taken now: somebody has taken another one in the meantime, or the "
        "dispute stands elsewhere. Reload the page to see where it stands."
    ),
    FlowReason.NOT_YOURS: lambda: tk._("Somebody else takes this step in this dispute."),
    FlowReason.OWN: lambda: tk._(
        "You have reported this yourself. Somebody else of the unit has to handle it."
    ),
    FlowReason.AWAITS_MODERATION: lambda: tk._(
        "This has been looked at already, or needs nobody's look: it is not a visitor's report."
    ),
    FlowReason.AUTOMATIC: lambda: tk._(
        "The data authority forwards disputes here. Wait until it has done so."
    ),
    FlowReason.NEVER_DECIDED: lambda: tk._(
        "You have answered this dispute before. Somebody else has to decide now."
    ),
    FlowReason.MAY_REFUSE: lambda: tk._(
        "It was decided that the reporter is right. The data have to be corrected."
    ),
    FlowReason.MAY_EXTEND: lambda: tk._(
        "The time has been extended once already. It cannot be extended again."
    ),
    FlowReason.MAY_REOPEN: lambda: tk._(
        "This dispute was reopened once already. You can escalate it, or report anew."
    ),
    FlowReason.MAY_ESCALATE: lambda: tk._("Every level has been asked about this dispute."),
    FlowReason.THEIR_LEVEL: lambda: tk._(
        "This was escalated to the data authority. The unit does not decide on it."
    ),
    FlowReason.IS_OVERDUE: lambda: tk._(
        "The time for this step is not over yet. You can escalate when it is overdue."
    ),
    FlowReason.IN_TIME: lambda: tk._(
        "The time to contest this answer is over. Report anew if the data are still wrong."
    ),
    FlowReason.DUE: lambda: tk._("Nothing is overdue here yet."),
    FlowReason.OVER: lambda: tk._(
        "This dispute stays open until the time to contest its answer is over."
    ),
    FlowReason.ALONE: lambda: tk._(
        "Others have joined this dispute. It can no longer be withdrawn by one of its reporters."
    ),
}
FILING: dict[Any, Callable[[], str]] = {
    FilingReason.UNKNOWN: lambda: tk._("Choose one of the values that are offered here."),
    FilingReason.MISSING: lambda: tk._("Fill in this field."),
    FilingReason.TOO_SHORT: lambda: tk._("Say more: at least {number} characters.").format(
        number=SHORTEST
    ),
    FilingReason.TOO_LONG: lambda: tk._("Say it shorter: at most {number} characters.").format(
        number=LONGEST
    ),
    FilingReason.TOO_MANY: lambda: tk._(
        "These are too many: at most {links} links and {datasets} datasets."
    ).format(links=MOST_LINKS, datasets=MOST_DATASETS),
    FilingReason.NO_LINK: lambda: tk._(
        "“%(about)s” is no address of a page. Write it whole, beginning with http:// or https://."
    ),
    FilingReason.NO_ADDRESS: lambda: tk._(
        "This is no mail address. Write one that you can read: the link to confirm comes there."
    ),
    FilingReason.OWN_DATASET: lambda: tk._(
        "A dataset is no evidence against itself. Name another one."
    ),
    ProposalReason.NOT_FOR_THIS: lambda: tk._(
        "This cannot be proposed for what you point at. Explain it in words."
    ),
    ProposalReason.MISSING: lambda: tk._("Say which value should stand there instead."),
    ProposalReason.TOO_LONG: lambda: tk._("The proposed value is too long."),
    ProposalReason.SAME: lambda: tk._("This value stands there already. Propose another one."),
}
TARGET: dict[Any, Callable[[], str]] = {
    TargetReason.UNKNOWN: lambda: tk._("Choose one of the values that are offered here."),
    TargetReason.MISSING: lambda: tk._("Say what you mean: this is missing."),
    TargetReason.NOT_FOR_THIS: lambda: tk._("What you point at has no such part. Leave it out."),
    TargetReason.TOO_LONG: lambda: tk._("This is longer than any name or value can be."),
    TargetReason.TOO_MANY: lambda: tk._("The key has too many columns."),
    TargetReason.MALFORMED: lambda: tk._(
        "The key is an object of columns and values, all of them texts; the fingerprint has 64 "
        "hexadecimal digits."
    ),
}
GROUNDS: dict[Any, Callable[[], str]] = {
    GroundReason.UNKNOWN: lambda: tk._("Choose the ground of the answer."),
    GroundReason.EXPLANATION_MISSING: lambda: tk._("Explain this to the reporter."),
    GroundReason.EXPLANATION_TOO_SHORT: lambda: tk._(
        "Say more: at least {number} characters."
    ).format(number=SHORTEST),
}
MERGING: dict[Any, Callable[[], str]] = {
    MergeReason.ITSELF: lambda: tk._("A dispute cannot be merged into itself."),
    MergeReason.OTHER_TARGET: lambda: tk._(
        "These disputes do not point at the same for certain. Handle each of them."
    ),
    MergeReason.OTHER_SECRECY: lambda: tk._(
        "One of them says that something should not be public, the other does not. Handle each."
    ),
    MergeReason.HEAD_IS_DECIDED: lambda: tk._(
        "The other dispute was answered already. Answer this one in the same way."
    ),
    MergeReason.HEAD_IS_NOT_ACCEPTED: lambda: tk._(
        "The other dispute is not accepted yet. Accept it first, or merge it into this one."
    ),
}
ACTS: dict[Any, Callable[[], str]] = {
    ActReason.UNIT_UNKNOWN: lambda: tk._("There is no organisation of this name."),
    ActReason.SAME_UNIT: lambda: tk._("This unit has the dispute already."),
    ActReason.ASSIGNEE_UNFIT: lambda: tk._(
        "Only somebody who may work on this dispute can be named here."
    ),
    ActReason.OUTSIDE_MISSING: lambda: tk._(
        "This is decided outside of the portal. Record whose decision it is, its number and day."
    ),
    ActReason.OUTSIDE_LATER: lambda: tk._("The day of the decision lies in the future."),
    ActReason.NOT_YOUR_AGENCY: lambda: tk._(
        "Choose an approved agency that you belong to, or report for yourself."
    ),
    ActReason.NO_MAIL: lambda: tk._(
        "This portal sends no mail at present, so a report cannot be confirmed by mail. Sign in to report."
    ),
}
LISTS: dict[Any, Callable[[], str]] = {
    ListReason.SIGN_IN: lambda: tk._("Sign in to see this list of disputes."),
    ListReason.NO_AUTHORITY: lambda: tk._(
        "Only the data authority and auditors see the register of disputes."
    ),
    ListReason.NOT_ASSIGNED_HERE: lambda: tk._(
        "Only the disputes that you handle can be narrowed by whom they are assigned to."
    ),
    ListReason.USER_UNKNOWN: lambda: tk._("There is no user of this name."),
}
FILES: dict[Any, Callable[[], str]] = {
    EvidenceStep.NOT_ADDED_NOW: lambda: tk._(
        "No file can be added any more: the dispute was answered, or is closed. Write a remark, or "
        "report anew."
    ),
    EvidenceStep.STAYS: lambda: tk._(
        "This file stays on record: the unit has answered on what was there. Add another one if it "
        "was wrong."
    ),
}
CROWDING: dict[Any, Callable[[], str]] = {
    CrowdingReason.ALREADY_REPORTED: lambda: tk._(
        "You have reported this already, and it is not closed yet (%(number)s). "
        "Write there what you have to add."
    ),
    CrowdingReason.ENOUGH: lambda: tk._(
        "Others have reported this already, and it is being looked at. "
        "Nothing more needs to be reported of this place at present."
    ),
}
SENTENCES: dict[Any, Callable[[], str]] = {
    **challenge.SENTENCES,
    **CROWDING,
    **FLOW,
    **FILING,
    **TARGET,
    **PLACING,
    **GROUNDS,
    **MERGING,
    **ACTS,
    **COMPARISONS,
    **SOURCES,
    **CORRECTING,
    **LISTS,
    **FILES,
}
