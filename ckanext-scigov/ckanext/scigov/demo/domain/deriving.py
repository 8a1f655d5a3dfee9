"""What an entry of the demonstration says between the lines: of which area, of which time, in which words.

Portals leave these fields empty, and people look for data by them. Each value is taken from the title, from who provides
the data, or from the dates that the portal states; what none of these says is not made up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ckanext.scigov.demo.domain.catalogue import Record

LICENCE = "cc-by"
"""Of the synthetic tables, which are this project's own: the licence of other people's data is no one's to assign."""
MOST_KEYWORDS = 5
_UNITS = re.compile(
    r"(?:[^省市县区（(]{1,10}?(?:省|市(?!容|场)|自治州|自治县|州(?!市(?!场))|县|新区|开发区|经济区|区))+"
)
_PLACE = re.compile(r"[^\W市县]{2,3}[市县](?!场)")
_NO_PLACE = re.compile(r"各|全|设区|本")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def derived(record: Record, words: Sequence[str]) -> dict[str, Any]:
    """Return the fields that the portal left empty and that follow from what it wrote; ``words`` may be keywords."""
    found: dict[str, Any] = {}
    if not record.tags:
        found["tag_string"] = ",".join(_keywords(record.title, words))
    found["spatial_coverage"] = [{"text": area}] if (area := _area(record)) else []
    found["temporal_coverage"] = [period] if (period := _period(record)) else []
    return {name: value for name, value in found.items() if value}


def _keywords(title: str, words: Sequence[str]) -> list[str]:
    """Return the words that stand in a title, the longest first; none that is a part of another."""
    kept: list[str] = []
    for word in sorted(words, key=len, reverse=True):
        if word in title and not any(word in longer for longer in kept):
            kept.append(word)
    return kept[:MOST_KEYWORDS]


def _area(record: Record) -> str:
    """Return whose area it is: the provider's, or a place in it that the title begins with."""
    unit = _UNITS.match(record.provider.title)
    area = unit.group() if unit else ""
    place = _PLACE.match(record.title)
    is_within = area.endswith(("省", "市")) and place and place.group() not in area
    if place and is_within and not _NO_PLACE.match(record.title):
        return area + place.group()
    return area


def _period(record: Record) -> dict[str, str]:
    """Return the years that the title names; else the days between which the portal has kept the entry."""
    years = sorted(_YEAR.findall(record.title))
    if years:
        return {"start": f"{years[0]}-01-01", "end": f"{years[-1]}-12-31"}
    days = sorted(day for day in (record.issued, record.source_modified) if day)
    return {"start": days[0], "end": days[-1]} if days else {}
