"""The page that answers many disputes at once: which, with what step, and what has been typed."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import words
from ckanext.scigov.dispute.domain.kinds import NotAccepted, NotCorrected
from ckanext.scigov.dispute.logic.action.bulk import MOST
from ckanext.scigov.dispute.logic.schema import BULK_STEPS

Shown = Mapping[str, Any]
Sent = Any
"""A MultiDict of what was sent."""
GROUNDS = {"reject": ("not_accepted", NotAccepted), "refuse": ("not_corrected", NotCorrected)}
TYPED = ("reason", "ground", "user", "is_in_part")
NEEDS_REASON = frozenset({"refuse", "correct", "note"})
_PATH = re.compile(r"/(?![/\\])[!-~]*")


@dataclass(frozen=True, slots=True)
class BulkPage:
    """What the page shows."""

    step: str
    title: str
    disputes: Sequence[Shown]
    """Those that were ticked and that the reader sees."""
    left_out: int
    """As many as were ticked beyond what is answered at once."""
    back: str
    values: Mapping[str, str]
    grounds: Sequence[tuple[str, str]] = ()
    needs_reason: bool = False
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict[str, "list[str]"])


def gather(context: Any, sent: Sent) -> BulkPage:
    """Return the page about what was ticked; without disputes where nothing was, or the step is none.

    Args:
        context: of the reader.
        sent: ``id`` (several), ``step``, ``back``, and what was typed.
    """
    step = sent.get("step", "")
    ids = list(dict.fromkeys(sent.getlist("id"))) if step in BULK_STEPS else []
    kind, grounds = GROUNDS.get(step, ("", ()))
    return BulkPage(
        step=step,
        title=words.word("step", step),
        disputes=_seen(context, ids[:MOST], step),
        left_out=max(0, len(ids) - MOST),
        back=_back(sent.get("back", "")),
        values={name: sent.get(name, "").strip() for name in TYPED},
        grounds=words.choices(kind, *(one.value for one in grounds)) if kind else (),
        needs_reason=step in NEEDS_REASON,
    )


def wish_of(sent: Sent) -> dict[str, Any]:
    """Return what the form says to ``scigov_dispute_bulk``."""
    typed = {name: sent.get(name, "").strip() for name in TYPED if sent.get(name, "").strip()}
    return {"ids": sent.getlist("id")[:MOST], "step": sent.get("step", ""), **typed}


def refused(page: BulkPage, errors: Mapping[str, Sequence[str]]) -> BulkPage:
    return dataclasses.replace(page, errors=errors)


def told(page: BulkPage, answer: Shown) -> dict[str, Any]:
    """Return the results with what each dispute is called."""
    known = {one["id"]: one for one in page.disputes}
    rows = [{**one, "dispute": known.get(one["id"])} for one in answer["results"]]
    return {**answer, "results": rows}


def _seen(context: Any, ids: Sequence[str], step: str) -> Sequence[Shown]:
    """Return what was ticked, as far as its reader sees it."""
    if not ids:
        return []
    asked = {"ids": list(ids), "step": step, "preview": True}
    return tk.get_action("scigov_dispute_bulk")(tk.fresh_context(context), asked)["disputes"]


def _back(path: str) -> str:
    """Return the page of this site that it came from; the reader's desk where that is none."""
    if _PATH.fullmatch(path):
        return path
    return tk.h.url_for("scigov_dispute.desk")
