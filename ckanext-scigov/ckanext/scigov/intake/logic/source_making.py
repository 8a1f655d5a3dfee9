"""From what somebody has typed to a harvest source of ckanext-harvest, within one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.service import reading as access
from ckanext.scigov.intake import mapping_texts
from ckanext.scigov.intake.domain import parties
from ckanext.scigov.intake.domain.parties import PartyReason
from ckanext.scigov.intake.mapping_texts import MappingText
from ckanext.scigov.intake.reading import Seen
from ckanext.scigov.shared.errors import Refusal, Refused

TYPE = "scigov"
"""Our harvester's name in ckanext-harvest."""
FIELDS = {"url": "address", "owner_org": "organization", "title": "title", "name": "title"}
"""Fields of ckanext-harvest → inputs of ours, where something is wrong with them."""


def provider_of(context: Any, name: str) -> str:
    """Return the id of the organization for which somebody makes a source.

    Raises:
        Refused: there is none, or he does not edit for it.
    """
    provider_id = access.organization_named(model.Session, name)
    principal = principal_from(context)
    if not provider_id or not parties.standing(principal, provider_id, frozenset()).operates:
        raise Refused(Refusal(PartyReason.NO_SUCH_PROVIDER, "organization"))
    return provider_id


def mapping_in(data: Mapping[str, Any]) -> MappingText:
    """Return the mapping that was given.

    Raises:
        tk.ValidationError: there is none, or it has mistakes.
    """
    if shipped := data.get("shipped"):
        return _judged(mapping_texts.shipped(shipped), "shipped")
    if text := data.get("mapping"):
        return _judged(text, "mapping")
    raise tk.ValidationError({"mapping": [tk._("Choose a mapping, or give the text of one.")]})


def mapping_text(data: Mapping[str, Any], otherwise: str) -> str:
    """Return the text of the mapping that was given; without one the text that stands."""
    if data.get("shipped") or data.get("mapping"):
        return mapping_in(data).text
    return otherwise


def _judged(text: str | None, field: str) -> MappingText:
    if text is None:
        raise tk.ValidationError({field: [tk._("There is no mapping of this name.")]})
    found, sentences = mapping_texts.judge(text)
    if found is None:
        raise tk.ValidationError({field: list(sentences)})
    return found


def harvest_source(
    context: Any, data: Mapping[str, Any], provider_id: str, mapping: MappingText
) -> str:
    """Make the source of ckanext-harvest and return its id; nothing is committed here."""
    told = {
        "title": data["title"],
        "name": f"{mapping.name}-{secrets.token_hex(3)}",
        "url": data["address"],
        "source_type": TYPE,
        "owner_org": provider_id,
        "frequency": "MANUAL",  # We have our own schedule.
    }
    source_id = str(_told("harvest_source_create", context, told))
    _settled(source_id)
    return source_id


def change_harvest_source(context: Any, seen: Seen, data: Mapping[str, Any]) -> None:
    """Give it another title or address, where these are new."""
    now = {"title": seen.found.title, "url": seen.found.address}
    wanted = {"title": data.get("title"), "url": data.get("address")}
    changed = {name: text for name, text in wanted.items() if text and text != now[name]}
    if changed:
        _told("harvest_source_patch", context, {"id": seen.id, **changed})
        _settled(seen.id)


def _settled(source_id: str) -> None:
    """Bring the index in line; CKAN leaves that to whoever commits."""
    model.Session.flush()
    logic.index_update_package({"ignore_auth": True, "user": ""}, source_id)


def _told(action: str, context: Any, told: dict[str, Any]) -> Any:
    """Call an action of ckanext-harvest as the caller; what it refuses stands at our own inputs.

    Without ``return_id_only`` CKAN takes back what it has written and was not to commit.
    """
    inside = {**tk.fresh_context(context), "defer_commit": True, "return_id_only": True}
    try:
        return tk.get_action(action)(inside, told)
    except tk.ValidationError as error:
        wrong: dict[str, Any] = {}
        for field, sentences in error.error_dict.items():
            wrong.setdefault(FIELDS.get(field, "state"), []).extend(
                sentences if isinstance(sentences, list) else [str(sentences)]
            )
        raise tk.ValidationError(wrong) from error
