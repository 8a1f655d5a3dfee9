"""Actions of the feed: they answer documents of RDF as texts."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dcat import config, entries, feed, gone, service
from ckanext.scigov.dcat.domain import concepts, fields
from ckanext.scigov.dcat.logic import schema
from ckanext.scigov.shared.toolkit_inputs import checked, takes

__all__ = [
    "scigov_dcat_catalogue_show",
    "scigov_dcat_dataset_show",
    "scigov_dcat_deletion_list",
    "scigov_dcat_government_show",
    "scigov_dcat_vocabulary_show",
]


@tk.side_effect_free
@takes(schema.page)
def scigov_dcat_catalogue_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a page of the public's feed: what is seen without an account, in the order of ids.

    Args:
        context: CKAN's.
        data_dict: ``form`` (``ttl``, ``rdf``, ``jsonld``, ``nt``); ``page``, from 1 on; ``after``, the id that the
            page before ended with, which goes before ``page``; ``modified_since``, a day or a moment (UTC): only
            datasets that read differently since then.

    Returns:
        ``document``, text; ``next``, the address of the next page, empty behind the last one.
    """
    asked = checked("scigov_dcat_catalogue_show", context, data_dict)
    wish = feed.Asked(
        asked["form"], page=asked["page"], after=asked.get("after") or "", since=asked.get("modified_since")
    )  # fmt: skip
    document, following = feed.public(wish)
    return {"document": document, "next": following}


@tk.side_effect_free
@takes(schema.part)
def scigov_dcat_government_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a page of the feed for the government network: what the caller sees, highest level apart.

    Args:
        context: CKAN's.
        data_dict: ``form``, ``after``, ``modified_since``, as for the public's feed; the moment is ignored.

    Returns:
        ``document``, text; ``next``, the address of the next page, empty behind the last one.
    """
    asked = checked("scigov_dcat_government_show", context, data_dict)
    wish = feed.Asked(asked["form"], "/gov/catalog", after=asked.get("after") or "")
    user = model.User.get(context["user"])
    document, following = feed.government(wish, context, user)
    return {"document": document, "next": following}


@tk.side_effect_free
@takes(schema.dataset)
def scigov_dcat_dataset_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show a dataset as the caller sees it.

    Args:
        context: CKAN's.
        data_dict: ``id``, id or name; ``form``.

    Returns:
        ``document``, text.

    Raises:
        NotFound: there is no such dataset, or it is not visible to the caller.
    """
    asked = checked("scigov_dcat_dataset_show", context, data_dict)
    show = tk.get_action("package_show")(tk.fresh_context(context), {"id": asked["id"]})
    if not entries.may_leave(show):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    made = service.make([entries.shown(show)], feed.press())[0]
    return {"document": feed.one(made, asked["form"])}


@tk.side_effect_free
@takes(schema.deleted)
def scigov_dcat_deletion_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List the datasets that the public's feed held and holds no more.

    Why one is gone is not told: deleted, closed and hidden look alike.

    Args:
        context: CKAN's.
        data_dict: ``since``, a day or a moment (UTC); ``after``, the id that the list before ended with.

    Returns:
        ``deleted``, at most 1,000 with ``id``, ``identifier`` (address) and ``deleted_at`` (UTC), in the order of
        ids; ``is_last``, whether there are no more.
    """
    asked = checked("scigov_dcat_deletion_list", context, data_dict)
    return gone.listed(asked.get("since"), asked.get("after") or "")


@tk.side_effect_free
@takes(schema.vocabulary)
def scigov_dcat_vocabulary_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Show the portal's own vocabulary: its properties, its lists and their values, in Chinese and English.

    Args:
        context: CKAN's.
        data_dict: ``form``.

    Returns:
        ``document``, text.
    """
    asked = checked("scigov_dcat_vocabulary_show", context, data_dict)
    portal = config.portal()
    head = concepts.vocabulary_head(portal.standard, portal.st)
    properties = fields.properties(config.field_labels(), portal.st)
    triples = [*head, *properties, *config.concepts().everything()]
    return {"document": config.writer(asked["form"]).document(triples)}
