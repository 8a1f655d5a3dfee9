"""What the owner of a resource has settled about how its file becomes a table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from ckan import model

from ckanext.scigov.tables.domain.bad_cells import percent_of
from ckanext.scigov.tables.reading import Given

READING = ("encoding", "delimiter", "header_row", "sheet")
"""Fields of a resource that say how its file is read."""
FIELDS = ("bad_cells_percent", *READING)
"""Fields of a resource that have its file loaded anew when they change."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """Empty and None mean: as it is found, or as the site has it."""

    bad_cells_percent: str = ""
    encoding: str = ""
    delimiter: str = ""
    header_row: str = ""
    sheet: str = ""

    @property
    def percent(self) -> Decimal | None:
        return percent_of(self.bad_cells_percent) if self.bad_cells_percent else None

    @property
    def given(self) -> Given:
        row = int(self.header_row) if self.header_row.isdecimal() else None
        return Given(self.encoding, self.delimiter, row, self.sheet)

    @property
    def settled(self) -> dict[str, Any]:
        """Return what has been settled at all."""
        return {name: value for name, value in asdict(self).items() if value}


def wishes_of(resource: model.Resource | None) -> Wishes:
    stored = (resource.extras or {}) if resource is not None else {}
    return Wishes(**{name: _text(stored.get(name)) for name in FIELDS})


def _text(stored: Any) -> str:
    """Zero is a wish, too."""
    return "" if stored is None else str(stored).strip()
