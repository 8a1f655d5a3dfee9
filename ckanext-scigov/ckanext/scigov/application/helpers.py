"""Template helpers of the pages about applications: codes to words. None runs a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import question_page, words

__all__ = [
    "scigov_application_days",
    "scigov_application_questions_url",
    "scigov_application_tone",
    "scigov_application_word",
]


def scigov_application_word(kind: str, code: str | None) -> str:
    """Return the word for a state, a step, a party and the like."""
    return words.word(kind, code or "")


def scigov_application_tone(state: str) -> str:
    """Return how the badge of a state looks."""
    return words.tone(state)


def scigov_application_questions_url(dataset: Mapping[str, Any]) -> str:
    """Return where the reader writes a dataset's questions; empty where he does not, or nobody applies."""
    kinds = (dataset.get("share_type"), dataset.get("open_type"))
    if "conditional" not in kinds or not question_page.handles_dataset(dataset["id"]):
        return ""
    return tk.h.url_for("scigov_application.dataset_questions", dataset=dataset["name"])


def scigov_application_days(clock: Mapping[str, Any]) -> str:
    """Return in words how much time a clock leaves."""
    if clock["days_left"] is None:
        return ""  # It no longer runs.
    left = int(clock["days_left"])
    if clock.get("stopped"):
        text = tk.ungettext(
            "The clock stands still; {num} working day is left.",
            "The clock stands still; {num} working days are left.",
            left,
        )
        return text.format(num=left)
    if clock.get("overdue"):
        late = max(1, -left)
        text = tk.ungettext("{num} working day overdue", "{num} working days overdue", late)
        return text.format(num=late)
    if left == 0:
        return tk._("Due today")
    text = tk.ungettext("{num} working day left", "{num} working days left", left)
    return text.format(num=left)
