"""A mapping to begin with, guessed from a sample of a source's records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.proposing.columns import columns_of
from ckanext.scigov.intake.domain.proposing.guessing import guess
from ckanext.scigov.intake.domain.proposing.writing import write


def propose(records: Iterable[Any], name: str, labels: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text of a mapping file that can be read, whatever the records are.

    Args:
        records: of the sample.
        name: of the source; what a mapping's name may not have is left out.
        labels: vocabulary → label in any language → code.
    """
    columns, _ = columns_of(records)
    return write(guess(columns, labels), columns, texts.one_line(texts.scrub(name)))
