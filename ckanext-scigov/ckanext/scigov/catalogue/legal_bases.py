"""The register of legal bases for readers: what can be chosen, and what is said of what an entry states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import labels, legal_files
from ckanext.scigov.catalogue.domain import legal_bases as domain
from ckanext.scigov.catalogue.domain.legal_bases import BasisAdvice, BasisFinding, LegalBasis

LAW_OF = {"non_share_law": "non_share_basis", "non_open_law": "non_open_basis"}
"""What the form asks beside each basis: one out of the register."""


def known() -> tuple[LegalBasis, ...]:
    return legal_files.load(tk.config.get(legal_files.OPTION) or "")


def choices() -> list[dict[str, str]]:
    """Return what can be chosen: ``citation``, ``rank`` and ``about`` for the reader."""
    return [
        {
            "citation": one.citation,
            "rank": labels.label("legal_rank", one.rank.value),
            "about": one.about,
        }
        for one in known()
    ]


def remark(field: str, text: str) -> str:
    """Return the sentence about a basis that ranks too low or is not registered; else nothing."""
    finding = domain.judge(field, text, known())
    return _sentence(finding) if finding else ""


def remarks(entry: Mapping[str, Any]) -> list[str]:
    """Return the sentences about the bases that an entry states, each once."""
    found = (remark(field, str(entry.get(field) or "")) for field in domain.LOWEST)
    return list(dict.fromkeys(sentence for sentence in found if sentence))


def _sentence(finding: BasisFinding) -> str:
    lowest = labels.label("legal_rank", finding.lowest.value)
    if finding.advice is BasisAdvice.NOT_REGISTERED:
        return tk._(
            "The basis names no law of the register. Name it in full with its article; it should be "
            "at least a {lowest}."
        ).format(lowest=lowest)
    rank = labels.label("legal_rank", finding.rank.value if finding.rank else "")
    return tk._(
        "The basis is only a {rank}. Not to share or open data it should be at least a {lowest}."
    ).format(rank=rank, lowest=lowest)
