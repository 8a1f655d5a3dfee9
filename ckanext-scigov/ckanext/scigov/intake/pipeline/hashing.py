"""What tells that a record has changed."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson

RULES = "1"
"""Goes up when the pipeline would store something else of the same record."""
_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


class Hasher:
    """Hashes records under one mapping: with another mapping every record is another."""

    def __init__(self, mapping_hash: str) -> None:
        self._begin = hashlib.blake2b(f"{RULES}\0{mapping_hash}\0".encode(), digest_size=20)

    def hash(self, raw: Any) -> str:
        made = self._begin.copy()
        made.update(_bytes(raw))
        return made.hexdigest()


def _bytes(raw: Any) -> bytes:
    try:
        return orjson.dumps(raw, option=_OPTIONS)
    except TypeError:
        # Numbers beyond 64 bits, lone surrogates: told apart all the same.
        return repr(raw).encode("utf-8", "backslashreplace")
