"""People of applications whom the test kit has not: who applies as a person, is named, is asked, decides second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PLACES: Mapping[str, str] = {
    "named_handler": "agency", "agency_colleague": "agency", "other_agency_member": "other agency",
    "third_member": "third", "second_decider": "decider", "citizen": "",
}  # fmt: skip
"""A member of the applying agency who is named, one who is not, a member of another approved agency,
one of the organisation that is asked, a decider beside the kit's, and nobody in particular."""
ANON = "anon"
PREFIX = "testkit_"
"""Of the names of users, as the kit has it."""
THIRD = "testkit-third"
OTHER_CODE = "11100000MB0000003"


def ensure() -> dict[str, dict[str, str]]:
    """Make them; return of each what ``people.listed`` says of the kit's personas."""
    found = {persona: user(persona) for persona in PLACES}
    agencies = {"agency": applying_agency(), "other agency": agency("测试另一部门", OTHER_CODE)}
    for persona, place in PLACES.items():
        if place in agencies:
            join(agencies[place], persona)
    _as("", "organization_create", {"name": THIRD, "title": "测试第三方单位"})
    member = {"id": THIRD, "username": name_of("third_member"), "role": "member"}
    _as("", "organization_member_create", member)
    role = {"user": name_of("second_decider"), "role": "decider", "scope": "platform"}
    _as("sysadmin", "scigov_access_role_grant", {**role, "reason": "Test"})
    return found


def name_of(persona: str) -> str:
    """Return a persona's name in CKAN; empty for whoever is not signed in."""
    return "" if persona == ANON else f"{PREFIX}{persona}"


def context_of(persona: str) -> dict[str, Any]:
    """Return the context of what a persona does; of the site itself where none is named."""
    import ckan.plugins.toolkit as tk

    from ckanext.scigov.access import asking

    asking.forget()
    if persona:
        return {"user": name_of(persona), "ignore_auth": False}
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    return {"user": site["name"], "ignore_auth": True}


def applying_agency() -> str:
    """Return the id of the kit's agency that counts."""
    from ckan import model

    from ckanext.scigov.access.model import Agency
    from ckanext.scigov.access.testkit import registers

    code = registers.COUNTS + registers.check_character(registers.COUNTS)
    return str(model.Session.query(Agency).filter_by(credit_code=code).one().id)


def user(persona: str, fullname: str = "") -> dict[str, str]:
    """Make somebody; return what he signs in with."""
    name = name_of(persona)
    mail = f"{name}@example.org"
    password = f"Pw-{name}-2026"
    wish = {"name": name, "email": mail, "password": password, "fullname": fullname or persona}
    _as("", "user_create", wish)
    token = _as("", "api_token_create", {"user": name, "name": "testkit"})["token"]
    return {"user": name, "password": password, "token": str(token)}


def agency(title: str, code: str) -> str:
    """Register and approve an agency; return its id."""
    from ckanext.scigov.access.testkit import registers

    code += registers.check_character(code)
    wish = {"title": title, "credit_code": code}
    made = _as("sysadmin", "scigov_access_agency_register", wish)
    _as("cdo", "scigov_access_agency_approve", {"id": made["id"], "reason": "Test"})
    return str(made["id"])


def join(agency_id: str, persona: str) -> None:
    """Let somebody be a member of an agency."""
    wish = {"agency_id": agency_id, "user": name_of(persona), "capacity": "member"}
    _as("sysadmin", "scigov_access_agency_member_add", wish)


def _as(persona: str, action: str, wish: dict[str, Any]) -> Any:
    import ckan.plugins.toolkit as tk

    return tk.get_action(action)(context_of(persona), wish)
