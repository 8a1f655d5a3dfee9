"""The reader's sentences for what is refused about sources and their runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.parties import PartyReason
from ckanext.scigov.intake.domain.sources import SourceReason

SENTENCES: dict[Any, Callable[[], str]] = {
    SourceReason.NOT_A_STEP: lambda: tk._(
        "This cannot be done now. Reload the page to see how the source or its run stands."
    ),
    SourceReason.NOT_APPROVED: lambda: tk._(
        "The source does not run before an approver has approved it with its value table."
    ),
    SourceReason.SAME_PERSON: lambda: tk._(
        "You have made this mapping yourself. Somebody else has to approve it."
    ),
    SourceReason.IS_RUNNING: lambda: tk._(
        "A run of this source has not ended. Wait for it, or cancel it first."
    ),
    SourceReason.NO_SUCH_CHOICE: lambda: tk._("This cannot be chosen here."),
    PartyReason.NOT_OPERATOR: lambda: tk._(
        "Only editors and administrators of the source's organization do this."
    ),
    PartyReason.NOT_DECIDER: lambda: tk._(
        "Only an approver of grades whose role reaches the source's organization decides about it."
    ),
    PartyReason.NOT_ADMINISTRATOR: lambda: tk._(
        "Only an administrator of the portal lets a source ask addresses inside the network."
    ),
    PartyReason.OTHERS_CREDENTIALS: lambda: tk._(
        "The source uses credentials that others have entered, and its address is not approved. "
        "Until then only who decides about it can preview it."
    ),
    PartyReason.NO_SUCH_PROVIDER: lambda: tk._(
        "There is no such organization, or you do not edit for it. Choose one from the list."
    ),
}
