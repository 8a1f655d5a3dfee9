"""The stored file of a table that is shown, with its columns as the table has them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from ckan import model

from ckanext.scigov.tables import config, downloads
from ckanext.scigov.tables.dictionary import dictionary_of
from ckanext.scigov.tables.domain.columns import Column, columns_of
from ckanext.scigov.tables.domain.kinds import Kind
from ckanext.scigov.tables.domain.problems import UnfitFile
from ckanext.scigov.tables.domain.row_changes import ChangeReason, refused
from ckanext.scigov.tables.first_rows import is_too_large
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.reading import Given, TableFile, examine
from ckanext.scigov.tables.text_reading import TextLayout
from ckanext.scigov.tables.wishes import wishes_of


@dataclasses.dataclass(frozen=True, slots=True)
class RowFile:
    """A file whose rows are to be changed."""

    name: str
    file: TableFile
    given: Given
    heading: tuple[str, ...]
    columns: tuple[Column, ...]
    """Every one with its type."""

    @property
    def is_rewritten(self) -> bool:
        """Say whether the file is written anew, as CSV: a workbook, or JSON."""
        return not isinstance(self.file.layout, TextLayout)

    @property
    def new_name(self) -> str:
        if not self.is_rewritten:
            return self.name
        return f"{self.name.removesuffix(ending_of(self.name)).rstrip('.')}.csv"

    def is_read_alike(self, written: BinaryIO) -> bool:
        """Say whether a new file would be read as this one is: with its encoding, delimiter and heading.

        These are found out from the file where its owner has not settled them.
        """
        path = Path(f"/dev/fd/{written.fileno()}")
        try:
            new = examine(path, ending=ending_of(self.new_name), given=self.given)
            with closing(new.open()) as table:
                is_same = tuple(table.heading) == self.heading
        except UnfitFile:
            return False
        return is_same and (self.is_rewritten or _are_alike(self.file.layout, new))


def row_file(
    resource: model.Resource, stored: downloads.Stored, types: Mapping[str, str]
) -> RowFile:
    """Return a resource's file.

    Args:
        resource: whose it is.
        stored: the file.
        types: of the table's columns, in their order.

    Raises:
        Refused: the table was not made from it as it is read now, or it is too large to be read here.
    """
    given, ending = wishes_of(resource).given, ending_of(stored.file_name)
    try:
        if is_too_large(stored.path, ending, given):
            raise refused(ChangeReason.TOO_LARGE, "resource_id")
        file = examine(
            stored.path, ending=ending, given=given, problem_limit=config.problem_limit()
        )
        with closing(file.open()) as table:
            heading = tuple(table.heading)
    except UnfitFile:
        raise refused(ChangeReason.OTHER_TABLE, "resource_id") from None
    columns, _notes = columns_of(heading, dictionary_of(resource))
    if [column.id for column in columns] != list(types):
        raise refused(ChangeReason.OTHER_TABLE, "resource_id")
    return RowFile(stored.file_name, file, given, heading, tuple(_typed(columns, types)))


def _typed(columns: Sequence[Column], types: Mapping[str, str]) -> list[Column]:
    try:
        return [dataclasses.replace(one, kind=Kind(types[one.id])) for one in columns]
    except ValueError:
        raise refused(ChangeReason.OTHER_TABLE, "resource_id") from None


def _are_alike(layout: object, new: TableFile) -> bool:
    """Say whether the text is read so, too: without its last Chinese sign it may be in any encoding."""
    if layout == new.layout:
        return True
    if not (isinstance(layout, TextLayout) and isinstance(new.layout, TextLayout)):
        return False
    if layout.delimiter != new.layout.delimiter:
        return False
    with new.path.open("rb") as raw:
        return all(line.isascii() for line in raw)
