"""Tokens of a grant, for programs that fetch its data: who has which, and a call to copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.standings import reader
from ckanext.scigov.application import entries
from ckanext.scigov.application.pages import Call, Shown, TokensPage

HOLDERS = frozenset({"applicant", "signer", "decider"})
"""Who finds the page linked: whom the grant is for, and who may end it."""
MOST_CALLS = 5
UNNAMED = "$TOKEN"
ROWS = 100
Sent = tuple[Shown, Shown]
"""What was typed when the form comes back, and what was wrong with it, by field."""
NOTHING: Sent = ({}, {})


def address(filing: Shown, part: Shown) -> str:
    """Return where the tokens of a part's grant are; empty where there is none for the reader."""
    if part["state"] != "active" or not part["grant_number"] or not HOLDERS & set(part["parties"]):
        return ""
    return tk.h.url_for("scigov_application.tokens", id=filing["id"], part_id=part["id"])


def gather(
    context: Any, filing: Shown, part: Shown, sent: Sent = NOTHING, made: Shown | None = None
) -> TokensPage:
    """Return the page of a grant's tokens.

    Args:
        context: of the reader.
        filing: the application.
        part: its part, which has a grant.
        sent: of the form that comes back.
        made: the token that has just been made; this is the only time it is shown.

    Raises:
        ObjectNotFound: the reader does not see the grant.
    """
    wish = {"number": part["grant_number"]}
    listed = tk.get_action("scigov_access_grant_token_list")(tk.fresh_context(context), wish)
    known = entries.of(context, [part["dataset_id"]]).get(part["dataset_id"])
    conditions = part["obligations"] or {}
    terms = tk.h.url_for("scigov_access_terms.read", number=part["grant_number"])
    return TokensPage(
        filing=filing,
        part=part,
        tokens=tuple(listed),
        people=tuple(_people(context, filing, part)) if part["state"] == "active" else (),
        calls=tuple(_calls(known, part, made["token"] if made else UNNAMED)) if known else (),
        values=sent[0],
        errors=sent[1],
        made=made,
        terms_url=terms if conditions.get("no_onward_transfer") else "",
    )


def _people(context: Any, filing: Shown, part: Shown) -> Iterator[tuple[str, str]]:
    """Yield for whom the reader may make a token: id, and what he is called."""
    own = reader().user_id
    who = filing["handlers"] or [{**filing["applicant"], "id": filing["applicant"]["user_id"]}]
    others = [one["id"] for one in who if one["id"] != own]
    may_others = bool(others) and _may(context, part, others[0])
    may_own = len(others) < len(who) and _may(context, part, own)
    for one in who:
        if may_own if one["id"] == own else may_others:
            yield one["id"], one["display_name"]


def _may(context: Any, part: Shown, user_id: str) -> bool:
    wish = {"number": part["grant_number"], "user": user_id}
    try:
        tk.check_access("scigov_access_grant_token_create", tk.fresh_context(context), wish)
    except tk.NotAuthorized:
        return False
    return True


def _calls(entry: entries.Entry, part: Shown, token: str) -> Iterator[Call]:
    """Yield a call for each of the first resources that are given: of a table its rows, else the file."""
    given = set(part["given"]["resource_ids"] if part["given"] else ())
    titles = entries.resources(entry)
    wanted = [one for one in entry.get("resources") or () if not given or one["id"] in given]
    only_rows = (part["obligations"] or {}).get("query_only")
    quoted = f"'Authorization: {token}'" if token != UNNAMED else f'"Authorization: {token}"'
    for resource in wanted[:MOST_CALLS]:
        title = titles[resource["id"]]
        if resource.get("datastore_active"):
            yield Call(title, f"curl -H {quoted} '{_rows_of(resource['id'])}'")
        elif not only_rows:
            yield Call(title, f"curl -OJL -H {quoted} '{_file_of(entry, resource)}'")


def _rows_of(resource_id: str) -> str:
    return tk.h.url_for(
        "api.action", ver=3, logic_function="datastore_search", resource_id=resource_id, limit=ROWS,
        locale="default", _external=True,
    )  # fmt: skip


def _file_of(entry: entries.Entry, resource: Shown) -> str:
    return tk.h.url_for(
        "dataset_resource.download", id=entry["name"], resource_id=resource["id"],
        locale="default", _external=True,
    )  # fmt: skip
