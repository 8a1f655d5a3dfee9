"""Two small registers of each provider: its information systems and its business items."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass


class Register(str, enum.Enum):
    """The value is also the address of its page."""

    SYSTEMS = "systems"
    BUSINESS_ITEMS = "business-items"


FIELDS = {Register.SYSTEMS: "source_system", Register.BUSINESS_ITEMS: "business_item"}
"""The field of a dataset that names an entry of the register."""


class RegisterReason(enum.Enum):
    TITLE_TAKEN = "title_taken"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody says of a system or a business item."""

    title: str
    code: str = ""
    note: str = ""
    update_cycle: str = ""
    """Of business items: how often what comes of them changes."""


def not_registered(used: Iterable[str], registered: Iterable[str]) -> list[str]:
    """Return the names that entries use and the register does not have, each once, in their order."""
    known = {title.strip() for title in registered}
    names = (name.strip() for name in used)
    return list(dict.fromkeys(name for name in names if name and name not in known))
