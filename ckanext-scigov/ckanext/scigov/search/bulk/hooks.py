"""What plugins do to a document, with their questions to the database asked once a batch."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

import ckan.plugins as p
from ckan import model
from ckan.types import Context

from ckanext.scigov.search.bulk.own_code import with_names
from ckanext.scigov.search.interfaces import IBulkIndexing

HARVEST = "ckanext.harvest.plugin"
_HARVEST_ASKS = frozenset(
    ("model", "Session", "query", "HarvestObject", "filter", "package_id", "current", "order_by",
     "import_finished", "desc", "first", "id", "source", "title")
)  # fmt: skip
"""The one question ckanext-harvest's hook asks, in the order of its names."""


class DocumentPlugins:
    """The plugins of ``IPackageController``, ready for one batch after another."""

    def __init__(self) -> None:
        self._plugins = list(p.PluginImplementations(p.IPackageController))
        self._preparing = list(p.PluginImplementations(IBulkIndexing))
        self._asked: list[_HarvestHook] = []
        self.indexing: list[Any] = [self._for_indexing(plugin) for plugin in self._plugins]

    def prepare(self, context: Context, shown: Sequence[dict[str, Any]]) -> None:
        """Let plugins ask the database for a whole batch."""
        for hook in self._asked:
            hook.prepare(one["id"] for one in shown)
        for plugin in self._preparing:
            plugin.before_bulk_index(context, shown)

    def after_show(self, context: Context, shown: dict[str, Any]) -> None:
        """Do the last step of ``package_show``."""
        for plugin in self._plugins:
            plugin.after_dataset_show(context, shown)

    def implementations(self, interface: Any) -> Iterable[Any]:
        """Stand in for ``PluginImplementations`` in CKAN's index."""
        if interface is p.IPackageController:
            return self.indexing
        return p.PluginImplementations(interface)

    def _for_indexing(self, plugin: Any) -> Any:
        hook = type(plugin).before_dataset_index
        if not _HarvestHook.fits(hook):
            return plugin
        asked = _HarvestHook(plugin, hook)
        self._asked.append(asked)
        return asked


class _HarvestHook:
    """ckanext-harvest's ``before_dataset_index`` on harvest objects read beforehand.

    It asks for the current harvest object of every single dataset. Its code is run as it is, with
    a ``model`` whose query answers from what ``prepare`` has read.
    """

    def __init__(self, plugin: Any, hook: Any) -> None:
        from ckanext.harvest.model import HarvestObject

        self._plugin = plugin
        self._objects = HarvestObject
        self._current: dict[str, Any] = {}
        self._answer: Any = None
        self._hook = with_names(hook, model=types.SimpleNamespace(Session=self))

    @staticmethod
    def fits(hook: Any) -> bool:
        """Say whether the hook is harvest's, and asks no more than this class can answer."""
        if not inspect.isfunction(hook) or hook.__module__ != HARVEST:
            return False
        asked = [name for name in hook.__code__.co_names if name in _HARVEST_ASKS]
        return set(asked) == _HARVEST_ASKS and "execute" not in hook.__code__.co_names

    def prepare(self, ids: Iterable[str]) -> None:
        """Read the current harvest objects of a batch with their sources."""
        objects = self._objects
        wanted = (
            sa.select(objects)
            .where(objects.package_id.in_(list(ids)), objects.current == sa.true())
            .order_by(objects.package_id, objects.import_finished.desc())
            .distinct(objects.package_id)
            .options(joinedload(objects.source))
        )
        self._current = {str(one.package_id): one for one in model.Session.scalars(wanted)}

    def before_dataset_index(self, document: dict[str, Any]) -> dict[str, Any]:
        self._answer = self._current.get(document["id"])
        return self._hook(self._plugin, document)

    # What the hook's query is made of: whatever is asked, the answer is the document's.

    def query(self, *_: Any) -> _HarvestHook:
        return self

    filter = order_by = query

    def first(self) -> Any:
        return self._answer
