"""Where a dispute stands in the stages of DB3208/T 219—2024."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import words
from ckanext.scigov.dispute.domain.states import ENDED, Event, State
from ckanext.scigov.dispute.pages import Stage

DONE, NOW, NEXT, LEFT = "done", "now", "next", "left"
ORDER = ("raise", "accept", "annotate", "handle", "lift", "archive")
_NOTED = ("annotate", "handle", "lift")
_NOW: Mapping[State, str] = {
    State.UNCONFIRMED: "raise",
    State.FILED: "accept",
    State.FORWARDED: "accept",
    State.ACCEPTED: "handle",
    State.VERIFYING: "handle",
    State.PARTLY_CORRECTED: "lift",
    State.NOT_CORRECTED: "lift",
    State.CORRECTED: "archive",
    State.NOT_ACCEPTED: "archive",
}
_ACCEPTING = frozenset({Event.ACCEPT.value, Event.OVERRULE.value})


def stages(dispute: Mapping[str, Any], history: Sequence[Mapping[str, Any]]) -> Iterator[Stage]:
    """Yield the stages in their order.

    Args:
        dispute: as ``scigov_dispute_show`` answers it.
        history: as ``scigov_dispute_history`` does, the oldest first.
    """
    state = State(dispute["state"])
    happened = _since_forwarding(history)
    is_accepted = bool(_ACCEPTING & set(happened))
    now = _now(state, is_accepted=is_accepted)
    left = _left(state, is_accepted=is_accepted, was_answered=Event.REJECT.value in happened)
    for code in ORDER:
        found = _of(code, now, left)
        yield Stage(code, words.word("stage", code), found, _told(found))


def _since_forwarding(history: Sequence[Mapping[str, Any]]) -> Collection[str]:
    """Return what has happened since the present unit has it: another one accepts for itself."""
    found: list[str] = []
    for one in history:
        found = [] if one["event"] == Event.FORWARD.value else [*found, one["event"]]
    return found


def _now(state: State, *, is_accepted: bool) -> str:
    if state is State.ESCALATED:
        return "handle" if is_accepted else "accept"
    return _NOW.get(state, "")


def _left(state: State, *, is_accepted: bool, was_answered: bool) -> Collection[str]:
    """Return the stages to which it did not come, and will not."""
    if is_accepted or (state not in ENDED and state is not State.NOT_ACCEPTED):
        return ()
    return _NOTED if was_answered else ("accept", *_NOTED)


def _of(code: str, now: str, left: Collection[str]) -> str:
    if code in left:
        return LEFT
    if code == now:
        return NOW
    return DONE if not now or ORDER.index(code) < ORDER.index(now) else NEXT


def _told(state: str) -> str:
    return {
        DONE: tk._("done"),
        NOW: tk._("at this stage now"),
        NEXT: tk._("still to come"),
        LEFT: tk._("left out"),
    }[state]
