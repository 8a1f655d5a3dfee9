"""A small province for tests of applications: providers, an agency, people, and how they act.

Rows are written as they are, because making them by CKAN's actions takes seconds for each test.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa
from outcomes import ending

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access.model import Agency, AgencyMember, GradeInForce, RoleAssignment
from ckanext.scigov.application import queries
from ckanext.scigov.application.model import HappenedEvent, Identity, Part
from ckanext.scigov.shared import clock

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)
PROVIDERS = {"kejiting": "省科学技术厅", "tongjiju": "省统计局", "anquanju": "省安全局"}
AGENCY, OTHER_AGENCY = "agency", "agency-2"
MEMBERS = {
    "clerk": (AGENCY, "member"), "worker": (AGENCY, "member"), "robot": (AGENCY, "member"),
    "signer": (AGENCY, "approver"), "foreign_clerk": (OTHER_AGENCY, "member"),
    "foreign_signer": (OTHER_AGENCY, "approver"), "torn": (AGENCY, "member"),
}  # fmt: skip
STAFF = {"editor": ("kejiting", "editor"), "member": ("kejiting", "member"),
         "asked": ("anquanju", "member"), "other_editor": ("tongjiju", "editor")}  # fmt: skip
ROLES = {
    "steward": ("steward", "kejiting"), "reviewer": ("reviewer", "kejiting"),
    "decider": ("decider", "kejiting"), "second": ("decider", "kejiting"),
    "other_decider": ("decider", "tongjiju"), "other_steward": ("steward", "tongjiju"),
    "cdo": ("cdo", ""), "cdo2": ("cdo", ""), "auditor": ("auditor", ""),
    "operator": ("operator", ""), "torn": ("decider", "kejiting"),
}  # fmt: skip
"""``torn`` is a decider and belongs to the applying agency."""
PLAIN = ("plain", "citizen", "root")
CONDITIONAL = ("3", "conditional", "conditional")
INSTANT = ("2", "unconditional", "conditional")
DATASETS = {
    # name: provider, grade, resources
    "plan": ("kejiting", CONDITIONAL, ("plan-a", "plan-b")),
    "output": ("tongjiju", CONDITIONAL, ("output-a",)),
    "shared": ("kejiting", INSTANT, ("shared-a",)),
    "paper": ("kejiting", CONDITIONAL, ()),
    "free": ("kejiting", ("1", "unconditional", "unconditional"), ("free-a",)),
    "closed": ("kejiting", ("4", "none", "none"), ("closed-a",)),
    "hidden": ("kejiting", ("4", "none", "none"), ("hidden-a",)),
}
TEXTS = {
    "purpose": "核对全省科技计划项目的承担单位与经费", "scene": "年度科技统计分析与评估报告",
    "legal_basis": "《政务数据共享条例》第十条", "security_measures": "专人专机，离线保存",
    "contact_name": "统计处", "contact_phone": "0591-87654321",
    "contact_email": "office@example.org",
}  # fmt: skip


def build() -> None:
    """Write the province into an empty site."""
    session = model.Session
    for name in {*MEMBERS, *STAFF, *ROLES, *PLAIN}:
        session.add(_user(name))
    for name, title in PROVIDERS.items():
        group = {"id": name, "name": name, "title": title, "type": "organization"}
        values = {
            **group,
            "is_organization": True,
            "state": "active",
            "approval_status": "approved",
        }
        session.execute(sa.insert(model.group_table).values(**values))
    for place, name in enumerate((AGENCY, OTHER_AGENCY)):
        session.add(_agency(name, place))
    session.flush()
    session.add_all(_member(name, *where) for name, where in MEMBERS.items())
    session.add_all(_role(name, *what) for name, what in ROLES.items())
    for name, (provider, capacity) in STAFF.items():
        session.execute(sa.insert(model.member_table).values(**_staff(name, provider, capacity)))
    for name, (provider, grade, resources) in DATASETS.items():
        _dataset(name, provider, grade, resources)
    session.commit()


def _user(name: str) -> model.User:
    return model.User(
        id=f"id-{name}", name=name, email=f"{name}@example.org", sysadmin=name == "root"
    )


def _agency(name: str, place: int) -> Agency:
    return Agency(
        id=name, title=f"单位{place}", credit_code=f"code-{place}", state="approved",
        registered_by="", registered_at=NOW, reason="",
    )  # fmt: skip


def _member(name: str, agency: str, capacity: str) -> AgencyMember:
    return AgencyMember(
        id=f"member-{name}", agency_id=agency, user_id=f"id-{name}", capacity=capacity,
        added_by="", added_at=NOW,
    )  # fmt: skip


def _role(name: str, role: str, provider: str) -> RoleAssignment:
    return RoleAssignment(
        id=f"role-{name}", user_id=f"id-{name}", role=role, from_at=NOW - DAY, granted_by="",
        scope_kind="provider" if provider else "platform", scope_id=provider, reason="",
    )  # fmt: skip


def _staff(name: str, provider: str, capacity: str) -> dict[str, Any]:
    return {
        "id": f"staff-{name}", "table_name": "user", "table_id": f"id-{name}",
        "group_id": provider, "capacity": capacity, "state": "active",
    }  # fmt: skip


def _dataset(name: str, provider: str, grade: Collection[str], resources: Collection[str]) -> None:
    session = model.Session
    hidden = {"hide_entry": "true"} if name == "hidden" else {}
    session.execute(
        sa.insert(model.package_table).values(
            id=f"id-{name}", name=name, title=f"数据{name}", type="dataset", state="active",
            owner_org=provider, private=False, extras=hidden,
        )
    )  # fmt: skip
    codes = dict(zip(("security_level", "share_type", "open_type"), grade, strict=True))
    row = GradeInForce(
        object_id=f"id-{name}", object_kind="dataset", dataset_id=f"id-{name}", **codes,
        since=NOW, set_by="", reason="",
    )  # fmt: skip
    session.add(row)
    for place, one in enumerate(resources):
        values = {"id": one, "package_id": f"id-{name}", "url": "", "state": "active"}
        session.execute(sa.insert(model.resource_table).values(position=place, **values))


def verify(user: str) -> None:
    """Let a user's identity have been verified."""
    row = Identity(
        id=f"identity-{user}", user_id=f"id-{user}", kind="person", name="张某某",
        code="**************1234", verified_by="", verified_at=NOW,
    )  # fmt: skip
    model.Session.add(row)
    model.Session.commit()


def grant_role(user: str, role: str, provider: str = "") -> None:
    """Let a user hold one more role: for a provider, or for all."""
    row = _role(user, role, provider)
    row.id = f"role-{user}-{role}"
    model.Session.add(row)
    model.Session.commit()


def call(user: str, action: str, /, **data: Any) -> Any:
    """Call an action as a user, by the short name of the action."""
    context = {"user": user, "ignore_auth": False}
    try:
        return tk.get_action(f"scigov_application_{action}")(context, data)
    except Exception:
        model.Session.rollback()
        raise


def outcome(user: str, action: str, /, **data: Any) -> Any:
    """Say how a call ends: yes, forbidden, absent, or what it refuses, field by field."""
    return ending(lambda: call(user, action, **data))


def drafted(*datasets: str, user: str = "clerk", kind: str = "share", **more: Any) -> str:
    """Write an application that lacks nothing but the letter; return its id."""
    wanted = [
        {"dataset_id": name, "from_on": "2026-09-24", "until_on": "2026-10-23"} for name in datasets
    ]
    given: dict[str, Any] = {"kind": kind, **TEXTS, "datasets": wanted}
    if kind == "share":
        given |= {"agency_id": AGENCY, "handlers": ["worker"]}
    return str(call(user, "create", **{**given, **more})["id"])


def submitted(*datasets: str, user: str = "clerk", kind: str = "share", **more: Any) -> str:
    """Return the id of an application that its providers have got."""
    id_ = drafted(*(datasets or ("plan",)), user=user, kind=kind, **more)
    call(user, "submit", id=id_)
    if kind == "share":
        call("signer", "sign", id=id_)
    return id_


def reviewed(*datasets: str, **more: Any) -> str:
    """Return the id of an application for data of 科技厅 that is in review."""
    id_ = submitted(*datasets, **more)
    call("editor", "accept", id=id_)
    return id_


def active(*datasets: str, **more: Any) -> str:
    """Return the id of an application whose data have been granted."""
    id_ = reviewed(*datasets, **more)
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    return id_


def accept(user: str, id_: str, dataset: str = "plan", /, **more: Any) -> None:
    """Let somebody accept the terms of what an application was given."""
    given = {"number": part_of(id_, dataset).grant_number, "confirmed": True, **more}
    tk.get_action("scigov_access_terms_accept")({"user": user, "ignore_auth": False}, given)


def part_of(id_: str, dataset: str = "plan") -> Part:
    """Return a part of an application as it is stored now."""
    model.Session.expire_all()
    parts = queries.parts_of(model.Session, [id_])[id_]
    return next(part for part in parts if part.dataset_id == f"id-{dataset}")


def state_of(id_: str, dataset: str = "plan") -> str:
    return part_of(id_, dataset).state


def events_of(id_: str, dataset: str = "plan") -> list[HappenedEvent]:
    return queries.events_of(model.Session, [part_of(id_, dataset).id])


def pass_time(at: Callable[[dt.datetime], None], until: dt.datetime) -> None:
    """Let it be later, and let the job of time run."""
    from ckanext.scigov.application import jobs

    at(until)
    jobs.take_steps_of_time(clock.now())


def on(text: str) -> dt.datetime:
    """Return nine in the morning of a local day."""
    return dt.datetime.fromisoformat(f"{text}T01:00:00+00:00")
