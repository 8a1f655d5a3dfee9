"""From a file that has turned up somewhere to the grants it was given out under."""

from __future__ import annotations

import csv
from collections.abc import Iterable

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import config
from ckanext.scigov.access.domain import marks
from ckanext.scigov.access.model import Grant


def grants_behind(lines: Iterable[str], delimiter: str = ",") -> list[str]:
    """Return the numbers of the grants whose mark the lines of a table bear, the surest first."""
    numbers = list(model.Session.scalars(sa.select(Grant.number)))
    cells = (cell for row in csv.reader(lines, delimiter=delimiter) for cell in row)
    return marks.found(config.mark_key(), numbers, cells)
