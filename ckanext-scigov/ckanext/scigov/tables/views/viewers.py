"""The bytes of what a page shows."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables import downloads, viewers
from ckanext.scigov.tables.interfaces import may_send_file
from ckanext.scigov.tables.views.blueprint import RESOURCE, context, scigov_tables


@scigov_tables.route(f"{RESOURCE}/inline")
def inline(id: str, resource_id: str) -> Response:  # noqa: A002
    """Send a file to be shown. Where access is graded, its gateway answers in this view's place."""
    tk.get_action("resource_show")(context(), {"id": resource_id})
    stored = downloads.find(resource_id)
    if stored is None:
        raise tk.ObjectNotFound
    if not may_send_file(resource_id):
        raise tk.NotAuthorized
    return viewers.send(stored)
