"""Values of databases as values that JSON has, and watermarks as texts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.domain.causes import Cause

MOST_SEEN = 5_000
"""Keys of one moment that a watermark remembers; where there are more, the moment is given again."""
MOST_SEEN_WITHOUT_KEY = 50_000


def plain(value: Any) -> Any:  # noqa: PLR0911  (one for each type)
    """Return a value as JSON has it; numbers with decimals stay as they are written there."""
    if value is None or isinstance(value, (bool, int, str)):
        return value.replace("\x00", "") if isinstance(value, str) else value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None  # noqa: PLR0124
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else None
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (bytes, bytearray, memoryview)):
        return None
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def digest_of(values: Sequence[Any]) -> str:
    """Return 16 hexadecimal digits that stand for the values that tell a row apart."""
    said = json.dumps([plain(one) for one in values], ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


_KINDS: tuple[tuple[type[Any], str], ...] = (
    (bool, "bool"), (int, "int"), (Decimal, "number"), (float, "number"), (dt.datetime, "moment"),
    (dt.date, "day"), (uuid.UUID, "uuid"), (bytes, "bytes"), (memoryview, "bytes"), (str, "text"),
)  # fmt: skip
_READERS = {
    "bool": lambda text: text == "True",
    "int": int,
    "number": Decimal,
    "moment": dt.datetime.fromisoformat,
    "day": dt.date.fromisoformat,
    "uuid": uuid.UUID,
    "bytes": bytes.fromhex,
    "text": str,
}


@dataclass(slots=True)
class Watermark:
    """Up to which value rows have come, and which rows of that very value."""

    value: Any = None
    seen: list[str] = field(default_factory=list[str])
    """Digests of these rows; empty when there are too many, and then all of them come again."""

    def text(self) -> str:
        if self.value is None:
            return ""
        kind = next((word for one, word in _KINDS if isinstance(self.value, one)), "text")
        value = bytes(self.value).hex() if kind == "bytes" else _written(self.value)
        return json.dumps({"kind": kind, "value": value, "seen": self.seen}, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Watermark:
        """Read what ``text`` has written.

        Raises:
            SourceFailed: it is none of ours.
        """
        if not text:
            return cls()
        try:
            found = json.loads(text)
            return cls(_READERS[found["kind"]](found["value"]), list(found["seen"]))
        except (ValueError, KeyError, TypeError, ArithmeticError):
            raise SourceFailed(Cause.BAD_SETTINGS.value, {"watermark": text[:80]}) from None


def _written(value: Any) -> str:
    return value.isoformat() if isinstance(value, (dt.datetime, dt.date)) else str(value)
