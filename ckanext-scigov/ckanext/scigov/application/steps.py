"""The steps that pages offer: what each asks for, how it looks, what is said when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import words
from ckanext.scigov.application.pages import Button

PRIMARY, SECONDARY, DANGER = "primary", "secondary", "danger"


@dataclass(frozen=True, slots=True)
class Step:
    """A step by the name of its action: the fields of its form, and the look of its button."""

    name: str
    fields: tuple[str, ...] = ("note",)
    look: str = SECONDARY
    is_whole: bool = False
    """It is taken for the whole application."""
    is_of_parts: bool = True
    """It can be taken for one part."""


_EVERY = (
    Step("sign", look=PRIMARY, is_whole=True, is_of_parts=False),
    Step("send_back", ("reason",), is_whole=True, is_of_parts=False),
    Step("check", look=PRIMARY),
    Step("accept", look=PRIMARY),
    Step("answer", ("opinion",), PRIMARY),
    Step("decide", ("scope", "obligations", "refusal"), PRIMARY),
    Step("confirm", look=PRIMARY),
    Step("appeal_decide", ("answer", "outside", "reason"), PRIMARY),
    Step("extend", ("reason",), PRIMARY),
    Step("deliver", ("reason",), PRIMARY),
    Step("renew", ("until_on", "reason"), PRIMARY),
    Step("use_report_submit", ("report",), PRIMARY),
    Step("review", ("advice", "opinion"), PRIMARY),
    Step("renewal_ask", ("until_on", "note")),
    Step("appeal", ("reason",)),
    Step("object", ("reason",)),
    Step("return", ("wish",)),
    Step("consult", ("organization", "reason")),
    Step("extend_ask", ("reason",)),
    Step("assign", ("assignee", "note")),
    Step("remark", ("text", "internal")),
    Step("close"),
    Step("correct", ("reason",)),
    Step("give_up", ("reason", "confirmed")),
    Step("withdraw", ("note", "confirmed"), is_whole=True),
    Step("revoke", ("reason", "confirmed"), DANGER),
)
STEPS: Mapping[str, Step] = {step.name: step for step in _EVERY}
_OF_EVENTS: Mapping[str, str] = {
    "advise": "review", "ask_extension": "extend_ask", "ask_renewal": "renewal_ask",
    "report": "use_report_submit", "approve": "decide", "approve_in_part": "decide",
    "refuse": "decide", "uphold": "appeal_decide", "remit": "appeal_decide",
    "overrule": "appeal_decide",
}  # fmt: skip


def of_events(events: Iterable[str]) -> tuple[Step, ...]:
    """Return the steps behind what can happen, in the order of their buttons."""
    names = {_OF_EVENTS.get(event, event) for event in events}
    return tuple(step for step in _EVERY if step.name in names)


def buttons(
    filing_id: str, part_id: str, events: Sequence[str], *, several: bool
) -> tuple[Button, ...]:
    """Return the buttons of a part; what the whole can do too only where there are several parts."""
    return tuple(
        _button(step, filing_id, part_id)
        for step in of_events(events)
        if step.is_of_parts and (several or not step.is_whole)
    )


def whole_buttons(filing_id: str, events: Iterable[str], state: str) -> tuple[Button, ...]:
    """Return the buttons of the whole application; writing it comes first."""
    taken = set(events)
    found = [_button(step, filing_id, "all") for step in of_events(taken) if step.is_whole]
    if "submit" in taken:
        label = tk._("Go on writing") if state == "draft" else tk._("Supplement the application")
        url = tk.h.url_for("scigov_application.edit", id=filing_id)
        found.insert(0, Button("submit", label, url, PRIMARY))
    return tuple(found)


def todo(part: Mapping[str, Any]) -> list[str]:
    """Return in words what waits for somebody: the steps that move a part on."""
    events = part["steps"]
    if "submit" in events:
        return [words.word("step", "submit")]
    found = [step.name for step in of_events(events) if step.look == PRIMARY]
    # What holds is renewed when that is asked for, and reported on when that is owed.
    if not part["renewal_until_on"] and "renew" in found:
        found.remove("renew")
    if not part["owes_report"] and "use_report_submit" in found:
        found.remove("use_report_submit")
    return [words.word("step", name) for name in found]


def told(step: str) -> str:
    """Return the sentence that says a step has been taken."""
    return tk._("Done and on record: {step}.").format(step=words.word("step", step))


def hint(step: str) -> str:
    """Return what one should know before a step; empty where there is nothing to know."""
    hints = {
        "consult": tk._("The clock stands still until the third party has answered."),
        "return": tk._("The term begins anew when the applicant has supplemented it."),
        "revoke": tk._("Access ends at once. The applicant is told the reason."),
        "correct": tk._(
            "What was given ends at once, and the application is reviewed again. The wrong decision "
            "stays on record."
        ),
        "extend_ask": tk._("The data authority has to consent. A term is extended once only."),
        "appeal": tk._("Somebody who has not decided this before looks at it again."),
        "give_up": tk._("Your access to these data ends at once."),
        "object": tk._("The first decider has to decide again."),
    }
    return hints.get(step, "")


def _button(step: Step, filing_id: str, part_id: str) -> Button:
    url = tk.h.url_for("scigov_application.step", id=filing_id, part_id=part_id, step=step.name)
    return Button(step.name, words.word("step", step.name), url, step.look)
