"""Actions on the tree of providers and on what is internal to one."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.catalogue import queries, sentences_registers, unit_queries
from ckanext.scigov.catalogue.domain.units import UnitReason
from ckanext.scigov.catalogue.logic import schema
from ckanext.scigov.catalogue.service import units as service
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated(sentences_registers.SENTENCES)


@tk.side_effect_free
@takes(schema.by_id)
def scigov_catalogue_unit_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return where a provider stands in the tree, and who answers for its data security.

    Args:
        context: CKAN's; whoever belongs to a provider, or a system administrator.
        data_dict: ``id`` (or name) of the organisation.

    Returns:
        ``id``, ``parent`` (an id, or empty), ``above`` (nearest first) and ``children``, each with
        ``id``, ``name``, ``title`` and ``level``; ``security_owner``, ``security_contact``.

    Raises:
        NotAuthorized; NotFound: there is no such provider.
    """
    data = checked("scigov_catalogue_unit_show", context, data_dict)
    return _shown(_provider(data["id"]))


@TRANSLATED
@takes(schema.unit)
def scigov_catalogue_unit_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Put a provider below another, and say who answers for its data security.

    Args:
        context: CKAN's; an administrator of the provider. To put it below another, or away from
            there, it takes one of that other provider as well, or a system administrator.
        data_dict: ``id`` (or name); ``parent``: id or name of the provider above, empty for none, left
            as it is when not given; ``security_owner`` and ``security_contact``, likewise.

    Returns:
        As ``scigov_catalogue_unit_show``.

    Raises:
        NotAuthorized; ValidationError: a circle, a higher level than above, or not both are managed.
    """
    data = checked("scigov_catalogue_unit_update", context, data_dict)
    organization_id = _provider(data["id"])
    by = By(actor_from(context), clock.now())
    if "parent" in data_dict:
        parent_id = _parent(context, organization_id, data["parent"])
        service.place(model.Session(), organization_id, parent_id, by)
    if {"security_owner", "security_contact"} & set(data_dict):
        service.describe(
            model.Session(), organization_id, _internal(organization_id, data, data_dict), by
        )
    shown = _shown(organization_id)
    if not context.get("defer_commit"):
        model.repo.commit()
    return shown


@tk.chained_action
def member_create(up: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Add a member; a provider's place in the tree is not changed by this."""
    _refuse_links(context, data_dict)
    return up(context, data_dict)


@tk.chained_action
def member_delete(up: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    """Remove a member; a provider's place in the tree is not changed by this."""
    _refuse_links(context, data_dict)
    return up(context, data_dict)


def _refuse_links(context: Any, data_dict: dict[str, Any]) -> None:
    """One action alone writes the tree: it looks for circles and leaves its audit row."""
    is_link = data_dict.get("object_type") == "group"
    if not is_link or context.get("ignore_auth"):
        return
    if queries.provider_id(model.Session(), str(data_dict.get("id") or "")):
        message = tk._("The place of a provider is changed by scigov_catalogue_unit_update alone.")
        raise tk.ValidationError({"object_type": [message]})


def _parent(context: Any, organization_id: str, name: str) -> str | None:
    """Return the provider to stand below; what is left and what is entered is both asked for."""
    parent_id = queries.provider_id(model.Session(), name) if name else None
    if name and parent_id is None:
        raise Refused(Refusal(UnitReason.PARENT_UNKNOWN, "parent"))
    before = unit_queries.parent(model.Session(), organization_id)
    before_id = before.id if before else None
    for one in {parent_id, before_id} - {None} if parent_id != before_id else ():
        try:
            tk.check_access("scigov_catalogue_unit_update", context, {"id": one})
        except tk.NotAuthorized as error:
            raise Refused(Refusal(UnitReason.PARENT_NOT_YOURS, "parent")) from error
    return parent_id


def _internal(
    organization_id: str, data: dict[str, Any], given: dict[str, Any]
) -> service.Internal:
    row = unit_queries.internal(model.Session(), organization_id)
    stored = (row.security_owner, row.security_contact) if row else ("", "")
    owner, contact = (
        data[name] if name in given else kept
        for name, kept in zip(("security_owner", "security_contact"), stored, strict=True)
    )
    return service.Internal(owner, contact)


def _provider(name: str) -> str:
    found = queries.provider_id(model.Session(), name)
    if found is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return found


def _shown(organization_id: str) -> dict[str, Any]:
    session = model.Session()
    row, above = (
        unit_queries.internal(session, organization_id),
        unit_queries.above(session, organization_id),
    )
    return {
        "id": organization_id,
        "parent": above[0].id if above else "",
        "above": [_unit(one) for one in above],
        "children": [_unit(one) for one in unit_queries.children(session, organization_id)],
        "security_owner": row.security_owner if row else "",
        "security_contact": row.security_contact if row else "",
    }


def _unit(unit: unit_queries.Unit) -> dict[str, str]:
    return {"id": unit.id, "name": unit.name, "title": unit.title, "level": unit.level}
