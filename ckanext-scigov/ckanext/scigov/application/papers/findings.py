"""What is wrong with a unit's template, as a value and as a full sentence."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Fault(enum.Enum):
    UNREADABLE = "unreadable"
    SYNTAX = "syntax"
    UNKNOWN_FIELD = "unknown_field"
    MISSING_FIELD = "missing_field"
    FORBIDDEN = "forbidden"
    """Something that the sandbox does not let a template do."""
    UNKNOWN_PAPER = "unknown_paper"
    """A file whose name is no paper's: it would never be used."""


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a message for translation; the reader's language is known only where it is shown."""
    return message


MESSAGES: Mapping[Fault, str] = {
    Fault.UNREADABLE: N_(
        "The template {template} cannot be read as a Word document. Save it again as .docx."
    ),
    Fault.SYNTAX: N_(
        "The template {template} has a field that is not written rightly, at {field}. Close every"
        " bracket, and end every 'for' and 'if'."
    ),
    Fault.UNKNOWN_FIELD: N_(
        "The template {template} names the field {field}, which does not exist. Correct its name or"
        " take it out."
    ),
    Fault.MISSING_FIELD: N_(
        "The template {template} does not show the field {field}, without which the paper is not"
        " complete. Add it."
    ),
    Fault.FORBIDDEN: N_(
        "The template {template} does something that no template may do, at {field}. Take it out."
    ),
    Fault.UNKNOWN_PAPER: N_(
        "The file {template} has no paper's name and is never used. Rename or remove it."
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    fault: Fault
    template: str
    """Name of the file."""
    field: str = ""

    @property
    def message(self) -> str:
        """The message to be translated, with ``{template}`` and ``{field}`` in it."""
        return MESSAGES[self.fault]

    def __str__(self) -> str:
        return self.message.format(template=self.template, field=self.field)


class BrokenTemplate(Exception):
    """A template that cannot be filled; the message is a full sentence."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding
