"""The form of one step, and what it says to the step's action."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import name_queries
from ckanext.scigov.application import assignees, config, entries, read_page, steps, words
from ckanext.scigov.application.domain import scope as scopes
from ckanext.scigov.application.pages import Choice, PartCard, Shown, StepPage
from ckanext.scigov.application.steps import Step
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day

WHOLE = "all"
Options = dict[str, tuple[tuple[str, str], ...]]
OBLIGATIONS = ("watermark", "no_onward_transfer")


def gather(
    context: Any, filing: Shown, part: Shown | None, step: Step, sent: tuple[Shown, Any]
) -> StepPage:
    """Return the form of a step.

    Args:
        context: of the reader.
        filing: the application.
        part: what the step is taken for; None for the whole application.
        step: which.
        sent: what was typed when the form comes back, and what was wrong with it.
    """
    values, errors = sent
    known = entries.of(context, [part["dataset_id"]]) if part else {}
    card = read_page.card(filing, part, known) if part else None
    if not values and part:
        values = _begun(step, part)
    chosen = step.name == "decide" and card is not None
    return StepPage(
        step=step.name,
        title=words.word("step", step.name),
        filing=filing,
        card=card,
        fields=step.fields,
        action=tk.h.url_for(
            "scigov_application.step",
            id=filing["id"],
            part_id=part["id"] if part else WHOLE,
            step=step.name,
        ),
        values=values,
        errors=errors,
        options=_options(step, card, filing),
        resources=_resources(card, known, values) if chosen else (),
        items=_items(card, known, values) if chosen else (),
        hint=steps.hint(step.name),
        look=steps.DANGER if "confirmed" in step.fields else steps.PRIMARY,
    )


def part_of(filing: Shown, part_id: str) -> Shown | None:
    """Return a part by its id; None for a step of the whole application.

    Raises:
        ObjectNotFound: the application has no such part.
    """
    if part_id == WHOLE:
        return None
    for part in filing["parts"]:
        if part["id"] == part_id:
            return part
    raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))


def is_possible(filing: Shown, part: Shown | None, step: Step) -> bool:
    """Tell whether the reader can take a step now."""
    parts = [part] if part else filing["parts"]
    events = {event for one in parts for event in one["steps"]}
    is_fit = step.is_whole if part is None else step.is_of_parts
    return is_fit and step in steps.of_events(events)


def _begun(step: Step, part: Shown) -> dict[str, Any]:
    """Return what stands in the form before anything is typed: all that was asked, from now on."""
    if step.name == "assign":
        return {"user": part["assigned_to"] or ""}
    if step.name in _UNTIL:
        return {"until_on": _UNTIL[step.name](part)}
    if step.name != "decide":
        return {}
    asked = scopes.from_values(part["asked"])
    begin = max(asked.from_on, local_day(clock.now()))
    until = begin + dt.timedelta(days=asked.days - 1)
    kept = {"manner": asked.manner.value, "from_on": str(begin), "until_on": str(until)}
    return {**kept, "watermark": "1", "no_onward_transfer": "1"}


def _as_long_again(part: Shown) -> str:
    given = scopes.from_values(part["given"] or part["asked"])
    most = config.rules().filing.most_days
    return str(scopes.as_long_again(given, most, local_day(clock.now())))


_UNTIL = {"renewal_ask": _as_long_again, "renew": lambda part: part["renewal_until_on"] or ""}
"""The last day that a form begins with: asking for it, and consenting, is one press then."""


def _options(step: Step, card: PartCard | None, filing: Shown) -> Options:
    if step.name == "consult":
        own = card.part["provider_id"] if card else ""
        others = name_queries.organizations(model.Session)
        return {"organization": tuple(one for one in others if one[0] != own)}
    if step.name == "review":
        return {"advice": _worded("outcome", "approved", "approved_in_part", "refused")}
    if step.name == "appeal_decide":
        return {"answer": _worded("answer", "uphold", "remit", "overrule")}
    if step.name == "use_report_submit":
        return {"kept": (("true", tk._("Yes")), ("false", tk._("No")))}
    if step.name == "assign":
        return {"assignee": assignees.of_part(filing, card.part) if card else ()}
    return _of_decision(filing["kind"]) if step.name == "decide" else {}


def _of_decision(kind: str) -> Options:
    return {
        "manner": _worded("manner", "download", "api", "query"),
        "obligations": (
            ("watermark", tk._("Files and answers bear the number of the grant.")),
            (
                "no_onward_transfer",
                tk._("The data must not be passed on to others."),
            ),
        ),
        "ground": tuple((code, text()) for code, text in words.REFUSALS.items()),
        "remedies": (("", words.remedies(kind)),),
    }


def _worded(kind: str, *codes: str) -> tuple[tuple[str, str], ...]:
    return tuple((code, words.word(kind, code)) for code in codes)


def _resources(
    card: PartCard | None, known: Mapping[str, Any], values: Shown
) -> tuple[Choice, ...]:
    entry = known.get(card.part["dataset_id"]) if card else None
    return _asked("resource_ids", card, entries.resources(entry) if entry else {}, values)


def _items(card: PartCard | None, known: Mapping[str, Any], values: Shown) -> tuple[Choice, ...]:
    entry = known.get(card.part["dataset_id"]) if card else None
    return _asked("items", card, entries.items(entry) if entry else {}, values)


def _asked(
    name: str, card: PartCard | None, titles: Mapping[str, str], values: Shown
) -> tuple[Choice, ...]:
    """Return what was asked for, to be ticked; of all that was asked, all that the dataset has."""
    if card is None:
        return ()
    asked = card.part["asked"].get(name) or list(titles)
    given = (card.part.get("proposal") or {}).get("given") or {}
    chosen = values.getlist(name) if isinstance(values, MultiDict) else given.get(name) or asked
    return tuple(Choice(one, titles.get(one, one), one in chosen) for one in asked)
