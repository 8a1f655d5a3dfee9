"""Sentences about evidence that is refused, or that nobody opens."""

from __future__ import annotations

import enum
from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.domain.evidence import EvidenceReason, ScanState

_ = tk._

SENTENCES: dict[enum.Enum, Callable[[], str]] = {
    EvidenceReason.TYPE_NOT_ALLOWED: lambda: _(
        "Files of this type are not taken. Send one of these types: %(types)s."
    ),
    EvidenceReason.CONTENT_IS_OTHER: lambda: _(
        "The content of the file is not what its name says (%(type)s). Save it again in that type"
        " without a password, or correct the name."
    ),
    EvidenceReason.HAS_MACROS: lambda: _(
        "The file has macros. Save it without them, or as PDF, and send it again."
    ),
    EvidenceReason.EMPTY: lambda: _("The file is empty. Choose another one."),
    EvidenceReason.TOO_LARGE: lambda: _(
        "The file has more than %(most)s bytes. Make it smaller, or part it into several files."
    ),
    EvidenceReason.TOO_MANY_FILES: lambda: _(
        "There are %(most)s files already. Delete one that is not needed first."
    ),
    EvidenceReason.TOO_MUCH_TOGETHER: lambda: _(
        "All files may have %(most)s bytes together. Delete one that is not needed, or make this one"
        " smaller."
    ),
    ScanState.UNSCANNED: lambda: _(
        "The file has not been scanned for malware yet. It can be opened as soon as it is found clean."
    ),
    ScanState.INFECTED: lambda: _(
        "Malware was found in the file. It is kept closed; ask for another copy."
    ),
}
