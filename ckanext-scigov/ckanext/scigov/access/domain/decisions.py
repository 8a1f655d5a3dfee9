"""What may be asked of the policy, and what it answers."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ckanext.scigov.access.domain.obligations import NONE, Obligations


class Operation(str, enum.Enum):
    DISCOVER = "discover"
    """Learn that it exists: status, counts, ids, facets."""
    META = "meta"
    """Read the catalogue entry and the dictionary."""
    LOCATE = "locate"
    """Learn where it really lies: addresses, checksums."""
    DATA = "data"
    """Get bytes and rows, and what is counted from them."""
    WRITE = "write"
    """Change the entry, its resources and their files."""
    SET_GRADE = "set_grade"
    """Propose or approve how open it is, move it to another provider."""


class Audience(str, enum.Enum):
    """How somebody stands to an object; those who need the fewest conditions come first."""

    SYSTEM = "system"
    OWNER_ADMIN = "owner_admin"
    OWNER_EDITOR = "owner_editor"
    OWNER_MEMBER = "owner_member"
    STEWARD = "steward"
    BREAK_GLASS = "break_glass"
    AGENCY = "agency"
    PUBLIC = "public"
    GRANTEE = "grantee"
    APPROVER = "approver"
    REVIEWER = "reviewer"
    DECIDER = "decider"
    CHIEF_DATA_OFFICER = "cdo"
    AUDITOR = "auditor"
    COLLABORATOR = "collaborator"
    SYSADMIN = "sysadmin"


class Openness(str, enum.Enum):
    """How open an object is to somebody, on the axis that counts for him."""

    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    NONE = "none"
    UNCLASSIFIED = "unclassified"


class Reason(enum.Enum):
    PERMITTED = "permitted"
    UNKNOWN_OPERATION = "unknown_operation"
    DESTROYED = "destroyed"
    DELETED = "deleted"
    RETIRED = "retired"
    SUSPENDED = "suspended"
    NOT_PUBLISHED = "not_published"
    HIDDEN = "hidden"
    UNCLASSIFIED = "unclassified"
    NEEDS_APPLICATION = "needs_application"
    NOT_OPEN = "not_open"
    TERMS_FIRST = "terms_first"
    """It is granted, and the terms of the grant are not accepted yet."""
    NOT_YOURS_TO_CHANGE = "not_yours_to_change"
    ONLY_ITEMS = "only_items"
    """Some data items are granted, which is less than the whole they lie in."""


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    reason: Reason
    audience: Audience = Audience.PUBLIC
    """By which standing it was permitted."""
    obligations: Obligations = NONE
    grant_number: str = ""
    """Of a denial: the grant whose terms wait to be accepted."""
    items: frozenset[str] = frozenset()
    """Only data items of these names, by grants that are limited to them; empty: all of it."""
