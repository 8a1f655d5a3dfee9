"""The present moment, for NOW in queries and for ``indexed_ts``.

Search stands beside ``shared`` and may not import its clock; the umbrella could install one.
"""

from __future__ import annotations

import datetime as dt


def now() -> dt.datetime:
    """Return the present moment, in UTC."""
    return dt.datetime.now(dt.timezone.utc)
