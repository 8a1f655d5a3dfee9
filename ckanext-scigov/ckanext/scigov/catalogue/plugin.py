"""Plugin ``scigov_catalogue``: the catalogue's schema, its rules and its form."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import enforcement, helpers, incoming, legal_files, views
from ckanext.scigov.catalogue.logic import action, action_units, auth, validators


def registered_actions() -> dict[str, Any]:
    """Return the actions of both modules."""
    modules = (action, action_units)
    names = [(module, name) for module in modules for name in vars(module)]
    own = ("scigov_catalogue_", "member_")
    return {name: getattr(module, name) for module, name in names if name.startswith(own)}


@tk.blanket.actions(registered_actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
@tk.blanket.validators(validators)
class ScigovCataloguePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.IConfigurable)
    p.implements(p.IPackageController, inherit=True)
    p.implements(p.IResourceController, inherit=True)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scigov_catalogue")

    # IConfigurable

    def configure(self, config: Any) -> None:
        """Read the registers once: a mistake in the site's file keeps the site from starting."""
        legal_files.load(config.get(legal_files.OPTION) or "")

    # IPackageController

    def after_dataset_create(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        enforcement.after_saving(context, "dataset.create", pkg_dict["id"])

    def after_dataset_update(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        enforcement.after_saving(context, "dataset.update", pkg_dict["id"])

    def after_dataset_delete(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        enforcement.after_deleting(context, pkg_dict["id"])

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        is_ours = pkg_dict.get("type") == "dataset"
        return enforcement.complete_document(pkg_dict) if is_ours else pkg_dict

    # IResourceController

    def before_resource_create(self, context: Any, resource: dict[str, Any]) -> None:
        incoming.shape_resource(resource)

    def before_resource_update(
        self, context: Any, current: dict[str, Any], resource: dict[str, Any]
    ) -> None:
        incoming.shape_resource(resource)
