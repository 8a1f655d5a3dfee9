"""Lists of applications: own ones, the inbox, the register; by what they can be narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import assignees, question_page, steps, words
from ckanext.scigov.application.domain.states import BEFORE_DECISION, ENDED, GRANTED, State
from ckanext.scigov.application.pages import ListPage, Shown
from ckanext.scigov.application.waiting_queries import PARTIES
from ckanext.scigov.shared import toolkit_filters as filters
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.shared.toolkit_filters import Values

Args = Mapping[str, str]
NARROWED = ("q", "show", "state", "overdue", "assigned", "provider", "party")
"""What a list can be narrowed to, as arguments of its address."""
SHOWS: Mapping[str, frozenset[State]] = {
    "draft": frozenset({State.DRAFT}),
    "open": BEFORE_DECISION | {State.APPEALED},
    "granted": GRANTED,
    "ended": ENDED | {State.REFUSED},
}
MOST_CHIPS = 30
"""Providers by which an inbox is narrowed, those with most first."""
NOBODY = "nobody"
MINE = "mine"


def own(context: Any, args: Args) -> ListPage:
    """Return the reader's own applications."""
    kept = kept_in(args)
    found = _listed(context, "list", kept)
    shows = [
        ("draft", tk._("Drafts"), None),
        ("open", tk._("Under way"), None),
        ("granted", tk._("Granted"), None),
        ("ended", tk._("Over"), None),
    ]
    groups = (filters.group("show", tk._("State"), shows, kept, "scigov_application.index"),)
    return ListPage(asked.page_of(found["results"], found["count"]), groups, kept=kept)


def inbox(context: Any, args: Args) -> ListPage:
    """Return what the reader has to do, due soonest first."""
    kept = kept_in(args)
    found = _listed(context, "inbox_list", kept)
    counts = found["counts"]
    rows = [_row(one) for one in found["results"]]
    providers = [(one["id"], one["title"], one["count"]) for one in found["providers"][:MOST_CHIPS]]
    endpoint = "scigov_inbox.index"
    groups = [
        filters.group("state", tk._("State"), _states(counts, kept), kept, endpoint),
        filters.group("overdue", tk._("Term"), _terms(counts["overdue"]), kept, endpoint),
        filters.group("assigned", tk._("Assigned to"), _assigned(), kept, endpoint),
    ]
    if len(providers) > 1 or kept.get("provider"):
        groups.insert(1, filters.group("provider", tk._("Provider"), providers, kept, endpoint))
    parties = [
        (one.value, words.word("party", one.value), found["parties"].get(one.value, 0))
        for one in PARTIES
        if one.value in {*found["parties"], kept.get("party")}
    ]
    if len(parties) > 1 or kept.get("party"):
        groups.insert(0, filters.group("party", tk._("Your role"), parties, kept, endpoint))
    return ListPage(
        page=asked.page_of(rows, found["count"]),
        groups=tuple(groups),
        q=kept.get("q", ""),
        kept=kept,
        questions_url=question_page.address(),
        staff=assignees.by_provider(found["results"]),
        may_assign=any("assign" in row["part"]["steps"] for row in rows),
    )


def register(context: Any, args: Args) -> ListPage:
    """Return one page of the register of all applications."""
    kept = kept_in(args)
    found = _listed(context, "register_list", kept)
    rows = [
        {**one, "url": tk.h.url_for("scigov_application.read", id=one["id"])}
        for one in found["results"]
    ]
    endpoint = "scigov_application.register"
    groups = (
        filters.group("state", tk._("State"), _states(found["counts"], kept), kept, endpoint),
        filters.group("overdue", tk._("Term"), _terms(found["counts"]["overdue"]), kept, endpoint),
    )
    return ListPage(
        page=asked.page_of(rows, found["count"]),
        groups=groups,
        q=kept.get("q", ""),
        kept=kept,
        providers=tuple(found["providers"]),
        is_whole=found["is_whole"],
    )


def kept_in(args: Args) -> dict[str, str]:
    """Return what an address narrows a list to; what means nothing is left out."""
    kept = {name: value for name in NARROWED if (value := args.get(name, "").strip())}
    known = {
        "show": set(SHOWS),
        "state": {state.value for state in State},
        "overdue": {"1"},
        "assigned": {MINE, NOBODY},
        "party": {party.value for party in PARTIES},
    }
    return {n: v for n, v in kept.items() if n not in known or v in known[n]}


def wish(kept: Args) -> dict[str, Any]:
    """Return what the actions are asked for."""
    user: Any = tk.current_user
    found: dict[str, Any] = {}
    if "show" in kept:
        found["state"] = sorted(state.value for state in SHOWS[kept["show"]])
    if "state" in kept:
        found["state"] = [kept["state"]]
    if "assigned" in kept:
        found["assigned_to"] = user.name if kept["assigned"] == MINE else ""
    if "overdue" in kept:
        found["overdue"] = True
    names = {"q": "q", "provider": "provider_id", "party": "party"}
    return found | {told: kept[name] for name, told in names.items() if name in kept}


def _states(counts: Mapping[str, int], kept: Args) -> Values:
    """Yield the states in which there are parts, and the one that is chosen."""
    for one in State:
        if number := counts.get(one.value, 0) or one.value == kept.get("state"):
            yield one.value, words.word("state", one.value), int(number)


def _terms(late: int | None) -> Values:
    return [("1", tk._("Overdue"), late)]


def _assigned() -> Values:
    return [(MINE, tk._("Me"), None), (NOBODY, tk._("Nobody"), None)]


def _row(filing: Shown) -> dict[str, Any]:
    """Return a line of the inbox: a part, its application, and what waits for the reader."""
    part = filing["parts"][0]
    url = tk.h.url_for("scigov_application.read", id=filing["id"], _anchor=f"part-{part['id']}")
    return {"part": part, "filing": filing, "todo": steps.todo(part), "url": url}


def _listed(context: Any, name: str, kept: Args) -> Any:
    told = {**wish(kept), "limit": asked.PER_PAGE, "offset": asked.offset()}
    return tk.get_action(f"scigov_application_{name}")(context, told)
