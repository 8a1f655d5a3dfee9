"""On what terms rows are given: those of the table, and of the data items that are among them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ckanext.scigov.access.domain.obligations import NONE, Obligations, together
from ckanext.scigov.access.domain.policy import Decision


@dataclass(frozen=True, slots=True)
class RowTerms:
    obligations: Obligations = NONE
    grant_numbers: tuple[str, ...] = ()


def terms_of(decisions: Collection[Decision]) -> RowTerms:
    """Return the terms of everything that an answer rests on; all of them are permits."""
    numbers = {decision.grant_number for decision in decisions if decision.grant_number}
    return RowTerms(together(*(d.obligations for d in decisions)), tuple(sorted(numbers)))
