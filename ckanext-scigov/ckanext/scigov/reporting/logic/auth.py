"""Who may: packages are the data authority's, lines also their providers'; what is public, everybody's."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.intake.imports.access import edits_somewhere
from ckanext.scigov.reporting import parties
from ckanext.scigov.reporting.parties import Sight

__all__ = [
    "scigov_reporting_catalogue_import",
    "scigov_reporting_entry_list",
    "scigov_reporting_export",
    "scigov_reporting_lacking_list",
    "scigov_reporting_line_list",
    "scigov_reporting_package_create",
    "scigov_reporting_package_file",
    "scigov_reporting_package_list",
    "scigov_reporting_package_show",
    "scigov_reporting_receipt_import",
]


@tk.auth_allow_anonymous_access
def scigov_reporting_entry_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody, of what he may export; what is found there is decided by ``package_search``."""
    asked = str(data_dict.get("sight") or "")
    may = {one.value for one in parties.sights(principal_from(context))}
    # A word that is none is refused by the shape, not here.
    known = {one.value for one in Sight}
    return {"success": not asked or asked in may or asked not in known}


scigov_reporting_export = scigov_reporting_entry_list


def scigov_reporting_package_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": parties.reports(principal_from(context))}


scigov_reporting_receipt_import = scigov_reporting_package_create


def scigov_reporting_package_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": parties.sees_reports(principal_from(context))}


scigov_reporting_package_show = scigov_reporting_package_list
scigov_reporting_package_file = scigov_reporting_package_list


def scigov_reporting_line_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """The authority, and members of providers of their own lines."""
    principal = principal_from(context)
    return {"success": parties.sees_reports(principal) or bool(principal.capacities)}


scigov_reporting_lacking_list = scigov_reporting_line_list


def scigov_reporting_catalogue_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": edits_somewhere(context)}
