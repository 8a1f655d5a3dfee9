"""What counts as a view and as a download, and how a count is written down before it is stored.

Nothing of who asked goes into a count: no address, no account, no cookie, no name of a program. So
nobody's visits can be told apart, and somebody who reloads a page counts twice.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MACHINES = re.compile(
    r"bot\b|crawl|spider|slurp|archiver|monitor|uptime|preview|headless|facebookexternalhit",
    re.IGNORECASE,
)
"""Programs that go through sites by themselves say so; what they fetch is nobody's reading."""
_FIRST_PART = re.compile(r"bytes 0-")
_SEPARATOR = "\n"
_PARTS = 4


class Kind(enum.Enum):
    VIEW = "view"
    DOWNLOAD = "download"


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """What a count is of: a dataset by name or id, its resource's id or none, and a month."""

    month: dt.date
    kind: str
    dataset: str
    resource: str = ""


def is_counted(
    kind: Kind, status: int, headers: Mapping[str, str], *, part: str = "", elsewhere: bool = False
) -> bool:
    """Say whether an answer counts.

    Args:
        kind: what the address is for.
        status: of the answer.
        headers: of the request; ``User-Agent``, ``Purpose`` and ``Sec-Purpose`` are looked at.
        part: the answer's ``Content-Range``. A file that is fetched in parts is one download.
        elsewhere: the answer sends the reader to another site, where the file lies.
    """
    wanted = headers.get("Sec-Purpose") or headers.get("Purpose") or ""
    if "prefetch" in wanted or MACHINES.search(headers.get("User-Agent") or ""):
        return False
    if kind is Kind.VIEW:
        return status in (200, 304)
    if status == 206:
        return bool(_FIRST_PART.match(part))
    return status == 200 or (status == 302 and elsewhere)


def month_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def months_back(month: dt.date, number: int) -> dt.date:
    """Return the first day of the month that many months before."""
    months = month.year * 12 + month.month - 1 - number
    return dt.date(months // 12, months % 12 + 1, 1)


def written(counted: Counted) -> str:
    """Return a count's key, for a store that knows texts only."""
    return _SEPARATOR.join(
        (counted.month.isoformat(), counted.kind, counted.dataset, counted.resource)
    )


def read(counts: Mapping[str, str]) -> dict[Counted, int]:
    """Return counts from their keys and numbers; what is not of that form is left out."""
    found: dict[Counted, int] = {}
    for key, number in counts.items():
        parts = key.split(_SEPARATOR)
        if len(parts) == _PARTS and parts[1] in {kind.value for kind in Kind}:
            month, kind, dataset, resource = parts
            of = Counted(dt.date.fromisoformat(month), kind, dataset, resource)
            found[of] = int(number)
    return found


@dataclass(frozen=True, slots=True)
class Use:
    """How often something was viewed and downloaded."""

    views: int = 0
    downloads: int = 0

    def __add__(self, other: Use) -> Use:
        return Use(self.views + other.views, self.downloads + other.downloads)

    def __bool__(self) -> bool:
        return bool(self.views or self.downloads)


def summed(uses: Iterable[Use]) -> Use:
    return sum(uses, Use())
