"""One dispute as its page shows it: what it points at, where it stands, what has happened, what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import reading as catalogue
from ckanext.scigov.dispute import page_steps, page_target, stages, words
from ckanext.scigov.dispute.domain.states import OFFICIALS, Party
from ckanext.scigov.dispute.pages import Happening, ReadPage, Shown


def gather(context: Any, name: str, token: str) -> ReadPage:
    """Return the page of a dispute; absent and hidden ones are the same ``ObjectNotFound``.

    Args:
        context: of the reader.
        name: id or number.
        token: of the link that a visitor has come by; may be empty.
    """
    dispute = shown(context, name, token)
    history = _action(context, "history", dispute["id"], token)
    present = _action(context, "present_show", dispute["id"], token)
    dictionary = _dictionary(context, dispute)
    return ReadPage(
        dispute=dispute,
        title=title(dispute),
        plain=words.word("plain", dispute["state"]),
        stages=tuple(stages.stages(dispute, history)),
        places=tuple(page_target.places(dispute, present, dictionary)),
        compared=page_target.compared(dispute, present, dictionary),
        buttons=page_steps.buttons(dispute, token),
        history=tuple(_happenings(reversed(history))),
        next_url=_url_of_next(context, dispute, token),
        is_official=is_official(dispute),
        files_url=address(dispute, token, "files") if dispute.get("takes_evidence") else "",
        token=token,
    )


def shown(context: Any, name: str, token: str) -> Shown:
    """Return a dispute as its reader sees it. Raises ``ObjectNotFound``."""
    return _action(context, "show", name, token)


def title(dispute: Shown) -> str:
    """Return what a dispute is called: what is wrong, with what."""
    kind = words.word("kind", dispute["kind"])
    if not dispute["dataset_title"]:
        return tk._("Dispute: {kind}").format(kind=kind)
    text = tk._("Dispute: {kind} – {title}")
    return text.format(kind=kind, title=dispute["dataset_title"])


def is_official(dispute: Shown) -> bool:
    return bool({one.value for one in OFFICIALS} & set(dispute["parties"]))


def address(dispute: Shown, token: str, page: str = "read") -> str:
    """Return the address of a dispute's page, with the token by which its reader has come."""
    return tk.url_for(f"scigov_dispute.{page}", id=dispute["id"], token=token or None)


def _url_of_next(context: Any, dispute: Shown, token: str) -> str:
    """Return where a merged dispute goes on, to a reader who sees the other one."""
    if not dispute["merged_into"]:
        return ""
    try:
        return address(shown(context, dispute["merged_into"], token), token)
    except tk.ObjectNotFound:
        return ""


def _dictionary(context: Any, dispute: Shown) -> list[dict[str, Any]]:
    """Return the data items that the reader is told of; none where he may not open the resource."""
    target = dispute["target"]
    if not dispute["resource_name"] or not (target["item"] or target["kind"] == "record"):
        return []
    try:
        wish = {"id": target["resource_id"]}
        resource = tk.get_action("resource_show")(tk.fresh_context(context), wish)
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return []
    return catalogue.items_shown(resource)


def _happenings(history: Iterable[Shown]) -> Iterator[Happening]:
    for one in history:
        party = words.word("party", one["as_party"])
        who = tk._("{name} ({party})").format(name=one["actor"], party=party)
        yield Happening(
            event=one["event"],
            at=one["at"],
            title=words.word("event", one["event"]),
            who=who if one["actor"] and one["as_party"] != Party.SYSTEM.value else party,
            reason=one["reason"],
            is_internal=one["is_internal"],
        )


def _action(context: Any, name: str, id_: str, token: str) -> Any:
    wish = {"id": id_, **({"token": token} if token else {})}
    return tk.get_action(f"scigov_dispute_{name}")(tk.fresh_context(context), wish)
