"""The form of one step, and what it says to the step's action."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import name_queries
from ckanext.scigov.dispute import assignees, page_steps, read_page, words
from ckanext.scigov.dispute.page_steps import Step
from ckanext.scigov.dispute.pages import Choices, Shown, StepPage

Form = Any
"""A MultiDict of what was typed."""
Input = dict[str, Any]
SETTLING = ("uphold", "remit", "overrule")


def gather(
    context: Any, dispute: Shown, step: Step, token: str, sent: tuple[Shown, Any]
) -> StepPage:
    """Return the form of a step.

    Args:
        context: of the reader.
        dispute: as ``scigov_dispute_show`` answers it to him.
        step: which.
        token: of the link that a visitor has come by.
        sent: what was typed when the form comes back, and what was wrong with it.
    """
    values, errors = sent
    alike = _alike(context, dispute) if step.name == "merge" else ()
    return StepPage(
        step=step.name,
        title=words.word("step", step.name),
        dispute=dispute,
        fields=step.fields,
        values=values or _begun(step, dispute),
        errors=errors,
        back_url=read_page.address(dispute, token),
        options=_options(step, dispute),
        alike=tuple(alike),
        hint=page_steps.hint(step.name, dispute),
        look=page_steps.DANGER if "confirmed" in step.fields else page_steps.PRIMARY,
        token=token,
    )


def take(context: Any, dispute: Shown, step: Step, token: str, form: Form) -> Any:
    """Take a step as its form says.

    Raises:
        ValidationError: with sentences by the fields of the form.
    """
    if "confirmed" in step.fields and not form.get("confirmed"):
        raise tk.ValidationError({"confirmed": [tk._("Tick the box if this is what you want.")]})
    wish: Input = {"id": dispute["id"], "reason": _said(form, "reason")}
    wish["version"] = form.get("version", type=int)
    if step.is_of_reporter and token:
        wish["token"] = token
    wish |= _MORE.get(step.name, _nothing)(form)
    return tk.get_action(f"scigov_dispute_{step.action or step.name}")(context, wish)


def is_possible(dispute: Shown, step: Step) -> bool:
    """Tell whether the reader can take a step now."""
    return step in page_steps.of_events(dispute["possible"])


def _begun(step: Step, dispute: Shown) -> Input:
    """Return what stands in the form before anything is typed."""
    if step.name == "moderate" and len(choices := _moderating(dispute)) == 1:
        return {"publish": choices[0][0]}
    if step.name == "assign":
        return {"user": (dispute.get("assigned_to") or {}).get("name", "")}
    return {}


def _alike(context: Any, dispute: Shown) -> list[Shown]:
    action = tk.get_action("scigov_dispute_alike_list")
    return action(tk.fresh_context(context), {"id": dispute["id"]})


def _options(step: Step, dispute: Shown) -> Mapping[str, Choices]:
    made: Mapping[str, Callable[[Shown], Mapping[str, Choices]]] = {
        "moderate": lambda one: {"publish": _moderating(one)},
        "reject": lambda _one: {"ground": _grounds("not_accepted")},
        "refuse": lambda _one: {"ground": _grounds("not_corrected")},
        "correct": lambda _one: {"whole": _wholeness()},
        "settle": lambda one: {"outcome": words.choices("outcome", *_settling(one))},
        "forward": lambda one: {"unit": _units(one)},
        "assign": lambda one: {"assignee": assignees.of_dispute(one)},
    }
    return made[step.name](dispute) if step.name in made else {}


def _moderating(dispute: Shown) -> Choices:
    said = (
        ("moderate", "yes", tk._("Release: everybody may see it")),
        ("dismiss", "no", tk._("Dismiss: it is no report, and is not taken up")),
    )
    return tuple((code, text) for event, code, text in said if event in dispute["possible"])


def _wholeness() -> Choices:
    return (("", tk._("All of it is corrected")), ("yes", tk._("A part of it is corrected")))


def _settling(dispute: Shown) -> list[str]:
    return [one for one in SETTLING if one in dispute["possible"]]


def _grounds(kind: str) -> Choices:
    text = tk._("{ground}: {meaning}")
    return tuple(
        (code, text.format(ground=ground, meaning=words.word("ground_means", code)))
        for code, ground in words.choices(kind)
    )


def _units(dispute: Shown) -> Choices:
    """Return the organisations that have not got it, that of the dataset first."""
    others = [
        one for one in name_queries.organizations(model.Session) if one[0] != dispute["unit_id"]
    ]
    return tuple(sorted(others, key=lambda one: one[0] != dispute["provider_id"]))


def _said(form: Form, name: str) -> str:
    return form.get(name, "").strip()


def _nothing(_form: Form) -> Input:
    return {}


def _fields(*names: str, **more: str) -> Callable[[Form], Input]:
    return lambda form: {**{name: _said(form, name) for name in names}, **more}


_MORE: Mapping[str, Callable[[Form], Input]] = {
    "moderate": lambda form: {"publish": said} if (said := _said(form, "publish")) else {},
    "reject": _fields("ground"),
    "correct": lambda form: {"is_in_part": bool(form.get("is_in_part"))},
    "refuse": _fields("ground", outcome="refuse"),
    "settle": _fields("outcome", "outside_body", "outside_number", "outside_on"),
    "forward": _fields("unit"),
    "assign": _fields("user"),
    "merge": _fields("into"),
}
