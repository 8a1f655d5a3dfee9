"""Shapes of what the actions about agencies, roles and grants take; existence is the service's."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain.agencies import AgencyCapacity, AgencyState
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.logic import texts
from ckanext.scigov.shared.toolkit_shapes import at_most, default, one_of
from ckanext.scigov.shared.toolkit_texts import plain_text

MOST = 1000


def agency_register() -> dict[str, Any]:
    return {"title": _text(), "credit_code": _text(), "organization_id": _text(needed=False)}


def agency_decision(*, reason_needed: bool) -> dict[str, Any]:
    return {"id": _text(), "reason": _text(needed=reason_needed)}


def by_id() -> dict[str, Any]:
    return {"id": _text()}


def agency_list() -> dict[str, Any]:
    return {"state": _choice(AgencyState, needed=False), "q": _text(needed=False), **_page()}


def agency_member() -> dict[str, Any]:
    return {"agency_id": _text(), "user": _text()}


def agency_member_add() -> dict[str, Any]:
    return {**agency_member(), "capacity": _choice(AgencyCapacity)}


def agency_member_list() -> dict[str, Any]:
    return {"agency_id": _text(), **_page()}


def role_grant() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {
        "user": _text(),
        "role": _choice(Role),
        "scope": [v("not_empty"), texts.scope],
        "from": [v("ignore_empty"), texts.beginning],
        "until": [v("ignore_empty"), texts.end],
        "substitute_for": _text(needed=False),
        "reason": _text(),
    }


def id_and_reason() -> dict[str, Any]:
    return {"id": _text(), "reason": _text()}


def role_list() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {
        "user": _text(needed=False),
        "role": _choice(Role, needed=False),
        "scope": [v("ignore_empty"), texts.scope],
        "include_ended": [v("boolean_validator")],
        **_page(),
    }


def grant_name() -> dict[str, Any]:
    return {"number": _text(needed=False), "id": _text(needed=False)}


def grant_revoke() -> dict[str, Any]:
    return {**grant_name(), "reason": _text()}


def grant_renew() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {**grant_revoke(), "until": [v("not_empty"), texts.end]}


def grant_list() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {
        "dataset_id": _text(needed=False),
        "agency_id": _text(needed=False),
        "mine": [v("boolean_validator")],
        "include_ended": [v("boolean_validator")],
        **_page(),
    }


def break_glass() -> dict[str, Any]:
    return {"dataset_id": _text(), "reason": _text()}


def _text(*, needed: bool = True) -> list[Any]:
    v: Any = tk.get_validator
    return [plain_text, v("not_empty" if needed else "ignore_empty")]


def _choice(values: Any, *, needed: bool = True) -> list[Any]:
    return [*_text(needed=needed), one_of([one.value for one in values])]


def _page() -> dict[str, Any]:
    natural: Any = tk.get_validator("natural_number_validator")
    return {"limit": [default(50), natural, at_most(MOST)], "offset": [default(0), natural]}
