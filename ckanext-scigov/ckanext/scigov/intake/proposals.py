"""Proposals of mapping files, with the labels of the catalogue's vocabularies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.intake.domain import proposing
from ckanext.scigov.intake.domain.proposing.words import SPELLINGS


def propose(records: Iterable[Any], name: str) -> str:
    """Return the text of a mapping file to begin with."""
    labels = {
        vocabulary: {
            label: value["value"]
            for value in vocabularies.values(vocabulary)
            for label in value["label"].values()
        }
        for vocabulary in SPELLINGS
    }
    return proposing.propose(records, name, labels)
