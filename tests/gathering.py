"""Sources with runs, records and problems in the province of ``applying``, and how people act on them.

Rows of the pipeline are written as they are; what people do goes through actions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import applying
from outcomes import ending

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.harvest.model import HarvestJob, HarvestSource

from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.intake.model import Problem, Record, Run, Source
from ckanext.scigov.intake.service import sources
from ckanext.scigov.shared.actors import Actor

NOW = applying.NOW
LONG_TITLE = "某省公共数据开放平台科技主题目录（含科技计划、科技成果、科技人才与科研设施四类，二〇二六年第三季度全量）"
MAPPING = """\
mapping: 1
name: example
title: {zh_Hans_CN: 示例开放平台, en: Example portal}
connector: {kind: files, files: records.json, settle_seconds: 0}
identity: [详情页网址]
provider: {constant: kejiting}
fields:
  title: 目录名称
  notes: {from: 摘要, missing: [无摘要]}
  update_cycle: {from: 更新频率, table: update_cycle}
  data_kind: {constant: public_distributed}
  open_type: {from: 开放状态, table: open_type}
tables:
  update_cycle: {实时: realtime, 每日: daily, 每年: annual}
  open_type: {无条件开放: unconditional, 有条件开放: conditional, "*": none}
grade:
  by_open_type:
    unconditional: {security_level: "1", share_type: unconditional}
    conditional: {security_level: "2", share_type: unconditional}
  otherwise: {}
"""
COUNTS = {
    "listed": 5,
    "new": 2,
    "unchanged": 1,
    "rejected": 1,
    "duplicate": 1,
    "errors": 1,
    "warnings": 2,
}


def build() -> None:
    """Make the province, with somebody who approves grades everywhere."""
    applying.build()
    user = model.User(
        name="approver", fullname="审核员", password="12345678", email="a@example.org"
    )
    model.Session.add(user)
    model.Session.flush()
    model.Session.add(
        RoleAssignment(
            id="approver", user_id=user.id, role="approver", scope_kind="platform", scope_id="",
            from_at=NOW, granted_by="", reason="",
        )
    )  # fmt: skip
    model.Session.commit()


def call(user: str, action: str, /, **data: Any) -> Any:
    """Call an action as a user (empty: a visitor), by the short name of the action."""
    context = {"user": user, "ignore_auth": False}
    try:
        return tk.get_action(f"scigov_intake_{action}")(context, data)
    except Exception:
        model.Session.rollback()
        raise


def outcome(user: str, action: str, /, **data: Any) -> Any:
    """Say how a call ends: yes, forbidden, absent, or what it refuses, field by field."""
    return ending(lambda: call(user, action, **data))


def refused(user: str, action: str, /, **data: Any) -> dict[str, list[str]]:
    """Return the sentences with which a call is refused, by field; nothing where it is not."""
    try:
        call(user, action, **data)
    except tk.ValidationError as error:
        return {name: [str(one) for one in texts] for name, texts in error.error_dict.items()}
    return {}


def source(
    name: str = "example", *, title: str = "示例开放平台", provider: str = "kejiting",
    maker: str = "editor", mapping: str = MAPPING, **columns: Any,
) -> str:  # fmt: skip
    """Return the id of a source that waits for an approval."""
    organization = model.Group.get(provider)
    package = model.Package(name=name, title=title, type="harvest", owner_org=organization.id)
    model.Session.add(package)
    model.Session.flush()
    address = f"http://{name}.example.org/data"
    model.Session.add(HarvestSource(id=package.id, url=address, title=title, type="scigov"))
    model.Session.flush()
    user = model.User.get(maker)
    actor = Actor(user.id, user.name)
    row = sources.register(model.Session, package.id, mapping, actor, NOW)
    for column, value in columns.items():
        setattr(row, column, value)
    model.Session.commit()
    return package.id


def approved(name: str = "example", **more: Any) -> str:
    """Return the id of a source that may run."""
    id_ = source(name, **more)
    call("approver", "source_approve", id=id_)
    return id_


def run(source_id: str, number: int = 1, **columns: Any) -> str:
    """Return the id of a run; without more it has finished."""
    begun = NOW + dt.timedelta(hours=number)
    job = HarvestJob(source_id=source_id, status="Finished", created=begun.replace(tzinfo=None))
    model.Session.add(job)
    model.Session.flush()
    usual: dict[str, Any] = {
        "id": f"run-{source_id[:8]}-{number}", "source_id": source_id, "job_id": job.id,
        "kind": "full", "state": "finished", "wish": "", "requested_by": "", "requested_at": begun,
        "started_at": begun, "heard_at": begun + dt.timedelta(seconds=10),
        "finished_at": begun + dt.timedelta(seconds=10), "worker": "", "checkpoint": None,
        "is_read": True, "known": {}, "total": 5, "counts": dict(COUNTS), "may_vanish": False,
        "stop_reason": "", "stop_detail": {},
    }  # fmt: skip
    row = Run(**{**usual, **columns})
    model.Session.add(row)
    model.Session.commit()
    return row.id


def record(source_id: str, key: str, *, run_id: str = "", **columns: Any) -> None:
    """Add what became of a record; without more it is in, as no entry that there is."""
    usual: dict[str, Any] = {
        "source_id": source_id, "key": key, "ordinal": 0, "title": f"目录 {key}", "fate": "in",
        "reason": "", "dataset_id": "", "hash": "h", "version": "", "first_run": run_id,
        "last_run": run_id, "changed_at": NOW, "missing_since": None,
    }  # fmt: skip
    model.Session.add(Record(**{**usual, **columns}))
    model.Session.commit()


def problem(run_id: str, cause: str = "unmapped", *, key: str = "", **columns: Any) -> None:
    """Add what was wrong with a record in a run."""
    usual = {
        "run_id": run_id, "key": key, "title": f"目录 {key}", "severity": "warning",
        "cause": cause, "field": "update_cycle", "value": "不定期更新", "detail": "更新频率",
    }  # fmt: skip
    model.Session.add(Problem(**{**usual, **columns}))
    model.Session.commit()


def visiting(app: Any) -> Callable[..., Any]:
    """Return what gets or posts a page as somebody: ``visit("editor", "/sources", {"act": "x"})``."""

    def go(name: str, path: str, form: dict[str, Any] | None = None, **more: Any) -> Any:
        user = model.User.get(name) if name else None
        token = helpers.call_action("api_token_create", user=user.id, name="t") if user else {}
        headers = {"Authorization": token["token"]} if token else {}
        if form is None:
            return app.get(path, headers=headers, **more)
        return app.post(path, data=form, headers=headers, follow_redirects=False, **more)

    return go


def stored(source_id: str) -> Source:
    model.Session.expire_all()
    return model.Session.get(Source, source_id)
