"""The reader's sentences for what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.outside import OutsideReason

_R = OutsideReason
SENTENCES: dict[Any, Callable[[], str]] = {
    _R.NOT_NOW: lambda: tk._(
        "In this state the register takes no such step. Reload the page to see how it stands."
    ),
    _R.OTHERS: lambda: tk._(
        "Only those who edit the entries of the department, or administer it, write this register."
    ),
    _R.UNIT_UNKNOWN: lambda: tk._("Choose a department whose entries you edit."),
    _R.DATASET_UNKNOWN: lambda: tk._(
        "The department has no such entry. Give the address name of one of its own entries."
    ),
    _R.TOO_LONG: lambda: tk._("At most %(most)s characters fit here. Shorten the text."),
    _R.CODE_WRONG: lambda: tk._(
        "This is no unified social credit code. Copy its 18 characters from the certificate, or leave it empty."
    ),
    _R.ASKED_LATER: lambda: tk._("The day of asking cannot lie in the future."),
    _R.RECEIVED_LATER: lambda: tk._("The day of receiving cannot lie in the future."),
    _R.RECEIVED_BEFORE_ASKED: lambda: tk._(
        "The day of receiving lies before the day of asking. Correct one of them."
    ),
    _R.ENDS_BEFORE: lambda: tk._(
        "The last day of use lies before the data were asked for or received. Correct the day."
    ),
}
