"""Lines of the register of data from outside, in the province of ``applying``, and how people act on them."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.model import AuditEvent

WISH = {
    "unit": "kejiting", "title": "气象站观测数据", "body": "省气象局", "asked_on": "2026-09-01",
    "basis": "部门间数据共享协议", "purpose": "防灾减灾科研项目评估",
}  # fmt: skip
COME = {"received_on": "2026-09-20", "terms": "仅限项目评估使用，不得转交", "ends_on": "2026-12-31"}


def call(who: str, name: str, **values: Any) -> Any:
    context = {"user": who, "auth_user_obj": model.User.get(who) if who else None}
    return tk.get_action(f"scigov_intake_outside_{name}")(context, values)


def created(**values: Any) -> str:
    return call("editor", "create", **{**WISH, **values})["id"]


def received(**values: Any) -> str:
    id_ = created()
    call("editor", "receive", id=id_, **{**COME, **values})
    return id_


def refused(who: str, name: str, **values: Any) -> list[str]:
    with pytest.raises(tk.ValidationError) as error:
        call(who, name, **values)
    return sorted(error.value.error_dict)


def acts() -> list[tuple[str, str, str]]:
    query = model.Session.query(AuditEvent).filter(AuditEvent.event.like("outside.%"))
    found = query.order_by(AuditEvent.id)
    return [(one.event, one.actor_name, one.detail["state"]) for one in found]
