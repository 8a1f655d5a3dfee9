"""Who may: drafts are their owner's; templates are for whoever edits entries of the provider."""

from __future__ import annotations

from typing import Any

from ckan import authz, model

from ckanext.scigov.drafts import queries
from ckanext.scigov.drafts.model import Draft

__all__ = [
    "scigov_drafts_delete",
    "scigov_drafts_file_create",
    "scigov_drafts_file_delete",
    "scigov_drafts_list",
    "scigov_drafts_save",
    "scigov_drafts_show",
    "scigov_drafts_template_create",
]


def scigov_drafts_save(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever edits entries of some provider."""
    user = context.get("user") or ""
    return {
        "success": bool(user) and authz.has_user_permission_for_some_org(user, "create_dataset")
    }


scigov_drafts_list = scigov_drafts_save
scigov_drafts_file_create = scigov_drafts_save


def scigov_drafts_template_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": _edits(context, str(data_dict.get("organization_id") or ""))}


def scigov_drafts_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    draft = queries.find(model.Session(), str(data_dict.get("id") or ""))
    return {"success": draft is not None and _is_seen(context, draft)}


scigov_drafts_delete = scigov_drafts_show
scigov_drafts_file_delete = scigov_drafts_show


def _is_seen(context: Any, draft: Draft) -> bool:
    if draft.organization_id:
        return _edits(context, draft.organization_id)
    user = context.get("auth_user_obj") or model.User.get(context.get("user") or "")
    return user is not None and not user.is_anonymous and user.id == draft.user_id


def _edits(context: Any, organization_id: str) -> bool:
    user = context.get("user") or ""
    return bool(organization_id and user) and authz.has_user_permission_for_group_or_org(
        organization_id, user, "create_dataset"
    )
