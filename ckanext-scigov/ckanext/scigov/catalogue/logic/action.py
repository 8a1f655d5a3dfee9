"""Actions on the registers of information systems and business items."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.catalogue import queries, sentences_registers
from ckanext.scigov.catalogue.domain.registers import Description, Register
from ckanext.scigov.catalogue.logic import schema
from ckanext.scigov.catalogue.service import registers as service
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated(sentences_registers.SENTENCES)


@tk.side_effect_free
@takes(schema.listed)
def scigov_catalogue_system_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the information systems on a provider's register, by name.

    Args:
        context: CKAN's; a member of the provider, or a system administrator.
        data_dict: ``organization_id`` (id or name), ``include_retired``, ``limit``, ``offset``.

    Returns:
        A list of what ``scigov_catalogue_system_show`` gives.

    Raises:
        NotAuthorized: of another provider, or of one that does not exist.
    """
    return _list(Register.SYSTEMS, "scigov_catalogue_system_list", context, data_dict)


@tk.side_effect_free
@takes(schema.by_id)
def scigov_catalogue_system_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one information system.

    Args:
        context: CKAN's; a member of the provider, or a system administrator.
        data_dict: ``id``.

    Returns:
        ``id``, ``organization_id``, ``title``, ``code``, ``note``, ``changed_at``,
        ``retired_at`` (None while it is in use).

    Raises:
        NotAuthorized: of another provider, or no such id; NotFound: no such id, for administrators.
    """
    return _show(Register.SYSTEMS, "scigov_catalogue_system_show", context, data_dict)


@TRANSLATED
@takes(schema.created, Register.SYSTEMS)
def scigov_catalogue_system_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Put an information system on a provider's register.

    Args:
        context: CKAN's; an editor of the provider, or a system administrator.
        data_dict: ``organization_id`` (id or name), ``title``, ``code``, ``note``.

    Returns:
        As ``scigov_catalogue_system_show``.

    Raises:
        NotAuthorized; ValidationError: the provider has the title already.
    """
    return _create(Register.SYSTEMS, "scigov_catalogue_system_create", context, data_dict)


@TRANSLATED
@takes(schema.updated, Register.SYSTEMS)
def scigov_catalogue_system_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Describe an information system anew; what is not given is emptied.

    Args:
        context: CKAN's; an editor of the provider, or a system administrator.
        data_dict: ``id``, and as for ``scigov_catalogue_system_create``.

    Returns:
        As ``scigov_catalogue_system_show``.

    Raises:
        NotAuthorized; ValidationError: the title is taken, or this is retired.
    """
    return _update(Register.SYSTEMS, "scigov_catalogue_system_update", context, data_dict)


@TRANSLATED
@takes(schema.by_id)
def scigov_catalogue_system_retire(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Propose an information system no longer; entries that name it keep it.

    Args:
        context: CKAN's; an editor of the provider, or a system administrator.
        data_dict: ``id``.

    Returns:
        As ``scigov_catalogue_system_show``.

    Raises:
        NotAuthorized; ValidationError: this is retired already.
    """
    return _retire(Register.SYSTEMS, "scigov_catalogue_system_retire", context, data_dict)


@tk.side_effect_free
@takes(schema.listed)
def scigov_catalogue_business_item_list(
    context: Any, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return the business items on a provider's register, by name.

    Args:
        context: CKAN's; a member of the provider, or a system administrator.
        data_dict: ``organization_id`` (id or name), ``include_retired``, ``limit``, ``offset``.

    Returns:
        A list of what ``scigov_catalogue_business_item_show`` gives.

    Raises:
        NotAuthorized: of another provider, or of one that does not exist.
    """
    return _list(Register.BUSINESS_ITEMS, "scigov_catalogue_business_item_list", context, data_dict)


@tk.side_effect_free
@takes(schema.by_id)
def scigov_catalogue_business_item_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one business item.

    Args:
        context: CKAN's; a member of the provider, or a system administrator.
        data_dict: ``id``.

    Returns:
        ``id``, ``organization_id``, ``title``, ``code``, ``note``, ``update_cycle``, ``changed_at``,
        ``retired_at`` (None while it is in use).

    Raises:
        NotAuthorized: of another provider, or no such id; NotFound: no such id, for administrators.
    """
    return _show(Register.BUSINESS_ITEMS, "scigov_catalogue_business_item_show", context, data_dict)


@TRANSLATED
@takes(schema.created, Register.BUSINESS_ITEMS)
def scigov_catalogue_business_item_create(
    context: Any, data_dict: dict[str, Any]
) -> dict[str, Any]:
    """Put a business item on a provider's register.

    Args:
        context: CKAN's; an editor of the provider, or a system administrator.
        data_dict: ``organization_id`` (id or name), ``title``, ``code``, ``note``, ``update_cycle``.

    Returns:
        As ``scigov_catalogue_business_item_show``.

    Raises:
        NotAuthorized; ValidationError: the provider has the title already.
    """
    return _create(
        Register.BUSINESS_ITEMS, "scigov_catalogue_business_item_create", context, data_dict
    )


@TRANSLATED
@takes(schema.updated, Register.BUSINESS_ITEMS)
def scigov_catalogue_business_item_update(
    context: Any, data_dict: dict[str, Any]
) -> dict[str, Any]:
    """Describe a business item anew; what is not given is emptied.

    Args:
        context: CKAN's; an editor of the provider, or a system administrator.
        data_dict: ``id``, and as for ``scigov_catalogue_business_item_create``.

    Returns:
        As ``scigov_catalogue_business_item_show``.

    Raises:
        NotAuthorized; ValidationError: the title is taken, or this is retired.
    """
    return _update(
        Register.BUSINESS_ITEMS, "scigov_catalogue_business_item_update", context, data_dict
    )


@TRANSLATED
@takes(schema.by_id)
def scigov_catalogue_business_item_retire(
    context: Any, data_dict: dict[str, Any]
) -> dict[str, Any]:
    """Propose a business item no longer; entries that name it keep it.

    Args:
        context: CKAN's; an editor of the provider, or a system administrator.
        data_dict: ``id``.

    Returns:
        As ``scigov_catalogue_business_item_show``.

    Raises:
        NotAuthorized; ValidationError: this is retired already.
    """
    return _retire(
        Register.BUSINESS_ITEMS, "scigov_catalogue_business_item_retire", context, data_dict
    )


def _list(register: Register, name: str, context: Any, data_dict: Any) -> list[dict[str, Any]]:
    data = checked(name, context, data_dict)
    provider = queries.provider_id(model.Session(), data["organization_id"])
    found = queries.listed(
        model.Session(),
        register,
        [provider] if provider else [],
        limit=data["limit"],
        offset=data["offset"],
        include_retired=data.get("include_retired", False),
    )
    return [_shown(entry) for entry in found]


def _show(register: Register, name: str, context: Any, data_dict: Any) -> dict[str, Any]:
    data = checked(name, context, data_dict)
    entry = queries.find(model.Session(), register, data["id"])
    if entry is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return _shown(entry)


def _create(register: Register, name: str, context: Any, data_dict: Any) -> dict[str, Any]:
    data = checked(name, context, data_dict)
    provider = queries.provider_id(model.Session(), data["organization_id"])
    if provider is None:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    entry = service.create(model.Session(), register, provider, _description(data), _by(context))
    return _done(context, entry)


def _update(register: Register, name: str, context: Any, data_dict: Any) -> dict[str, Any]:
    data = checked(name, context, data_dict)
    entry = service.update(model.Session(), register, data["id"], _description(data), _by(context))
    return _done(context, entry)


def _retire(register: Register, name: str, context: Any, data_dict: Any) -> dict[str, Any]:
    data = checked(name, context, data_dict)
    return _done(context, service.retire(model.Session(), register, data["id"], _by(context)))


def _description(data: dict[str, Any]) -> Description:
    return Description(
        title=data["title"],
        code=data["code"],
        note=data["note"],
        update_cycle=data.get("update_cycle", ""),
    )


def _by(context: Any) -> By:
    return By(actor_from(context), clock.now())


def _done(context: Any, entry: queries.Entry) -> dict[str, Any]:
    shown = _shown(entry)
    if not context.get("defer_commit"):
        model.repo.commit()
    return shown


def _shown(entry: queries.Entry) -> dict[str, Any]:
    shown = {
        "id": entry.id,
        "organization_id": entry.organization_id,
        "title": entry.title,
        "code": entry.code,
        "note": entry.note,
        "changed_at": entry.changed_at.isoformat(),
        "retired_at": entry.retired_at.isoformat() if entry.retired_at else None,
    }
    if isinstance(entry, queries.BusinessItem):
        shown["update_cycle"] = entry.update_cycle
    return shown
