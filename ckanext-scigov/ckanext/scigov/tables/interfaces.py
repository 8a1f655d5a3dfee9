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


class ITables(p.Interface):
    """Called in the transaction that makes a table known; an exception undoes that."""

    def after_table_loaded(self, resource_id: str) -> None:
        """Learn that a resource has a table, or another one than before."""


def tell_loaded(resource_id: str) -> None:
    for plugin in p.PluginImplementations(ITables):
        plugin.after_table_loaded(resource_id)
