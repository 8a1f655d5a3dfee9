"""What an auditor needs of an entry beside its id; the rest of it is content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COLUMNS = ("name", "owner_org", "state", "private")
FIELDS = (
    "security_level",
    "share_type",
    "open_type",
    "lifecycle_status",
    "catalogue_profile",
    "data_kind",
)


def accounted(
    columns: Mapping[str, Any], extras: Mapping[str, Any], resources: int
) -> dict[str, Any]:
    """Return the detail of an audit row about an entry that was saved or deleted."""
    return {
        **{name: columns[name] for name in COLUMNS},
        "resources": resources,
        **{name: extras.get(name, "") for name in FIELDS},
    }
