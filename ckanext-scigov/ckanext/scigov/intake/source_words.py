"""States, fates, steps and options of sources and their runs in words, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake import sentences, stop_details
from ckanext.scigov.intake.contract import SourceFailed

_ = tk._
_END_OF_SENTENCE = re.compile(r"[。:：]|\. ")
Words = Mapping[str, Callable[[], str]]

SOURCES: Words = {
    "waiting": lambda: _("Waits for approval"),
    "approved": lambda: _("Source approved"),
    "refused": lambda: _("Source refused"),
}
SOURCES_MEAN: Words = {
    "waiting": lambda: _(
        "It does not run before an approver of grades has approved its mapping and its value table."
    ),
    "approved": lambda: _(
        "It may run. New entries have the grade that the source states; where it states none, or an entry speaks of persons, a grade is proposed and waits in the list of grades."
    ),
    "refused": lambda: _("It does not run. What has come in before stays."),
}
RUNS: Words = {
    "queued": lambda: _("Waits for its worker"),
    "running": lambda: _("Run at work"),
    "paused": lambda: _("Run paused"),
    "asking": lambda: _("Asks before it takes away"),
    "finished": lambda: _("Run finished"),
    "failed": lambda: _("Run failed"),
    "cancelled": lambda: _("Run cancelled"),
    "lost": lambda: _("Its worker is lost"),
}
RUNS_MEAN: Words = {
    "queued": lambda: _("It begins as soon as the worker for sources is free."),
    "running": lambda: _("Every page that was read is written already."),
    "paused": lambda: _("It goes on where it stopped as soon as somebody resumes it."),
    "asking": lambda: _(
        "The source lacks more records than its options allow to vanish at once. "
        "Look whether the source is complete, then confirm or decline."
    ),
    "finished": lambda: _("All of the source was read."),
    "failed": lambda: _("The source could not be read on. What was written stays."),
    "cancelled": lambda: _(
        "Somebody has ended it. What was written stays, nothing was taken away."
    ),
    "lost": lambda: _(
        "It gave no sign of life for ten minutes. Resume it: it goes on where it was."
    ),
}
WISHES: Words = {
    "pause": lambda: _("It pauses after this page."),
    "cancel": lambda: _("It ends after this page."),
}
KINDS: Words = {
    "full": lambda: _("What is new or has changed"),
    "forced": lambda: _("Every record again"),
}
STEPS: Words = {
    "approve": lambda: _("Approve the source"),
    "refuse": lambda: _("Refuse the source"),
    "request": lambda: _("Harvest now"),
    "pause": lambda: _("Pause the run"),
    "resume": lambda: _("Resume the run"),
    "cancel": lambda: _("Cancel the run"),
    "confirm": lambda: _("Confirm: take them away"),
    "decline": lambda: _("Decline: take nothing away"),
}
DONE: Words = {
    "approve": lambda: _("The source is approved. It can run now."),
    "refuse": lambda: _("The source is refused. Its operators read the reason."),
    "request": lambda: _("The run begins as soon as the worker is free."),
    "pause": lambda: _("The run pauses after the page it is at."),
    "resume": lambda: _("The run goes on where it stopped."),
    "cancel": lambda: _("The run ends."),
    "confirm": lambda: _("The run goes on and takes away what has vanished."),
    "decline": lambda: _("The run has ended. Nothing was taken away."),
}
FATES: Words = {
    "in": lambda: _("In the catalogue"),
    "duplicate": lambda: _("Duplicate record"),
    "rejected": lambda: _("Record rejected"),
    "archived": lambda: _("Entry archived"),
}
SEVERITIES: Words = {
    "error": lambda: _("Errors"),
    "warning": lambda: _("Warnings"),
}
SCHEDULES: Words = {
    "manual": lambda: _("Only when somebody asks"),
    "hourly": lambda: _("Every hour"),
    "daily": lambda: _("Every day"),
    "weekly": lambda: _("Every week"),
    "monthly": lambda: _("Every 30 days"),
}
MAILS: Words = {
    "never": lambda: _("After no run"),
    "errors": lambda: _("After runs that failed, ask, or met errors"),
    "always": lambda: _("After every run"),
}
COUNTS: Words = {
    "listed": lambda: _("Records read"),
    "new": lambda: _("New entries"),
    "changed": lambda: _("Changed entries"),
    "unchanged": lambda: _("Unchanged"),
    "duplicate": lambda: _("Duplicates"),
    "rejected": lambda: _("Rejected"),
    "unreadable": lambda: _("Unreadable"),
    "restored": lambda: _("Back at the source"),
    "vanished": lambda: _("Vanished at the source"),
    "archived": lambda: _("Archived"),
    "errors": lambda: _("Errors"),
    "warnings": lambda: _("Warnings"),
}
STOPS: Words = {
    "vanished": lambda: _(
        "More records are missing at the source than may vanish at once. Nothing was taken away yet."
    ),
    "silent": lambda: _("Its worker gave no sign of life any more."),
}
"""Why a run stands still, beside the causes."""
DETAILS: Words = {
    "missing": lambda: _("Records missing at the source"),
    "known": lambda: _("Records known from before"),
    "percent": lambda: _("Share that is missing, in percent"),
    "status": lambda: _("Status of the answer"),
    "seconds": lambda: _("Seconds"),
    "kind": lambda: _("Kind of connector"),
    "problem": lambda: _("What is wrong"),
    "reason": lambda: _("Reason"),
    "host": lambda: _("Host"),
    "table": lambda: _("Table"),
    "column": lambda: _("Column"),
    "file": lambda: _("File"),
    "path": lambda: _("Place in the answer"),
    "expected": lambda: _("Expected"),
    "value": lambda: _("Value"),
    "page": lambda: _("Page"),
    "folder": lambda: _("Folder"),
    "name": lambda: _("Name"),
    "declared": lambda: _("Encoding that it says"),
    "line": lambda: _("Line"),
    "position": lambda: _("Position"),
    "most": lambda: _("At most"),
    "times": lambda: _("How often it was tried"),
    "code": lambda: _("Code"),
    "watermark": lambda: _("Last value of the growing column"),
}
WORDS: Mapping[str, Words] = {
    "source": SOURCES,
    "source_means": SOURCES_MEAN,
    "run": RUNS,
    "run_means": RUNS_MEAN,
    "wish": WISHES,
    "kind": KINDS,
    "step": STEPS,
    "done": DONE,
    "fate": FATES,
    "severity": SEVERITIES,
    "schedule": SCHEDULES,
    "mail": MAILS,
    "count": COUNTS,
    "stop": STOPS,
    "detail": DETAILS,
}
_TONES = {
    "waiting": "act", "approved": "good", "refused": "bad",
    "queued": "way", "running": "way", "paused": "act", "asking": "act", "finished": "good",
    "failed": "bad", "cancelled": "end", "lost": "bad",
    "in": "good", "duplicate": "act", "rejected": "bad", "archived": "end",
}  # fmt: skip


def word(kind: str, code: str | None) -> str:
    """Return the word for a code; kinds: ``WORDS``, and ``cause``."""
    if not code:
        return ""
    if kind == "cause":
        return sentences.unfilled(sentences.cause(code))
    if kind == "stop":
        return sentences.unfilled(_stop(code))
    found = WORDS[kind].get(code)
    return code if found is None else found()


def _stop(reason: str) -> str:
    """Return the sentence of why a run stands still, with places for values."""
    found = STOPS.get(reason)
    return sentences.cause(reason) if found is None else found()


def short(cause: str) -> str:
    """Return what a cause means, without what to do about it."""
    return _END_OF_SENTENCE.split(word("cause", cause), maxsplit=1)[0]


def failure(failed: SourceFailed) -> str:
    """Return why a source cannot be read, with what is known of it."""
    detail = stop_details.told(failed.detail)
    known = (f"{label}{_(': ')}{value}" for label, value in beside(failed.cause, detail))
    return " ".join([stopped(failed.cause, detail), *known])


def stopped(reason: str, detail: Mapping[str, Any]) -> str:
    """Return why a run stands still, with its values in their places."""
    return sentences.filled(_stop(reason), detail)


def beside(reason: str, detail: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return what else is known of why a run stands still: word and value, in the order of the words."""
    order = list(DETAILS)
    said = sentences.places_of(_stop(reason))
    rest = [name for name in detail if name not in said]
    rest.sort(key=lambda name: (order.index(name) if name in order else len(order), name))
    return [(word("detail", name), detail[name]) for name in rest]


def choices(kind: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of code and word, for a form."""
    return tuple((code, text()) for code, text in WORDS[kind].items())


def tone(code: str) -> str:
    """Return how the badge of a state or a fate looks."""
    return _TONES.get(code, "end")


def duration(seconds: int | None) -> str:
    """Return a time in words, rounded: seconds, minutes, or hours and minutes."""
    if seconds is None:
        return ""
    if seconds < 60:
        return tk.ungettext("{num} second", "{num} seconds", seconds).format(num=seconds)
    minutes = round(seconds / 60)
    if minutes < 60:
        return tk.ungettext("{num} minute", "{num} minutes", minutes).format(num=minutes)
    hours, rest = divmod(minutes, 60)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest)
