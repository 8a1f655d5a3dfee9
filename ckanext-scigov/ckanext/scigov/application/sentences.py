"""The reader's sentences for what is refused about applications: what is so, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.sentences_agencies import GRANTS
from ckanext.scigov.access.sentences_terms import TERMS_REFUSED
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.filing import SHORTEST, FilingReason
from ckanext.scigov.application.domain.flow import FlowReason
from ckanext.scigov.application.domain.scope import ScopeReason

FLOW: dict[Any, Callable[[], str]] = {
    FlowReason.NOT_NOW: lambda: tk._(
        "This step cannot be taken now: somebody has taken another one in the meantime, or the "
        "application stands elsewhere. Reload the page to see where it stands."
    ),
    FlowReason.NOT_YOURS: lambda: tk._("Somebody else takes this step in this application."),
    FlowReason.OTHER_PERSON: lambda: tk._(
        "You have proposed this decision yourself. Somebody else has to confirm it."
    ),
    FlowReason.NEVER_DECIDED: lambda: tk._(
        "You have decided on this application before. Somebody else has to decide on the appeal."
    ),
    FlowReason.NEW_EYES: lambda: tk._(
        "Nobody has advised on this application yet. Ask a reviewer for advice first."
    ),
    FlowReason.MAY_EXTEND: lambda: tk._(
        "The time for the reply has been extended once already. It cannot be extended again."
    ),
    FlowReason.EXTENSION_ASKED: lambda: tk._(
        "Nobody has asked for more time. The provider has to ask for it first."
    ),
    FlowReason.MAY_APPEAL: lambda: tk._(
        "Every level that can be appealed to has decided on this application."
    ),
    FlowReason.IS_OVERDUE: lambda: tk._(
        "The time for this step is not over yet. You can appeal when it is overdue."
    ),
    FlowReason.REPORTED: lambda: tk._(
        "The report of use is missing. It has to come before the application is closed."
    ),
    FlowReason.THEIR_LEVEL: lambda: tk._(
        "This appeal goes to the data authority. The provider does not decide on it."
    ),
}
FILING: dict[Any, Callable[[], str]] = {
    FilingReason.MISSING: lambda: tk._("Fill in this field."),
    FilingReason.TOO_SHORT: lambda: tk._("Say more: at least {number} characters.").format(
        number=SHORTEST
    ),
    FilingReason.AGENCY_NEEDED: lambda: tk._(
        "Choose the agency you apply for. You must belong to it, and it must be approved."
    ),
    FilingReason.IDENTITY_NEEDED: lambda: tk._(
        "Your identity has not been verified yet. Show your papers to the office of the portal first."
    ),
    FilingReason.NOTHING_ASKED: lambda: tk._("Name at least one dataset."),
    FilingReason.TOO_MANY: lambda: tk._(
        "An application may name at most 20 datasets. Make a second one for the others."
    ),
    FilingReason.TWICE: lambda: tk._("A dataset is named twice. Take one of them out."),
    FilingReason.NOT_TO_APPLY_FOR: lambda: tk._(
        "One of these datasets cannot be applied for: it is not given out, or not graded yet."
    ),
    FilingReason.FREE_ALREADY: lambda: tk._(
        "One of these datasets is open to everybody. Take it out: you can download it at once."
    ),
    FilingReason.TERM_EMPTY: lambda: tk._("The last day must not lie before the first day."),
    FilingReason.TERM_OVER: lambda: tk._("The last day is over. Choose a later one."),
    FilingReason.TERM_TOO_LONG: lambda: tk._(
        "This is longer than data can be applied for. Choose an earlier last day."
    ),
    FilingReason.LETTER_NEEDED: lambda: tk._("Attach the letter with the seal of your agency."),
    FilingReason.ANSWER_NEEDED: lambda: tk._(
        "The provider asks something that you have not answered yet."
    ),
    FilingReason.NOT_ONE_OF_YOURS: lambda: tk._(
        "Only agencies that you belong to can be chosen, and only their members as handlers."
    ),
}
SCOPE: dict[Any, Callable[[], str]] = {
    ScopeReason.NOTHING_GIVEN: lambda: tk._("Choose what is given, or refuse."),
    ScopeReason.MORE_RESOURCES: lambda: tk._("This gives resources that were not asked for."),
    ScopeReason.MORE_ITEMS: lambda: tk._("This gives data items that were not asked for."),
    ScopeReason.LONGER: lambda: tk._("This is longer than was asked for."),
    ScopeReason.EARLIER: lambda: tk._("This begins earlier than was asked for."),
    ScopeReason.TERM_EMPTY: lambda: tk._("The last day must not lie before the first day."),
    ScopeReason.TERM_OVER: lambda: tk._("The last day is over. Choose a later one."),
}
ACTS: dict[Any, Callable[[], str]] = {
    ActReason.DATASET_UNKNOWN: lambda: tk._(
        "“%(dataset)s” was not found, or it is not visible to you."
    ),
    ActReason.RESOURCE_GONE: lambda: tk._(
        "“%(name)s” is not, or no longer, a resource of “%(dataset)s”. Leave it out."
    ),
    ActReason.ITEM_GONE: lambda: tk._(
        "“%(name)s” is not, or no longer, a data item of “%(dataset)s”. Leave it out."
    ),
    ActReason.PART_NEEDED: lambda: tk._(
        "This application has several parts. Name the part that you mean."
    ),
    ActReason.NOT_BEING_WRITTEN: lambda: tk._(
        "This cannot be changed: the application has been submitted. Ask the provider to return it."
    ),
    ActReason.OTHER_DATASET: lambda: tk._(
        "An application that has been submitted cannot ask for other datasets. Make a new one."
    ),
    ActReason.NOT_INSTANT: lambda: tk._(
        "Only datasets that are shared unconditionally can be had at once. Apply for the others."
    ),
    ActReason.OUTSIDE_MISSING: lambda: tk._(
        "The government decides on this appeal. Record whose decision it is, its number and day, and "
        "attach it."
    ),
    ActReason.OUTSIDE_LATER: lambda: tk._("The day of the decision lies in the future."),
    ActReason.NOT_LATER: lambda: tk._("The new last day must lie after the present one."),
    ActReason.GROUND_MISSING: lambda: tk._("Choose the kind of ground for the refusal."),
    ActReason.ALL_IS_GIVEN: lambda: tk._(
        "This gives all that was asked for. Approve it as a whole."
    ),
    ActReason.NOT_ALL_IS_GIVEN: lambda: tk._(
        "This does not give all that was asked for. Approve it in part, or give all of it."
    ),
    ActReason.ASSIGNEE_UNFIT: lambda: tk._(
        "Only somebody who may work on this application can be named here."
    ),
    ActReason.THIRD_UNKNOWN: lambda: tk._("There is no organisation of this name."),
    ActReason.THIRD_IS_PROVIDER: lambda: tk._(
        "The provider itself cannot be consulted as a third party. Choose another organisation."
    ),
    ActReason.USER_UNKNOWN: lambda: tk._("There is no active user of this name."),
    ActReason.ONESELF: lambda: tk._(
        "You cannot verify your own identity. Somebody else has to do it."
    ),
    ActReason.CODE_WRONG: lambda: tk._(
        "This is no unified social credit code: it has 18 characters, the last of which checks "
        "the others. Compare it with the certificate."
    ),
    ActReason.NOT_VERIFIED: lambda: tk._("The identity of this user is not verified."),
    ActReason.NOT_KEEPER: lambda: tk._(
        "Only the office that keeps the register of agencies verifies identities."
    ),
    ActReason.NOT_PROVIDER: lambda: tk._(
        "Only the provider's editors and stewards settle what is asked of applicants."
    ),
}
SENTENCES: dict[Any, Callable[[], str]] = {
    **GRANTS,
    **TERMS_REFUSED,
    **FLOW,
    **FILING,
    **SCOPE,
    **ACTS,
}


def remedies(is_shared: bool, *, may_appeal: bool) -> list[str]:
    """Return what somebody can do whose application was refused; nothing when nothing is left."""
    if not may_appeal:
        return []
    if is_shared:
        return [
            tk._(
                "You can appeal: first by negotiation with the provider, then to the data authority, "
                "then to the government at the same level."
            )
        ]
    return [tk._("You can ask the data authority to review this decision.")]
