"""What plugins may implement for files and tables."""

from __future__ import annotations

import ckan.plugins as p


class IFileGuard(p.Interface):
    """Has a say before a stored file is sent: one plugin that says no is enough."""

    def may_send_file(self, resource_id: str) -> bool:
        """Say whether this request may have the resource's file."""
        return False


def may_send_file(resource_id: str) -> bool:
    return all(one.may_send_file(resource_id) for one in p.PluginImplementations(IFileGuard))
