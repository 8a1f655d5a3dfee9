"""A small register to report: a provider with a code, its editor, and whoever reports it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import reported

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.shared import clock

Make = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def store(tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "never")


@pytest.fixture
def register(clean_site: None) -> dict[str, Any]:
    """A provider, ``owner_editor`` of it, ``approver`` of everything, ``auditor``, ``stranger``."""
    provider = factories.Organization(
        name="kejiting", title="省科学技术厅", provider_code=reported.PROVIDER_CODE
    )
    other = factories.Organization(
        name="tongjiju", title="省统计局", provider_code=reported.OTHER_CODE
    )
    for name, owner in (("owner_editor", provider), ("stranger", other)):
        factories.UserWithToken(name=name)
        helpers.call_action(
            "organization_member_create", id=owner["id"], username=name, role="editor"
        )
    for name in ("approver", "auditor"):
        user = factories.UserWithToken(name=name)
        role = RoleAssignment(
            id=name, user_id=user["id"], role=name, scope_kind="platform", scope_id="",
            from_at=clock.now(), granted_by="", reason="",
        )  # fmt: skip
        model.Session.add(role)
    model.Session.commit()
    return provider


@pytest.fixture
def make(register: dict[str, Any]) -> Make:
    """Publish an entry that can be reported; ``number`` is the last part of its code."""

    def create(number: int = 1, **more: Any) -> dict[str, Any]:
        user = more.pop("user", "owner_editor")
        entry = {**reported.entry(number), "owner_org": register["id"], **more}
        return tk.get_action("package_create")({"user": user}, entry)

    return create


@pytest.fixture
def call(register: dict[str, Any]) -> Callable[..., Any]:
    return reported.call
