"""People of every kind that the policy tells apart, made through CKAN's own actions.

A second run makes nobody anew: whatever is missing or was changed is put right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model
from ckan.lib import api_token

from ckanext.scigov.access import asking
from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.access.testkit import canaries, registers

PERSONAS = (
    "anon", "plain", "owner_editor", "owner_admin", "steward", "approver", "foreign_editor",
    "agency_member", "agency_approver", "unregistered_agency_member", "collaborator_editor",
    "reviewer", "decider", "cdo", "auditor", "approved", "expired", "revoked", "sysadmin",
)  # fmt: skip
"""The names of contracts.md, which other people's checks rely on."""
ANON, SYSADMIN = "anon", "sysadmin"
ROLES = ("cdo", "steward", "approver", "reviewer", "decider", "auditor")
OWNER, FOREIGN = "testkit-owner", "testkit-foreign"
PLACES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "owner_editor": (OWNER, "editor"),
        "owner_admin": (OWNER, "admin"),
        "foreign_editor": (FOREIGN, "editor"),
    }
)
EVER = dt.datetime(2000, 1, 1, tzinfo=dt.timezone.utc)
"""What people hold they hold since then: the clock may be set to any later moment."""
TOKEN = "testkit"  # noqa: S105 (the name of one)
REASON = "Test kit"


def ensure() -> None:
    """Make whoever and whatever is missing."""
    for name, title in ((OWNER, "测试提供单位"), (FOREIGN, "测试其他单位")):
        _ensure_organization(name, title)
    for persona in PERSONAS:
        if persona != ANON:
            _ensure_user(persona)
    for persona, (organization, capacity) in PLACES.items():
        wish = {"id": organization, "username": user_name(persona), "role": capacity}
        tk.get_action("organization_member_create")(_as_site(), wish)
    for persona in ROLES:
        _ensure_role(persona)
    registers.ensure(user_name, as_persona)


def listed() -> dict[str, dict[str, str]]:
    """Return all of them with what they sign in with."""
    found = {persona: _credentials(persona) for persona in PERSONAS}
    found["collaborator_editor"]["note"] = _about_collaborators()
    return found


def user_name(persona: str) -> str:
    """Return a persona's name in CKAN; empty for whoever is not signed in."""
    return "" if persona == ANON else f"testkit_{persona}"


def user_id(persona: str) -> str:
    user = model.User.get(user_name(persona))
    assert user is not None  # ensure() has made him
    return str(user.id)


def as_persona(persona: str) -> Any:
    """Return the context of what a persona does: nobody's rights are left out."""
    asking.forget()
    return {"user": user_name(persona), "ignore_auth": False}


def _as_site() -> Any:
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"user": site["name"], "ignore_auth": True}


def _ensure_organization(name: str, title: str) -> None:
    # Whoever makes an organisation is its administrator: not one of the personas.
    if model.Group.get(name) is None:
        tk.get_action("organization_create")(_as_site(), {"name": name, "title": title})


def _ensure_user(persona: str) -> None:
    name, password = user_name(persona), canaries.password(tk.config, persona)
    user = model.User.get(name)
    if user is None:
        mail = f"{name}@example.org"
        wish = {"name": name, "email": mail, "password": password, "fullname": persona}
        tk.get_action("user_create")(_as_site(), wish)
        user = model.User.get(name)
    assert user is not None
    user.state, user.sysadmin = model.State.ACTIVE, persona == SYSADMIN
    if not user.validate_password(password):
        user.password = password
    model.repo.commit()


def _ensure_role(persona: str) -> None:
    given = model.Session.query(RoleAssignment).filter_by(
        user_id=user_id(persona), role=persona, revoked_at=None
    )
    if given.first() is None:
        wish = {
            "user": user_name(persona),
            "role": persona,
            "scope": "platform",
            "reason": REASON,
        }
        tk.get_action("scigov_access_role_grant")(as_persona(SYSADMIN), wish)
    given.update({"from_at": EVER, "until_at": None})
    model.repo.commit()
    asking.forget()


def _credentials(persona: str) -> dict[str, str]:
    if persona == ANON:
        return {"user": "", "password": "", "token": ""}
    return {
        "user": user_name(persona),
        "password": canaries.password(tk.config, persona),
        "token": _token(persona),
    }


def _token(persona: str) -> str:
    """Return the persona's token: of a kept one CKAN signs the same text again."""
    query = model.Session.query(model.ApiToken).filter_by(user_id=user_id(persona), name=TOKEN)
    kept = query.first()
    if kept is None:
        wish = {"user": user_name(persona), "name": TOKEN}
        made = tk.get_action("api_token_create")(_as_site(), wish)
        return str(made["token"])
    values = {"jti": kept.id, "iat": api_token.into_seconds(kept.created_at)}
    token: Any = api_token.encode(api_token.postprocess(values, kept.id, {}))
    return token.decode() if isinstance(token, bytes) else str(token)


def _about_collaborators() -> str:
    if authz.check_config_permission("allow_dataset_collaborators"):
        return "He is invited to every entry of the kit, and may write and not read its data."
    return (
        "He is invited to every entry of the kit. Invitations do not count on this site "
        "(ckan.auth.allow_dataset_collaborators is off): he is nobody in particular."
    )
