"""The steps that the page of a dispute offers: what each asks for, how it looks, what is said when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import words
from ckanext.scigov.dispute.domain.states import Level
from ckanext.scigov.dispute.pages import Button, Shown

PRIMARY, SECONDARY, DANGER = "primary", "secondary", "danger"


@dataclass(frozen=True, slots=True)
class Step:
    """A step by its name in the page's address: the fields of its form, and the look of its button."""

    name: str
    fields: tuple[str, ...] = ("note",)
    look: str = SECONDARY
    action: str = ""
    """The action that takes it, where it is called otherwise."""
    is_of_reporter: bool = False
    """A visitor takes it, too, by the link of his mail."""


_EVERY = (
    Step("confirm", (), PRIMARY, is_of_reporter=True),
    Step("moderate", ("publish", "note")),
    Step("accept", look=PRIMARY),
    Step("reject", ("not_accepted", "explanation")),
    Step("verify", look=PRIMARY),
    Step("correct", ("whole", "answer"), PRIMARY),
    Step("refuse", ("not_corrected", "explanation"), action="decide"),
    Step("settle", ("outcome", "outside", "reason"), PRIMARY, "decide"),
    Step("forward", ("unit", "note")),
    Step("merge", ("into", "told")),
    Step("assign", ("assignee", "note")),
    Step("extend", ("reason",)),
    Step("press", ("reason",)),
    Step("reopen", ("reason",), is_of_reporter=True),
    Step("escalate", ("reason",), is_of_reporter=True),
    Step("close", is_of_reporter=True),
    Step("remark", ("text",), is_of_reporter=True),
    Step("note", ("internal",)),
    Step("withdraw", ("note", "confirmed"), is_of_reporter=True),
)
STEPS: Mapping[str, Step] = {step.name: step for step in _EVERY}
_OF_EVENTS: Mapping[str, str] = {
    "dismiss": "moderate", "correct_in_part": "correct", "uphold": "settle", "remit": "settle",
    "overrule": "settle",
}  # fmt: skip


def of_events(events: Iterable[str]) -> tuple[Step, ...]:
    """Return the steps behind what can happen, in the order of their buttons."""
    names = {_OF_EVENTS.get(event, event) for event in events}
    return tuple(step for step in _EVERY if step.name in names)


def buttons(dispute: Shown, token: str) -> tuple[Button, ...]:
    """Return what the reader can do now.

    Args:
        dispute: as ``scigov_dispute_show`` answers it.
        token: of the link that a visitor has come by.
    """
    return tuple(
        Button(step.name, words.word("step", step.name), address(dispute, step, token), step.look)
        for step in of_events(dispute["possible"])
    )


def address(dispute: Shown, step: Step, token: str) -> str:
    return tk.url_for("scigov_dispute.step", id=dispute["id"], step=step.name, token=token or None)


def told(step: str) -> str:
    """Return the sentence that says a step has been taken."""
    return tk._("Done and on record: {step}.").format(step=words.word("step", step))


def hint(step: str, dispute: Shown) -> str:
    """Return what one should know before a step; empty where there is nothing to know."""
    if step == "escalate":
        return tk._("It goes to: {level}. Somebody who has not answered it before decides.").format(
            level=words.word("level", next_level(dispute))
        )
    hints = {
        "confirm": tk._("You stand by what you have reported. It enters the register then."),
        "moderate": tk._(
            "What visitors have reported is shown in public only when it is released."
        ),
        "accept": tk._("A note at the data says from now on that they are in doubt."),
        "correct": tk._("The note at the data is lifted, and all who have reported it are told."),
        "forward": tk._("The time begins anew there, and the unit has to accept it for itself."),
        "merge": tk._("The other one goes on for both. Its result is told to all reporters."),
        "extend": tk._("The time is extended once only."),
        "press": tk._("Unit and data authority are told at once."),
        "reopen": tk._("The unit looks at it again. This can be done once only."),
        "close": tk._("It cannot be reopened or escalated after that."),
        "note": tk._("Only officials read it."),
        "remark": tk._("The reporter and those who work on it read it. The public does not."),
    }
    return hints.get(step, "")


def next_level(dispute: Shown) -> str:
    """Return whom the next escalation of a dispute goes to; empty when every level has been asked."""
    levels = [one.value for one in Level]
    place = levels.index(dispute["level"]) + 1 if dispute["level"] else 0
    return levels[place] if place < len(levels) else ""
