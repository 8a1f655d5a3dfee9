"""Until when data are kept, worked out from a period of years."""

from __future__ import annotations

import datetime as dt


def kept_until(issued_on: dt.date, years: int) -> dt.date:
    """Return the same day ``years`` later; 29 February becomes 28 February where it must."""
    try:
        return issued_on.replace(year=issued_on.year + years)
    except ValueError:
        return issued_on.replace(year=issued_on.year + years, day=28)
