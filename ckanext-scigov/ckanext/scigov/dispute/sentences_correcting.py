"""The reader's sentences for corrections, answers to many disputes, and templates that are refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.service.corrections import CorrectReason
from ckanext.scigov.dispute.service.templates import TemplateReason

CORRECTING: dict[Any, Callable[[], str]] = {
    CorrectReason.MAY_NOT_WRITE: lambda: tk._(
        "The data are changed by those who may edit this dataset. You can say what is right: take "
        "the dispute into verification, decide not to correct, or write a remark."
    ),
    CorrectReason.ONE_WAY: lambda: tk._(
        "Change rows, or upload a new file: one of the two. Take the other one back."
    ),
    CorrectReason.NO_DATA: lambda: tk._(
        "This dispute is about the catalogue entry or about a decision, not about rows. Correct it "
        "there, and say here what you have done."
    ),
    CorrectReason.NO_RESOURCE: lambda: tk._(
        "Say which resource of the dataset is corrected; it may be gone by now."
    ),
    CorrectReason.ROW_NONE: lambda: tk._(
        "The disputed row is not in the table any more: it was changed or deleted meanwhile. Look at "
        "the table, and say expressly that you change other rows if that is what you want."
    ),
    CorrectReason.ROW_SEVERAL: lambda: tk._(
        "Several rows may be meant: %(rows)s. Nothing is guessed here. Look at each of them, and say "
        "expressly that you change the right one."
    ),
    CorrectReason.UNTOUCHED: lambda: tk._(
        "What is disputed stays as it is with these changes. Change it, or answer otherwise."
    ),
    CorrectReason.BESIDE: lambda: tk._(
        "Rows %(rows)s hold more than what is disputed. Leave that out, or say expressly that you "
        "change it, too: the note of the version will name it."
    ),
    CorrectReason.VERSION_MISSING: lambda: tk._("Say which version of the table you have seen."),
    TemplateReason.OTHERS: lambda: tk._(
        "Only those who handle the disputes of this unit write templates for it."
    ),
    TemplateReason.UNIT_UNKNOWN: lambda: tk._("Choose the unit that the template is for."),
    TemplateReason.NO_GROUND: lambda: tk._(
        "This step is not taken on such a ground. Choose one that goes with the step, or none."
    ),
    TemplateReason.TOO_MANY: lambda: tk._(
        "This unit has %(most)s templates already. Remove one that is not needed any more."
    ),
}
