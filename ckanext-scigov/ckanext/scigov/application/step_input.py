"""What the form of a step says to its action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application.domain import scope as scopes
from ckanext.scigov.application.domain.states import Outcome
from ckanext.scigov.application.pages import Shown
from ckanext.scigov.application.steps import Step

Form = Any
"""A MultiDict of what was typed."""
Input = dict[str, Any]
TICKED = ("resource_ids", "items")


def take(context: Any, filing: Shown, part: Shown | None, step: Step, form: Form) -> Any:
    """Take a step as its form says.

    Raises:
        ValidationError: with sentences by the fields of the form.
    """
    if wrong := _wrong(step, form):
        raise tk.ValidationError(wrong)
    wish: Input = {"id": filing["id"], "reason": _said(form, "reason")}
    if part is not None:
        wish |= {"part": part["id"], "version": form.get("version", type=int)}
    wish.update(_MORE.get(step.name, _nothing)(form, part or {}))
    return tk.get_action(f"scigov_application_{step.name}")(context, wish)


def _wrong(step: Step, form: Form) -> Input:
    """Return what only a form can be wrong about: a box that is not ticked."""
    if "confirmed" in step.fields and not form.get("confirmed"):
        return {"confirmed": [tk._("Tick the box if this is what you want.")]}
    if step.name == "decide" and form.get("act") not in ("approve", "refuse"):
        return {"state": [tk._("Choose what is to be done.")]}
    if step.name == "decide" and form["act"] == "approve":
        # Nothing named would stand for all of them.
        return {
            name: [tk._("Tick at least one, or do not approve.")]
            for name in TICKED
            if form.get(f"all_{name}") and not form.getlist(name)
        }
    return {}


def _nothing(_form: Form, _part: Shown) -> Input:
    return {}


def _fields(*names: str) -> Callable[[Form, Shown], Input]:
    return lambda form, _part: {name: _said(form, name) for name in names}


def _answer(form: Form, _part: Shown) -> Input:
    names = ("outcome", "outside_body", "outside_number", "outside_on")
    return {**{name: _said(form, name) for name in names}, "upload": tk.request.files.get("upload")}


def _decision(form: Form, part: Shown) -> Input:
    if form.get("act") == "refuse":
        return {"outcome": Outcome.REFUSED.value, "ground": _said(form, "ground")}
    given = {
        **{name: _said(form, name) for name in ("manner", "from_on", "until_on")},
        **{name: _ticked(form, name, part["asked"]) for name in TICKED},
    }
    conditions = {name: bool(form.get(name)) for name in ("watermark", "no_onward_transfer")}
    limits = {name: _said(form, name) for name in ("most_rows", "most_requests_a_day")}
    return {"outcome": _outcome(given, part["asked"]), **given, **conditions, **limits}


def _outcome(given: Input, asked: Mapping[str, Any]) -> str:
    """Return what a decision comes to: nobody has to say that less is given than was asked."""
    try:
        return scopes.outcome(scopes.from_values(asked), scopes.from_values(given)).value
    except ValueError:
        return Outcome.APPROVED_IN_PART.value  # A day that is none: the action says so.


def _ticked(form: Form, name: str, asked: Mapping[str, Any]) -> list[str]:
    """Return what is ticked; all of it is said as nothing in particular where all was asked."""
    ticked = form.getlist(name)
    if not asked.get(name) and len(ticked) == form.get(f"all_{name}", -1, type=int):
        return []
    return ticked


def _said(form: Form, name: str) -> str:
    return form.get(name, "").strip()


def _report(form: Form, _part: Shown) -> Input:
    told = {name: _said(form, name) for name in ("results", "problems")}
    return {"is_purpose_kept": form.get("is_purpose_kept", ""), **told}


_MORE: Mapping[str, Callable[[Form, Shown], Input]] = {
    "decide": _decision,
    "consult": _fields("organization"),
    "assign": _fields("user"),
    "review": _fields("advice"),
    "appeal_decide": _answer,
    "renew": _fields("until_on"),
    "renewal_ask": _fields("until_on"),
    "use_report_submit": _report,
    "remark": lambda form, _part: {"is_internal": bool(form.get("is_internal"))},
}
