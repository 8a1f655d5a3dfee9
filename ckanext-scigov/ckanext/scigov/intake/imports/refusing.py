"""A row that had seemed good cannot be written."""

from __future__ import annotations

from ckanext.scigov.intake.imports.service import RowResult


class RowRefused(Exception):
    """Nothing of the import is written; the row is bad from now on."""

    def __init__(self, result: RowResult) -> None:
        super().__init__(result.number)
        self.result = result
