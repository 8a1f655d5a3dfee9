"""Why the policy says no, in the reader's language: what holds, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.policy import Decision, Reason

REASONS: Mapping[Reason, Callable[[], str]] = {
    Reason.UNKNOWN_OPERATION: lambda: tk._(
        "The portal does not know this operation. Choose discover, meta, locate, data, write or "
        "set_grade."
    ),
    Reason.DESTROYED: lambda: tk._("This data has been destroyed. Only its entry is left."),
    Reason.DELETED: lambda: tk._("This entry has been deleted. Ask its provider to restore it."),
    Reason.RETIRED: lambda: tk._("This data has been retired and is no longer given out."),
    Reason.SUSPENDED: lambda: tk._(
        "This data is suspended at the moment. Ask its provider when it will be back."
    ),
    Reason.NOT_PUBLISHED: lambda: tk._("This entry has not been published yet."),
    Reason.HIDDEN: lambda: tk._("This was not found, or it is not visible to you."),
    Reason.UNCLASSIFIED: lambda: tk._(
        "This data has not been graded yet. Until that is done only its provider gets it."
    ),
    Reason.NEEDS_APPLICATION: lambda: tk._(
        "This data is given out on conditions. Apply for access to it."
    ),
    Reason.NOT_OPEN: lambda: tk._("This data is not given out. Its entry says on what ground."),
    Reason.ONLY_ITEMS: lambda: tk._(
        "Your grant gives you some data items, not the whole they lie in. Take the table: it comes with "
        "the columns that are granted."
    ),
    Reason.TERMS_FIRST: lambda: tk._(
        "This data is granted to you. Accept the terms of the grant first; then it is open to you."
    ),
    Reason.NOT_YOURS_TO_CHANGE: lambda: tk._(
        "You may not change this. Ask the provider's editors, or its steward, to do it."
    ),
}


def why_not(decision: Decision) -> str:
    """Return why something is denied; where terms wait to be accepted, with the address to do it."""
    sentence = REASONS[decision.reason]()
    if decision.reason is not Reason.TERMS_FIRST:
        return sentence
    number = decision.grant_number
    return f"{sentence} {tk.url_for('scigov_access_terms.read', number=number, qualified=True)}"
