"""Lists of disputes as pages: what everybody sees, one's own, the unit's desk, the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import words
from ckanext.scigov.dispute.domain.states import CLOCKED, ENDED, State
from ckanext.scigov.dispute.lists import Of
from ckanext.scigov.shared import toolkit_filters as filters
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.shared.toolkit_filters import FilterGroup, Values

Args = Mapping[str, str]
Shown = Mapping[str, Any]
NOBODY, MINE = "nobody", "mine"
NAMES = ("q", "kind", "dataset", "resource", "item", "unit", "provider")
"""What an address narrows a list to as the action is asked."""
NARROWED = (*NAMES, "show", "state", "overdue", "assigned")
SHOWS: Mapping[str, frozenset[State]] = {
    "waiting": CLOCKED,
    "open": frozenset(State) - ENDED,
    "ended": ENDED,
}
_KNOWN: Mapping[str, frozenset[str]] = {
    "kind": frozenset(words.KINDS),
    "state": frozenset(state.value for state in State),
    "show": frozenset(SHOWS),
    "overdue": frozenset({"1"}),
    "assigned": frozenset({MINE, NOBODY}),
}


@dataclass(frozen=True, slots=True)
class ListPage:
    page: Any
    """Its items are as ``scigov_dispute_list`` gives them, and ``of_row``."""
    groups: tuple[FilterGroup, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict[str, str])
    """What the list is narrowed to, for forms on it."""
    units: tuple[Shown, ...] = ()
    """The responsible ones: ``id``, ``title``, ``count``."""
    kinds: tuple[tuple[str, str], ...] = ()
    is_whole: bool = False

    @property
    def q(self) -> str:
        return self.kept.get("q", "")


def public(context: Any, args: Args) -> ListPage:
    """Return what everybody sees, the newest first."""
    kept = kept_in(args)
    found = _listed(context, Of.PUBLIC, kept)
    groups = (*_standing(found, kept, "scigov_dispute.index"), *_places(found, kept))
    return _page(found, kept, groups)


def own(context: Any, args: Args) -> ListPage:
    """Return what the reader has reported or joined, the newest first."""
    kept = kept_in(args)
    found = _listed(context, Of.OWN, kept)
    shows = [("open", tk._("Under way"), None), ("ended", tk._("Over"), None)]
    group = filters.group("show", tk._("State"), shows, kept, "scigov_dispute.mine")
    return _page(found, kept, (group,))


def desk(context: Any, args: Args) -> ListPage:
    """Return what the reader handles or decides, due soonest first."""
    kept = kept_in(args)
    found = _listed(context, Of.UNIT, kept)
    endpoint, counts = "scigov_dispute.desk", found["counts"]
    waiting = sum(counts.get(state.value, 0) for state in CLOCKED)
    shows = [("waiting", tk._("Waits for the unit or an escalation"), waiting)]
    assigned = [(MINE, tk._("Me"), None), (NOBODY, tk._("Nobody"), None)]
    groups = (
        filters.group("show", tk._("Matters"), shows, kept, endpoint),
        *_standing(found, kept, endpoint),
        filters.group("assigned", tk._("Assigned to"), assigned, kept, endpoint),
    )
    return _page(found, kept, groups)


def register(context: Any, args: Args) -> ListPage:
    """Return one page of the register, the newest first."""
    kept = kept_in(args)
    found = _listed(context, Of.AUTHORITY, kept)
    return _page(found, kept, _standing(found, kept, "scigov_dispute.register"))


def kept_in(args: Args) -> dict[str, str]:
    """Return what an address narrows a list to; what means nothing is left out."""
    kept = {name: value for name in NARROWED if (value := args.get(name, "").strip())}
    return {n: v for n, v in kept.items() if n not in _KNOWN or v in _KNOWN[n]}


def wish(of: Of, kept: Args) -> dict[str, Any]:
    """Return what the action is asked for; only the unit's desk knows who a dispute is assigned to."""
    user: Any = tk.current_user
    found: dict[str, Any] = {"of": of.value} | {n: kept[n] for n in NAMES if n in kept}
    if "show" in kept:
        found["state"] = sorted(state.value for state in SHOWS[kept["show"]])
    if "state" in kept:
        found["state"] = [kept["state"]]
    if "overdue" in kept:
        found["overdue"] = True
    if "assigned" in kept and of is Of.UNIT:
        found["assigned_to"] = user.name if kept["assigned"] == MINE else ""
    return found


def of_row(dispute: Shown) -> dict[str, Any]:
    """Return the address of a dispute, whether somebody is waited for, and whether he is late.

    After an answer a clock runs too, that of its reporter: nobody has to act by then.
    """
    waits = State(dispute["state"]) in CLOCKED
    url = tk.h.url_for(f"/disputes/{dispute['id']}")
    return {"url": url, "waits": waits, "late": waits and dispute["is_overdue"]}


def _standing(found: Shown, kept: Args, endpoint: str) -> tuple[FilterGroup, ...]:
    counts = found["counts"]
    late = [("1", tk._("Overdue"), counts["overdue"])]
    return (
        filters.group("state", tk._("State"), _states(counts, kept), kept, endpoint),
        filters.group("overdue", tk._("Term"), late, kept, endpoint),
    )


def _states(counts: Mapping[str, int], kept: Args) -> Values:
    """Yield the states in which there are disputes, and the one that is chosen."""
    for one in State:
        if one.value in counts or one.value == kept.get("state"):
            yield one.value, words.word("state", one.value), counts.get(one.value, 0)


def _places(found: Shown, kept: Args) -> list[FilterGroup]:
    """Return where in the data the list is narrowed to, each with the way out of it."""
    first: Shown = found["results"][0] if found["results"] else {}
    names = {
        "dataset": (tk._("Dataset"), first.get("dataset_title")),
        "resource": (tk._("Resource"), first.get("resource_name")),
        "item": (tk._("Data item"), kept.get("item")),
    }
    return [
        filters.group(
            name, label, [(kept[name], title or kept[name], None)], kept, "scigov_dispute.index"
        )
        for name, (label, title) in names.items()
        if name in kept
    ]


def _page(found: Shown, kept: dict[str, str], groups: tuple[FilterGroup, ...]) -> ListPage:
    rows = [{**one, **of_row(one)} for one in found["results"]]
    return ListPage(
        page=asked.page_of(rows, found["count"]),
        groups=groups,
        kept=kept,
        units=tuple(found["units"]),
        kinds=words.choices("kind"),
        is_whole=found["is_whole"],
    )


def _listed(context: Any, of: Of, kept: Args) -> Any:
    told = {**wish(of, kept), "limit": asked.PER_PAGE, "offset": asked.offset()}
    return tk.get_action("scigov_dispute_list")(context, told)
