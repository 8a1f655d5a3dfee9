"""``/grades``: what waits for a decision, and ``/grades/ID``: one entry's grade, decided there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import grade_page, grade_shown
from ckanext.scigov.access.logic.schema_worklists import MINE, UNCLASSIFIED, WAITING
from ckanext.scigov.access.views import asked

scigov_access_grades = asked.blueprint("scigov_access_grades")
Errors = Mapping[str, Any]
MANY = 2
"""From so many on a group is offered; a single proposal has a page of its own."""
NOT_TOGETHER: Mapping[str, Any] = {"groups": [], "decisions": []}


@scigov_access_grades.route("/grades")
def index() -> str:
    """Show a worklist: waiting, mine, or not yet classified, of one provider or of all."""
    show = tk.request.args.get("show", WAITING)
    show = show if show in (WAITING, MINE, UNCLASSIFIED) else WAITING
    provider = tk.request.args.get("provider", "")
    found = tk.get_action("scigov_access_grade_list")(
        asked.context(),
        {"show": show, "provider": provider, "limit": asked.PER_PAGE, "offset": asked.offset()},
    )
    page = asked.page_of(found["results"], found["count"])
    shown = {"page": page, "show": show, "provider": provider, "providers": found["providers"]}
    shown |= _together() if show == WAITING else NOT_TOGETHER
    return tk.render("scigov/access/grades/index.html", shown)


def _together() -> Mapping[str, Any]:
    """Return what an approver can decide at once, and what he has decided so; nothing to others."""
    try:
        found = tk.get_action("scigov_access_grade_group_list")(asked.context(), {})
    except tk.NotAuthorized:
        return NOT_TOGETHER
    groups = [one for one in found["results"] if one["number"] >= MANY]
    return {"groups": groups, "decisions": found["decisions"]}


@scigov_access_grades.route("/grades/<id>", methods=["GET", "POST"])
def read(id: str) -> Any:  # noqa: A002  (the word of CKAN's addresses)
    """Show an entry's grade and what is proposed; take a decision or a proposal."""
    if tk.request.method == "GET":
        return _shown(id, {}, {})
    act = asked.field("act")
    if act not in ACTS:
        return tk.abort(400, tk._("Choose what is to be done."))
    try:
        ACTS[act](id)
    except tk.ValidationError as error:
        errors = {"act": act, "object_id": asked.field("object_id"), **asked.errors_of(error)}
        return _shown(id, tk.request.form, errors), asked.REFUSED
    return tk.redirect_to("scigov_access_grades.read", id=id)


def _shown(dataset_id: str, values: Mapping[str, Any], errors: Errors) -> str:
    page = grade_page.gather(asked.context(), dataset_id, values)
    shown = {"page": page, "values": values, "errors": errors}
    return tk.render("scigov/access/grades/read.html", shown)


def _object(dataset_id: str) -> dict[str, str]:
    """Return what a decision is about: a resource where the form names one."""
    resource = asked.field("resource_id")
    return {"resource_id": resource} if resource else {"dataset_id": dataset_id}


def approve(target: dict[str, str]) -> None:
    """Approve what waits for a dataset, resource or data item, as the form says."""
    given = {"reason": asked.field("reason"), "answers": grade_shown.answers_in(tk.request.form)}
    tk.get_action("scigov_access_grade_approve")(asked.context(), {**target, **given})
    tk.h.flash_success(tk._("The grade is in force."))


def reject(target: dict[str, str]) -> None:
    given = {**target, "reason": asked.field("reason")}
    tk.get_action("scigov_access_grade_reject")(asked.context(), given)
    tk.h.flash_success(tk._("The proposal has been refused. What is in force stays."))


def _wanted(dataset_id: str) -> dict[str, str]:
    return {
        **_object(dataset_id),
        **asked.fields("security_level", "share_type", "open_type"),
        "reason": asked.field("reason"),
    }


def _propose(dataset_id: str) -> None:
    tk.get_action("scigov_access_grade_propose")(asked.context(), _wanted(dataset_id))
    tk.h.flash_success(tk._("What opens waits for approval; what closes is in force."))


def _tighten(dataset_id: str) -> None:
    tk.get_action("scigov_access_grade_tighten")(asked.context(), _wanted(dataset_id))
    tk.h.flash_success(tk._("The stricter grade is in force from this moment."))


ACTS = {
    "approve": lambda dataset_id: approve(_object(dataset_id)),
    "reject": lambda dataset_id: reject(_object(dataset_id)),
    "propose": _propose,
    "tighten": _tighten,
}
