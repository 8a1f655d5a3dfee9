"""One application as its page shows it: asked beside given, what has happened, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import sentences_terms
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.standings import reader
from ckanext.scigov.application import entries, paper_pages, steps, token_page, words
from ckanext.scigov.application.pages import Change, Compared, Happening, PartCard, ReadPage, Shown

Entries = Mapping[str, entries.Entry]
OFFICIALS = frozenset({"handler", "reviewer", "decider", "authority", "auditor"})


def gather(context: Any, filing_id: str) -> ReadPage:
    """Return the page of an application; absent and hidden ones are the same ``ObjectNotFound``."""
    filing = _action(context, "show", id=filing_id)
    history = _action(context, "history", id=filing["id"])
    similar = _action(context, "similar_list", id=filing["id"]) if filing["number"] else {}
    known = entries.of(context, (part["dataset_id"] for part in filing["parts"]))
    titles = {part["id"]: part["dataset_title"] for part in filing["parts"]}
    possible = [event for part in filing["parts"] for event in part["steps"]]
    if not filing["parts"]:
        possible = ["submit"]  # A draft that names no dataset yet, seen by who writes it.
    return ReadPage(
        filing=filing,
        title=title(filing),
        parts=tuple(card(filing, part, known) for part in filing["parts"]),
        buttons=steps.whole_buttons(filing["id"], possible, filing["state"]),
        history=tuple(_happenings(reversed(history), titles)),
        changes=tuple(changes(filing["changed"], _words_of(known, filing))),
        similar=tuple(similar.get("results", ())),
        similar_rule=similar.get("rule", ""),
        is_official=any(OFFICIALS & set(part["parties"]) for part in filing["parts"]),
        wishes=wishes(filing, history),
        papers=tuple(paper_pages.offered(filing, history)),
    )


def title(filing: Shown) -> str:
    """Return what an application is called: after its first dataset."""
    titles = [part["dataset_title"] for part in filing["parts"]]
    if not titles:
        return tk._("Draft without a dataset")
    if len(titles) == 1:
        return tk._("Application: {title}").format(title=titles[0])
    text = tk.ungettext(
        "Application: {title} and {num} more dataset",
        "Application: {title} and {num} more datasets",
        len(titles) - 1,
    )
    return text.format(title=titles[0], num=len(titles) - 1)


def card(filing: Shown, part: Shown, known: Entries) -> PartCard:
    """Return a part with what is asked beside what is given."""
    entry = known.get(part["dataset_id"])
    proposal = part.get("proposal") or {}
    number = part.get("grant_number")
    several = len(filing["parts"]) > 1
    return PartCard(
        part=part,
        aspects=tuple(compared(part["asked"], part.get("given"), entry)),
        buttons=steps.buttons(filing["id"], part["id"], part["steps"], several=several),
        dataset_url=tk.h.url_for("dataset.read", id=entry["name"]) if entry else "",
        terms_url=tk.h.url_for("scigov_access_terms.read", number=number) if number else "",
        tokens_url=token_page.address(filing, part),
        terms_wait=any(one.number == number and one.waits for one in reader().grants),
        refusal_word=words.word("ground", part["ground"] or ""),
        conditions=tuple(_conditions(part["obligations"])),
        proposed=tuple(compared(part["asked"], proposal["given"], entry))
        if proposal.get("given")
        else (),
        notes=tuple(_notes(part)),
    )


def _conditions(obligations: Shown | None) -> list[str]:
    return sentences_terms.conditions(Obligations(**obligations)) if obligations else []


def _notes(part: Shown) -> Iterator[str]:
    """Yield what else one should know about a part, as far as the reader is told."""
    if asked := part.get("consultation"):
        yield tk._("“{organisation}” has been asked: {question}").format(
            organisation=asked["organization_title"], question=asked["question"]
        )
    if part["extension_asked"]:
        yield tk._("The provider has asked the data authority for more time.")
    if part["escalated_on"]:
        yield tk._("Urged by the data authority on {day}, because it is overdue.").format(
            day=part["escalated_on"]
        )
    if part["renewal_until_on"]:
        yield tk._("Renewal until {day} is asked for.").format(day=part["renewal_until_on"])
    if outside := part["outside"]:
        text = tk._("Decided by {body} on {day} ({number}); recorded for it by the data authority.")
        yield text.format(body=outside["body"], day=outside["decided_on"], number=outside["number"])
    if proposal := part["proposal"]:
        yield tk._("Proposed: {outcome}. {reason}").format(
            outcome=words.word("outcome", part["proposed"] or ""), reason=proposal["reply"]
        )


def compared(asked: Shown, given: Shown | None, entry: entries.Entry | None) -> Iterator[Compared]:
    """Yield each aspect of what is asked, and of what is given as far as that is decided."""
    resources = entries.resources(entry) if entry else {}
    items = entries.items(entry) if entry else {}
    rows = (
        (tk._("Resources"), "resource_ids", lambda scope: _named(scope, "resource_ids", resources)),
        (tk._("Data items"), "items", lambda scope: _named(scope, "items", items)),
        (tk._("Manner of use"), "manner", lambda scope: (words.word("manner", scope["manner"]),)),
        (tk._("Period"), "until_on", lambda scope: (period(scope),)),
    )
    for label, name, text in rows:
        is_less = given is not None and _differs(asked, given, name)
        yield Compared(label, text(asked), text(given) if given else (), is_less)


def period(scope: Shown) -> str:
    return tk._("{begin} to {end}").format(begin=scope["from_on"], end=scope["until_on"])


def changes(changed: Iterable[Shown], titles: Mapping[str, str]) -> Iterator[Change]:
    """Yield what was changed, with the words of the form for the fields and titles for ids."""
    for one in changed:
        before, after = (_text(one["field"], one[name], titles) for name in ("before", "after"))
        yield Change(words.field(one["field"]), before, after)


def _words_of(known: Entries, filing: Shown) -> dict[str, str]:
    """Return what resources, data items and persons are called."""
    found = {one["id"]: one["display_name"] for one in filing["handlers"]}
    for entry in known.values():
        found |= entries.resources(entry) | entries.items(entry)
    return found


def wishes(filing: Shown, history: Iterable[Shown]) -> tuple[Happening, ...]:
    """Return what providers want supplemented, as long as that has not been done."""
    titles = {p["id"]: p["dataset_title"] for p in filing["parts"] if p["state"] == "returned"}
    newest = {one["part_id"]: one for one in history if one["event"] == "return"}
    waiting = [one for part_id, one in newest.items() if part_id in titles]
    return tuple(_happenings(waiting, titles))


def _happenings(history: Iterable[Shown], titles: Mapping[str, str]) -> Iterator[Happening]:
    for one in history:
        yield Happening(
            event=one["event"],
            at=one["at"],
            title=words.word("event", one["event"]),
            who=one["actor_name"] or words.word("party", one["party"]),
            about=titles.get(one["part_id"], "") if len(titles) > 1 else "",
            reason=one["reason"],
            is_internal=one["is_internal"],
        )


def _named(scope: Shown, name: str, titles: Mapping[str, str]) -> tuple[str, ...]:
    chosen = scope.get(name) or ()
    if not chosen:
        return (tk._("All"),)
    return tuple(titles.get(one, one) for one in chosen)


def _differs(asked: Shown, given: Shown, name: str) -> bool:
    if name == "until_on":
        return given["until_on"] < asked["until_on"]
    before, after = asked.get(name), given.get(name)
    if isinstance(before, list) and isinstance(after, list):
        return sorted(before) != sorted(after)
    return before != after


def _text(name: str, value: Any, titles: Mapping[str, str]) -> str:
    if name == "manner":
        return words.word("manner", value or "")
    if isinstance(value, Mapping):
        return " / ".join(str(one) for one in value.values() if one)
    if isinstance(value, list | tuple):
        return tk._(", ").join(titles.get(one, str(one)) for one in value) or tk._("All")
    return "" if value is None else str(value)


def _action(context: Any, name: str, **asked: Any) -> Any:
    return tk.get_action(f"scigov_application_{name}")(tk.fresh_context(context), asked)
