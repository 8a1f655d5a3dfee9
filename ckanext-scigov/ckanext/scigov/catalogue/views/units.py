"""``/provider/ID/place``: where a provider stands in the tree, and who answers for its security."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import queries, reference, unit_queries
from ckanext.scigov.shared import toolkit_pages as asked

scigov_catalogue_units = asked.blueprint("scigov_catalogue_units")
SHOW, UPDATE = "scigov_catalogue_unit_show", "scigov_catalogue_unit_update"


@scigov_catalogue_units.route("/provider/<id>/place", methods=["GET", "POST"])
def edit(id: str) -> Any:  # noqa: A002
    """Show the form and take what comes back."""
    tk.check_access(UPDATE, asked.context(), {"id": id})
    values: Mapping[str, Any] = tk.get_action(SHOW)(asked.context(), {"id": id})
    provider = model.Session.get(model.Group, queries.provider_id(model.Session(), id) or "")
    fields = reference.load("registers.yaml")["place"]
    errors: Mapping[str, Any] = {}
    if tk.request.method == "POST":
        values = {name: asked.field(name) for name in (one["field_name"] for one in fields)}
        try:
            tk.get_action(UPDATE)(asked.context(), {"id": id, **values})
        except tk.ValidationError as error:
            errors = asked.errors_of(error)
        else:
            tk.h.flash_success(tk._("The provider is up to date."))
            return tk.redirect_to("organization.read", id=id)
    shown = {"provider": provider, "fields": fields, "values": values, "errors": errors}
    shown["choices"] = unit_queries.others(model.Session(), provider.id if provider else "")
    page = tk.render("scigov/catalogue/registers/place.html", shown)
    return flask.make_response(page, asked.REFUSED) if errors else page
