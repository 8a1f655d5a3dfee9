"""A whole export as a file: what is found as whoever asks, and beside it what lacks something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from ckanext.scigov.reporting import collecting
from ckanext.scigov.reporting.collecting import Found
from ckanext.scigov.reporting.domain import elements, forms
from ckanext.scigov.reporting.files import JsonFile, WorkbookFile


@dataclass(frozen=True, slots=True)
class Exported:
    """An export: whoever takes the file closes it."""

    file: IO[bytes]
    written: int
    lacking: int
    kept: int
    """Entries that go out by no file of this channel; they are counted and not named."""


def export(context: Any, wish: Mapping[str, Any]) -> Exported:
    """Write the entries of a wish to a file of its ``format``."""
    file = WorkbookFile() if wish["format"] == "xlsx" else JsonFile()
    walked, written = collecting.begin(), 0
    lacking: list[list[str]] = []
    for found in collecting.walk(context, wish, walked):
        if found.lacks:
            lacking.append(_lacking_row(found))
        else:
            file.add(found.record)
            written += 1
    made = file.finish(forms.LACKING, forms.LACKING_COLUMNS, lacking)
    return Exported(made, written, len(lacking), sum(walked.kept.values()))


def _lacking_row(found: Found) -> list[str]:
    code = found.record.get(elements.CODE)
    return [found.title, code, found.provider_title, forms.reasons(found.lacks)]
