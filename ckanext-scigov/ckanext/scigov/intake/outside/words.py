"""States and steps of the register in words, in the reader's language."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.states import OutsideState

_ = tk._
_STATES = {
    OutsideState.ASKED: lambda: _("Asked for, not here yet"),
    OutsideState.RECEIVED: lambda: _("Received, in use"),
    OutsideState.REFUSED: lambda: _("Not given"),
    OutsideState.ENDED: lambda: _("Use has ended"),
}
_TONES = {
    OutsideState.ASKED: "way",
    OutsideState.RECEIVED: "good",
    OutsideState.REFUSED: "bad",
    OutsideState.ENDED: "end",
}


def state(code: str) -> str:
    return _STATES[OutsideState(code)]()


def tone(code: str) -> str:
    """Return how a state's badge is coloured."""
    return _TONES[OutsideState(code)]
