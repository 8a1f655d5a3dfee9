"""Texts of mapping files as somebody gives them: judged line by line, or taken from those that come along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.mapping import MappingErrors, MappingFile
from ckanext.scigov.intake.sentences_mapping import mapping_error

MOST_SENTENCES = 50


@dataclass(frozen=True, slots=True)
class MappingText:
    """The text of a mapping file that can be used."""

    text: str
    file: MappingFile

    @property
    def name(self) -> str:
        return self.file.name


def judge(text: str) -> tuple[MappingText | None, Sequence[str]]:
    """Return a mapping that can be used, else one sentence for each mistake."""
    try:
        return MappingText(text, mapping_files.read(text)), ()
    except MappingErrors as wrong:
        return None, [mapping_error(one) for one in wrong.errors[:MOST_SENTENCES]]


def shipped(name: str) -> str | None:
    """Return the text of a mapping file that comes with the portal, or None. No path is followed."""
    return mapping_files.text_of(name) if name in mapping_files.shipped() else None


def of_source(text: str) -> MappingFile | None:
    """Return what a stored mapping says; None where a newer version of the portal refuses it."""
    try:
        return mapping_files.read(text)
    except MappingErrors:
        return None
