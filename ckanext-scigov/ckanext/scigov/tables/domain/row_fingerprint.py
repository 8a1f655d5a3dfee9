"""A row's fingerprint: by it a row that somebody has seen is found again, without a key and without its values."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def fingerprint(row: Mapping[str, str | None]) -> str:
    """Return the sha256, hexadecimal, of a row as its reader sees it.

    It is taken of a JSON object in UTF-8 without blanks, its names sorted by code point: the columns by
    their ids, the values as ``scigov_tables_rows_show`` answers them, an empty cell being null. Names that
    begin with an underscore (``_id``) are the DataStore's own and no part of the row. Columns that are
    closed to the reader are no part of what he sees, so his fingerprint is another.
    """
    seen = {name: value or None for name, value in row.items() if not name.startswith("_")}
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    # What came as JSON may have half a pair of surrogates: no row has, and none is found.
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
