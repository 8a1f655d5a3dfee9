"""The file that waits with a draft becomes the first resource of the entry made of that draft.

Entry, resource, dictionary and the end of the draft are one transaction. The store of tables gets a
copy; the waiting file is deleted after the commit, so that a crash at any moment loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import incoming
from ckanext.scigov.drafts import config, queries
from ckanext.scigov.drafts.domain.values import is_of_file
from ckanext.scigov.drafts.model import WaitingFile
from ckanext.scigov.shared.toolkit_actors import actor_from

SENT = "scigov_drafts_sent"
"""Context key: the draft whose file has become a resource in this transaction."""


def waiting_file(context: Any, draft_id: str) -> WaitingFile | None:
    """Return the file of one's own draft; it is nobody else's until the transaction ends."""
    draft = queries.find(model.Session(), draft_id, lock=True) if draft_id else None
    user = actor_from(context).user_id
    if draft is None or draft.organization_id or not user or draft.user_id != user:
        return None
    return queries.file_of(model.Session(), draft.id)


def create_with(
    up: Callable[..., Any], context: Any, data_dict: Mapping[str, Any], file: WaitingFile
) -> Any:
    """Create an entry with its file.

    Raises:
        ValidationError: of the entry; what is wrong with the file stands at the form's own inputs.
    """
    path = config.file_store().path(file.storage_key)
    context[SENT] = file.draft_id
    try:
        return _create(up, context, data_dict, file.file_name, path)
    except FileNotFoundError:
        message = tk._("The file is not there any more. Go on without it and attach it afterwards.")
        raise tk.ValidationError({"upload": [message]}) from None
    except tk.ValidationError as error:
        raise tk.ValidationError(_at_the_form(error.error_dict)) from None


def _create(
    up: Callable[..., Any], context: Any, data_dict: Mapping[str, Any], name: str, path: Path
) -> Any:
    entry = {field: value for field, value in data_dict.items() if not is_of_file(field)}
    resource = {field: value for field, value in data_dict.items() if is_of_file(field)}
    with path.open("rb") as stream:
        resource["upload"] = FileStorage(stream, filename=name)
        incoming.shape_resource(resource)
        entry["resources"] = [resource, *(data_dict.get("resources") or [])]
        return up(context, entry)


def with_items(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a form shows: the dictionary as a list, however it was sent or kept."""
    of_file = {field: value for field, value in data.items() if is_of_file(field)}
    if not of_file:
        return dict(data)
    try:
        incoming.shape_resource(of_file)
    except tk.ValidationError:
        of_file["data_items"] = []
    return {name: value for name, value in data.items() if not is_of_file(name)} | of_file


def _at_the_form(errors: Mapping[str, Any]) -> dict[str, Any]:
    """The form of the entry has the dictionary in it: its errors stand there."""
    found = dict(errors)
    resources = found.pop("resources", None)
    first = resources[0] if isinstance(resources, list) and resources else {}
    for name, messages in dict(first).items():
        found["data_items" if name == "data_items" else "upload"] = messages
    return found
