"""Datasets with a table of the DataStore, graded as a test wants them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from ckan import logic, model
from ckan.tests import factories, helpers

from ckanext.scigov.access.domain.grading import SecondPerson
from ckanext.scigov.access.service import grades as service
from ckanext.scigov.access.service.grades import Act, Target
from ckanext.scigov.shared.actors import Actor

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
GRADES = {
    "open": ("1", "unconditional", "unconditional"),
    "conditional": ("3", "conditional", "conditional"),
    "closed": ("4", "none", "none"),
    "unclassified": (None, None, None),
}
TERMS = {
    "share_condition": "履职需要",
    "open_condition": "实名",
    "open_method": "接口",
    "security_measure": "脱敏",
}
ROWS = [{"canary_column": "canary-row", "n": 7}]


def make_table(
    entry: Mapping[str, Any],
    state: str,
    *,
    records: list[dict[str, Any]] | None = None,
    items: Mapping[str, str] | None = None,
    hidden: bool = False,
) -> str:
    """Return the id of the resource.

    Args:
        entry: of the dataset; the alias of its table is ``alias_`` and its name.
        state: open, conditional, closed or unclassified.
        records: of the table.
        items: columns with a grade of their own.
        hidden: whether the provider hides the entry.
    """
    terms = TERMS if state == "conditional" else {}
    fields = {**entry, **terms, "hide_entry": "true" if hidden else ""}
    context = {"user": factories.Sysadmin()["name"], "ignore_auth": True}
    made = helpers.call_action("package_create", context=dict(context), **fields)
    values = {"package_id": made["id"], "url": "http://example.gov.cn/a.csv", "format": "CSV"}
    resource = helpers.call_action(
        "resource_create", context=dict(context), name="成果登记表", **values
    )
    helpers.call_action(
        "datastore_create", context=dict(context), resource_id=resource["id"], force=True,
        aliases=f"alias_{entry['name']}", records=records or ROWS,
    )  # fmt: skip
    _grade(Target.dataset(made["id"]), state)
    for item, item_state in (items or {}).items():
        _grade(Target.item(resource["id"], item, made["id"]), item_state)
    logic.index_update_package({"ignore_auth": True, "user": ""}, made["id"])
    model.Session.commit()
    return str(resource["id"])


def somebody(who: str, resource_id: str, fixture: Callable[[str], Any]) -> str:
    """Return the name of somebody who stands so to a resource; anonymous is nobody's name."""
    dataset_id = str(model.Resource.get(resource_id).package_id)
    if who == "foreign editor":
        return _member(fixture("units")["elsewhere"], "editor")
    if who in ("owner member", "owner editor"):
        return _member(fixture("units")["bureau"], who.split()[1])
    plain = fixture("plain")
    if who == "grantee":
        fixture("issued")(dataset_id)
    if who == "expired grantee":
        fixture("issued")(dataset_id, until_at=NOW + dt.timedelta(days=1))
        fixture("at")(NOW + dt.timedelta(days=2))
    if who == "sysadmin with broken glass":
        wish = {"dataset_id": dataset_id, "reason": "核查该表数据是否完整无误"}
        fixture("call")(fixture("sysadmin"), "break_glass", **wish)
    if who.startswith("sysadmin"):
        return str(fixture("sysadmin"))
    return "" if who == "anonymous" else str(plain)


def _member(unit: str, role: str) -> str:
    """Return the name of a new user who is this in an organisation."""
    user = factories.User()
    values = {"id": unit, "username": user["name"], "role": role}
    helpers.call_action("organization_member_create", **values)
    return str(user["name"])


def _grade(target: Target, name: str) -> None:
    act = Act(Actor("approver-id", "approver"), NOW, SecondPerson.NEVER)
    service.propose(model.Session, target, GRADES[name], "", act)
