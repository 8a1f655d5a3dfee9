"""Agencies of the test kit: one that counts, one that nobody has approved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.domain.agencies import AgencyState
from ckanext.scigov.access.model import Agency, AgencyMember

COUNTS, WAITS = "11100000MB0000001", "11100000MB0000002"
"""Credit codes without their check character."""
TITLES: Mapping[str, str] = MappingProxyType({COUNTS: "测试共享部门", WAITS: "测试未核准部门"})
MEMBERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "agency_member": (COUNTS, "member"),
        "agency_approver": (COUNTS, "approver"),
        "unregistered_agency_member": (WAITS, "member"),
    }
)
KEEPER, DECIDER = "sysadmin", "cdo"
REASON = "Test kit"
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

AsPersona = Callable[[str], Any]


def ensure(user_name: Callable[[str], str], as_persona: AsPersona) -> None:
    """Register both agencies, approve one, and let their members belong to them."""
    ids = {code: _ensure_agency(code, as_persona) for code in TITLES}
    for persona, (code, capacity) in MEMBERS.items():
        user = model.User.get(user_name(persona))
        assert user is not None
        belongs = model.Session.query(AgencyMember).filter_by(
            user_id=user.id, agency_id=ids[code], removed_at=None
        )
        if belongs.first() is None:
            wish = {"agency_id": ids[code], "user": user.name, "capacity": capacity}
            tk.get_action("scigov_access_agency_member_add")(as_persona(KEEPER), wish)


def _ensure_agency(code: str, as_persona: AsPersona) -> str:
    credit_code = code + check_character(code)
    agency = model.Session.query(Agency).filter_by(credit_code=credit_code).first()
    if agency is None:
        wish = {"title": TITLES[code], "credit_code": credit_code}
        made = tk.get_action("scigov_access_agency_register")(as_persona(KEEPER), wish)
        agency = model.Session.get_one(Agency, made["id"])
    if code == COUNTS and agency.state != AgencyState.APPROVED.value:
        wish = {"id": agency.id, "reason": REASON}
        tk.get_action("scigov_access_agency_approve")(as_persona(DECIDER), wish)
    return str(agency.id)


def check_character(code: str) -> str:
    """Return the last character of a credit code (GB 32100-2015)."""
    total = sum(CHARACTERS.index(one) * pow(3, place, 31) for place, one in enumerate(code))
    return CHARACTERS[(31 - total % 31) % 31]
