"""What plugins do to a document, with their questions asked once a batch instead of every time."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

import ckan.plugins as p
from ckan import model
from ckan.types import Context

from ckanext.scigov.search.bulk.own_code import with_names
from ckanext.scigov.search.interfaces import IBulkIndexing

Document = dict[str, Any]
Hook = Callable[..., Any]

HARVEST = "ckanext.harvest.plugin"
_HARVEST_ASKS = frozenset(
    ("model", "Session", "query", "HarvestObject", "filter", "package_id", "current", "order_by",
     "import_finished", "desc", "first", "id", "source", "title")
)  # fmt: skip
"""What the one question of ckanext-harvest's hook is made of."""
DCAT = "ckanext.dcat.plugins"
_SCHEMA_OF = "_get_dataset_schema"


class DocumentPlugins:
    """The plugins of ``IPackageController``, ready for one batch after another."""

    def __init__(self) -> None:
        self._preparing = list(p.PluginImplementations(IBulkIndexing))
        self._harvest: list[_HarvestHook] = []
        plugins = list(p.PluginImplementations(p.IPackageController))
        self._showing = [
            self._hook(plugin, "after_dataset_show")
            for plugin in plugins
            if is_overridden(plugin, p.IPackageController, "after_dataset_show")
        ]
        self._indexing = [
            types.SimpleNamespace(before_dataset_index=self._hook(plugin, "before_dataset_index"))
            for plugin in plugins
            if is_overridden(plugin, p.IPackageController, "before_dataset_index")
        ]

    def prepare(self, context: Context, shown: Sequence[Document]) -> None:
        """Let plugins ask the database for a whole batch."""
        for hook in self._harvest:
            hook.prepare([one["id"] for one in shown])
        for plugin in self._preparing:
            plugin.before_bulk_index(context, shown)

    def after_show(self, context: Context, shown: Document) -> None:
        """Do the last step of ``package_show``."""
        for after_dataset_show in self._showing:
            after_dataset_show(context, shown)

    def implementations(self, interface: Any) -> Iterable[Any]:
        """Stand in for ``PluginImplementations`` in CKAN's index."""
        if interface is p.IPackageController:
            return self._indexing
        return p.PluginImplementations(interface)

    def _hook(self, plugin: Any, name: str) -> Hook:
        hook = getattr(type(plugin), name)
        if _HarvestHook.fits(hook):
            self._harvest.append(_HarvestHook(plugin, hook))
            return self._harvest[-1]
        if inspect.isfunction(hook) and _asks_for_schemas(hook):
            # dcat asks for the schema by an action, for every dataset and in each of its hooks.
            remembering = functools.lru_cache(hook.__globals__[_SCHEMA_OF])
            return functools.partial(with_names(hook, **{_SCHEMA_OF: remembering}), plugin)
        return getattr(plugin, name)


def is_overridden(plugin: Any, interface: Any, method: str) -> bool:
    """Say whether a plugin has a method of its own, and not the interface's, which does nothing."""
    return getattr(type(plugin), method, None) is not getattr(interface, method)


def _asks_for_schemas(hook: Any) -> bool:
    return hook.__module__ == DCAT and _SCHEMA_OF in hook.__code__.co_names


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
        self._query = _Query()
        stand_ins = {
            "model": types.SimpleNamespace(Session=self._query),
            "HarvestObject": self._query,
        }
        self._hook = with_names(hook, **stand_ins)

    @staticmethod
    def fits(hook: Any) -> bool:
        """Say whether the hook is harvest's, and asks no more than this class can answer."""
        if not inspect.isfunction(hook) or hook.__module__ != HARVEST:
            return False
        names = frozenset(hook.__code__.co_names)
        return names >= _HARVEST_ASKS and names.isdisjoint(("execute", "scalars", "get_action"))

    def prepare(self, ids: Sequence[str]) -> None:
        """Read the current harvest objects of a batch with their sources."""
        objects = self._objects
        wanted = (
            sa.select(objects)
            .where(objects.package_id.in_(ids), objects.current == sa.true())
            .order_by(objects.package_id, objects.import_finished.desc())
            .distinct(objects.package_id)
            .options(joinedload(objects.source))
        )
        self._current = {str(one.package_id): one for one in model.Session.scalars(wanted)}

    def __call__(self, document: Document) -> Document:
        self._query.answer = self._current.get(document["id"])
        return self._hook(self._plugin, document)


class _Query:
    """A query, its columns and its conditions: whatever is asked, the answer is ``answer``."""

    answer: Any = None

    def __getattr__(self, _: str) -> _Query:
        return self

    def __call__(self, *_: Any) -> _Query:
        return self

    def first(self) -> Any:
        return self.answer
