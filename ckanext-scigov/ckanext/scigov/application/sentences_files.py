"""Words and sentences about files of applications, and about templates that are not right."""

from __future__ import annotations

import enum
from collections.abc import Callable

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain.evidence import EvidenceKind
from ckanext.scigov.application.papers.findings import Finding
from ckanext.scigov.shared.evidence import toolkit_sentences

_ = tk._

SENTENCES: dict[enum.Enum, Callable[[], str]] = {
    **toolkit_sentences.SENTENCES,
    EvidenceKind.SEALED_LETTER: lambda: _("Sealed letter"),
    EvidenceKind.EVIDENCE: lambda: _("Evidence"),
    EvidenceKind.OTHER: lambda: _("Other file"),
    EvidenceKind.OUTSIDE_DECISION: lambda: _("Decision of the government"),
}


def of_template(finding: Finding) -> str:
    """Return what is wrong with a template, in the reader's language."""
    return finding.sentence(_)
