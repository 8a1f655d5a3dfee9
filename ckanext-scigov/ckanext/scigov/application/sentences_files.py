"""Sentences about files: evidence that is refused or waits, and templates that are not right."""

from __future__ import annotations

import enum
from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.evidence import EvidenceKind, EvidenceReason, ScanState
from ckanext.scigov.application.papers.findings import Finding

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
        "The application has %(most)s files already. Delete one that is not needed first."
    ),
    EvidenceReason.TOO_MUCH_TOGETHER: lambda: _(
        "The files of one application may have %(most)s bytes together. Delete one that is not needed,"
        " or make this one smaller."
    ),
    ScanState.UNSCANNED: lambda: _(
        "The file has not been scanned for malware yet. It can be opened as soon as it is found clean."
    ),
    ScanState.INFECTED: lambda: _(
        "Malware was found in the file. It is kept closed; ask for another copy."
    ),
    EvidenceKind.SEALED_LETTER: lambda: _("Sealed letter"),
    EvidenceKind.EVIDENCE: lambda: _("Evidence"),
    EvidenceKind.OTHER: lambda: _("Other file"),
    EvidenceKind.OUTSIDE_DECISION: lambda: _("Decision of the government"),
}


def of_template(finding: Finding) -> str:
    """Return what is wrong with a template, in the reader's language."""
    return finding.sentence(_)
