"""Words of the form by which people report, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ckan.plugins.toolkit as tk

_ = tk._
Words = Mapping[str, Callable[[], str]]

NO_CHANGE: Callable[[], str] = lambda: _("I propose nothing")  # noqa: E731
FIELDS: Words = {
    "item": lambda: _("Data item"),
    "kind": lambda: _("Kind of error"),
    "proposal": lambda: _("Proposed correction"),
    "proposal_value": lambda: _("Proposed value"),
    "explanation": lambda: _("Explanation"),
    "links": lambda: _("Links that show it"),
    "datasets": lambda: _("Other datasets that show it"),
    "agency": lambda: _("On whose behalf"),
    "email": lambda: _("E-mail"),
    "challenge_answer": lambda: _("Question"),
}
"""What the form calls its fields, in their order."""
