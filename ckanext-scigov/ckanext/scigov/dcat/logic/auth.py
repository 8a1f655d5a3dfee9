"""The feed is everybody's; that of the government network is for who is signed in."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.dcat import parties, sentences

__all__ = [
    "scigov_dcat_catalogue_show",
    "scigov_dcat_check",
    "scigov_dcat_dataset_show",
    "scigov_dcat_deletion_list",
    "scigov_dcat_government_show",
    "scigov_dcat_report_show",
    "scigov_dcat_score_show",
    "scigov_dcat_vocabulary_show",
]


@tk.auth_allow_anonymous_access
def scigov_dcat_catalogue_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody: it holds what is seen without an account, whoever asks."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def scigov_dcat_dataset_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody; the action finds what the caller sees, and what is gone looks like what is hidden."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def scigov_dcat_deletion_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": True}


@tk.auth_allow_anonymous_access
def scigov_dcat_vocabulary_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": True}


def scigov_dcat_government_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever is signed in: he gets what he sees, highest level apart."""
    # CKAN takes the visitor for an account here: what it has for him is an object too.
    if principal_from(context).user_id:
        return {"success": True}
    return {"success": False, "msg": sentences.for_signed_in()}


@tk.auth_allow_anonymous_access
def scigov_dcat_check(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody: nothing of the portal is in what he gets; visitors so many times an hour."""
    return {"success": True}


@tk.auth_allow_anonymous_access
def scigov_dcat_report_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody: it tells of what is seen without an account, whoever asks."""
    return {"success": True}


def scigov_dcat_score_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Who answers for the whole register."""
    return {"success": parties.sees_score(principal_from(context))}
