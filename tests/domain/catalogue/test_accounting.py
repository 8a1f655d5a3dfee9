"""What an auditor gets of an entry, and how far its lifecycle goes by itself."""

from __future__ import annotations

import pytest

from ckanext.scigov.catalogue.domain.accounting import accounted
from ckanext.scigov.catalogue.domain.rules import early_lifecycle

ARCHIVED = {"non_electronic": "true", "archive_number": "KJ-1", "storage_place": "档案室"}


def test_content_is_none_of_it() -> None:
    columns = {"name": "n", "owner_org": "o", "state": "active", "private": False, "notes": "摘要"}
    extras = {"security_level": "2", "data_kind": "management", "contact": "[]"}
    assert accounted(columns, extras, 3) == {
        "name": "n", "owner_org": "o", "state": "active", "private": False, "resources": 3,
        "security_level": "2", "share_type": "", "open_type": "", "lifecycle_status": "",
        "catalogue_profile": "", "data_kind": "management",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "state", "resources", "found"),
    [
        ({}, "active", 1, "published"),
        ({}, "active", 0, "draft"),
        ({"no_resource_reason": "纸质"}, "active", 0, "published"),
        (ARCHIVED, "active", 0, "published"),
        ({"lifecycle_status": "published"}, "draft", 1, "draft"),
        ({"lifecycle_status": "deprecated"}, "active", 1, None),
        ({"lifecycle_status": "published"}, "deleted", 1, None),
    ],
)
def test_an_entry_is_published_when_there_is_something_to_have(
    texts: dict[str, str], state: str, resources: int, found: str | None
) -> None:
    assert early_lifecycle(texts, state=state, resources=resources) == found
