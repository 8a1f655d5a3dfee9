"""Words of the form by which people report, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ckan.plugins.toolkit as tk

_ = tk._
Words = Mapping[str, Callable[[], str]]

KINDS: Words = {
    "inaccurate": lambda: _("Inaccurate"),
    "incomplete": lambda: _("Data incomplete"),
    "outdated": lambda: _("Outdated"),
    "inconsistent": lambda: _("Inconsistent with another source"),
    "duplicate": lambda: _("Duplicate"),
    "not_public": lambda: _("Should not be public"),
    "description": lambda: _("Description wrong"),
    "other": lambda: _("Something else is wrong"),
}
KINDS_MEAN: Words = {
    "inaccurate": lambda: _("A value is wrong."),
    "incomplete": lambda: _("Something is missing."),
    "outdated": lambda: _("It was right once and is not any more."),
    "inconsistent": lambda: _("Another source says something else."),
    "duplicate": lambda: _("The same stands there twice."),
    "not_public": lambda: _(
        "It should not be seen by everybody. Such a report is not shown in public either."
    ),
    "description": lambda: _("The entry in the catalogue is wrong."),
    "other": lambda: _("Anything else. Say in the explanation what it is."),
}
CHANGES: Words = {
    "set": lambda: _("Another value should stand there"),
    "empty": lambda: _("No value should stand there"),
    "remove": lambda: _("This row does not belong there"),
}
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


def options(words: Words) -> list[tuple[str, str]]:
    return [(code, word()) for code, word in words.items()]
