"""The reader's sentences for what access refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.grading import GradingReason
from ckanext.scigov.access.domain.personal_answers import PersonalDataReason
from ckanext.scigov.access.domain.together import TogetherReason
from ckanext.scigov.catalogue import sentences as catalogue

GRADING: dict[Any, Callable[[], str]] = {
    **catalogue.SENTENCES,
    GradingReason.SAME_PERSON: lambda: tk._(
        "You have proposed this grade yourself. Somebody else has to approve it."
    ),
    GradingReason.NOT_STRICTER: lambda: tk._(
        "This would open something. Propose it, so that somebody can approve it."
    ),
    GradingReason.SAME_GRADE: lambda: tk._("This grade is in force already. Choose another one."),
    PersonalDataReason.ANSWER_MISSING: lambda: tk._(
        "“%(item)s” seems to hold personal data. Say how they are dealt with."
    ),
    PersonalDataReason.GROUND_MISSING: lambda: tk._(
        "Name the law and the article by which “%(item)s” is published."
    ),
    PersonalDataReason.NOTE_MISSING: lambda: tk._(
        "Add a note to your answer about “%(item)s” that somebody else can check."
    ),
    TogetherReason.GROUP_CHANGED: lambda: tk._(
        "Meanwhile the group has changed: it has %(count)s proposals now. Nothing has been done. "
        "Look at it again, and decide then."
    ),
    GradingReason.NOT_WAITING: lambda: tk._(
        "No proposal waits here any more. Reload the page to see what is in force."
    ),
}
