"""Links to the form by which people report. A page of a table has thousands: each is put together of few parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import ckan.plugins.toolkit as tk


@dataclass(frozen=True, slots=True)
class Links:
    """Of one table."""

    start: str
    """The address up to the number of the row."""

    def row(self, number: str) -> str:
        return f"{self.start}{number}"

    def item(self, column: str) -> str:
        """Return what is added to the address of a row for one of its cells."""
        return f"&item={quote(column, safe='')}"


def links(resource_id: str) -> Links:
    return Links(f"{address(resource=resource_id)}&row=")


def address(**where: str) -> str:
    named: Mapping[str, str] = {name: value for name, value in where.items() if value}
    return f"{tk.h.url_for('scigov_dispute.new')}?{urlencode(named)}"
