"""Which entries go out by this channel at all. What does not is named in no file of it.

Whether somebody sees an entry was asked before (``package_search``); here only what the channel adds.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

CURRENT = frozenset({"", "published", "suspended", "deprecated"})
"""States of an entry in the catalogue; what is in doubt or on its way out is still in it."""
LEVEL_FOUR = "4"


class Kept(enum.Enum):
    """Why an entry stays here."""

    LEVEL_FOUR = "level_four"
    HIDDEN = "hidden"
    NOT_CURRENT = "not_current"


@dataclass(frozen=True, slots=True)
class Channel:
    """What a site has settled for the channel."""

    takes_level_four: bool = False
    takes_hidden: bool = False


def kept(entry: Mapping[str, Any], channel: Channel) -> Kept | None:
    """Say why an entry does not go out, by the grade that is in force; None: it goes."""
    if entry.get("state", "active") != "active":
        return Kept.NOT_CURRENT
    if str(entry.get("lifecycle_status") or "") not in CURRENT:
        return Kept.NOT_CURRENT
    level = str(entry.get("security_level") or "")
    if level == LEVEL_FOUR and not channel.takes_level_four:
        return Kept.LEVEL_FOUR
    # An entry without a grade is private by itself: it is told as one that lacks its share type.
    is_hidden = is_true(entry.get("hide_entry")) or (bool(level) and is_true(entry.get("private")))
    return Kept.HIDDEN if is_hidden and not channel.takes_hidden else None


def shows_items(entry: Mapping[str, Any], channel: Channel) -> bool:
    """Say whether the items of an entry go with it."""
    return channel.takes_hidden or not is_true(entry.get("hide_dictionary"))


def shows_item(item: Mapping[str, Any], channel: Channel) -> bool:
    level = str(item.get("security_level") or "")
    return channel.takes_level_four or level != LEVEL_FOUR


def is_true(value: object) -> bool:
    return str(value).lower() in ("true", "1", "yes", "on")
