"""Actions that show disputes: to everybody what is public, to those whom it concerns what concerns them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute.logic import alike, present, schema, showing
from ckanext.scigov.dispute.logic.stepping import TRANSLATED, caller
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@tk.side_effect_free
@TRANSLATED
@takes(schema.dispute)
def scigov_dispute_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a dispute.

    Args:
        context: CKAN's; anyone, what is public; reporters and officials what concerns them.
        data_dict: ``id`` (or number); ``token`` of the link by which a visitor has come.

    Returns:
        What the caller may see of it: ``state``, ``kind``, ``target``, ``unit_title``, ``due_on``, the
        ``answer``; ``explanation``, ``proposal``, ``value`` and ``cells`` only where he may read them;
        ``parties`` (what he is to it) and ``possible`` (the steps that he can take now).

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_dispute_show", context, data_dict)
    return showing.one(data["id"], caller(context, data))


@tk.side_effect_free
@TRANSLATED
@takes(schema.dispute)
def scigov_dispute_history(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Show what has happened to a dispute, the oldest first.

    Args:
        context: CKAN's; as ``scigov_dispute_show``.
        data_dict: ``id`` (or number); ``token`` of the link by which a visitor has come.

    Returns:
        ``event``, ``at``, ``as_party``, ``state`` after it, and ``reason`` and ``actor`` as far as the
        caller may read them.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_dispute_history", context, data_dict)
    return showing.history(data["id"], caller(context, data))


@tk.side_effect_free
@TRANSLATED
@takes(schema.dispute)
def scigov_dispute_present_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show what stands now where a dispute points: in the cell or row, or in the field of the catalogue.

    Args:
        context: CKAN's; as ``scigov_dispute_show``.
        data_dict: ``id`` (or number); ``token`` of the link by which a visitor has come.

    Returns:
        ``value`` and ``cells`` as far as the caller may read them now; of a row ``outcome`` (one, several,
        none: which row is meant), ``row`` (its ``_id``), ``rows`` (those that may be meant).

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_dispute_present_show", context, data_dict)
    return present.present(data["id"], caller(context, data))


@tk.side_effect_free
@TRANSLATED
@takes(schema.dispute)
def scigov_dispute_alike_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List the disputes about the same that a dispute can be merged into, the oldest first.

    Args:
        context: CKAN's; who can merge it; to all others it is empty.
        data_dict: ``id`` (or number); ``token`` of the link by which a visitor has come.

    Returns:
        Each as ``scigov_dispute_show``.

    Raises:
        ObjectNotFound: it is not there, or not visible to the caller.
    """
    data = checked("scigov_dispute_alike_list", context, data_dict)
    return alike.alike(data["id"], caller(context, data))
