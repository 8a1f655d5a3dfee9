"""The check at start-up: a site whose settings make grading worthless does not start.

``check`` is called once all plugins are loaded (``IConfigurable.configure``): for the web server, the
worker and every command alike. CKAN's command line prints the sentences and ends with 1; a web server
ends with them as its last words.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from file_keeper.default.adapters.fs import FsStorage

import ckan
import ckan.plugins as p
from ckan.exceptions import CkanConfigurationException
from ckan.lib import files
from ckan.lib.files.default import PublicFsStorage
from ckan.lib.webassets_tools import get_webassets_path

from ckanext.datastore.interfaces import IDatastoreBackend

from ckanext.scigov.access.domain import startup as rules
from ckanext.scigov.access.domain.startup_conditions import SITE_URL, Root, Site

log = logging.getLogger(__name__)

OUR_PACKAGE = "ckanext.scigov.access."


def check(config: Mapping[str, Any]) -> None:
    """Refuse to go on while anything is unsafe; all of it is said at once.

    Raises:
        CkanConfigurationException: one sentence a line for each finding.
    """
    site = site_of(config)
    warn(site)
    if sentences := rules.findings(site):
        raise CkanConfigurationException("\n".join(sentences))


def warn(site: Site) -> None:
    """Write down what is less safe than it could be; the site starts all the same."""
    for sentence in rules.warnings(site):
        log.warning(sentence)


def site_of(config: Mapping[str, Any]) -> Site:
    """Gather what the rules look at."""
    names = {rule.setting for rule in rules.RULES} | {SITE_URL}
    labels = list(p.PluginImplementations(p.IPermissionLabels))
    backends = list(p.PluginImplementations(IDatastoreBackend))
    return Site(
        settings={name: config[name] for name in names if name in config},
        label_plugins=_names(labels),
        backend_plugins=_names(backends),
        ours=frozenset(_names([one for one in [*labels, *backends] if _is_ours(one)])),
        # Ours binds tokens to grants, and has no say in how long any other is good.
        token_plugins=_names(
            [one for one in p.PluginImplementations(p.IApiToken) if not _is_ours(one)]
        ),
        public_roots=tuple(_public_roots(config)),
        private_roots=tuple(_private_roots(config)),
    )


def _names(plugins: list[Any]) -> tuple[str, ...]:
    return tuple(plugin.name for plugin in plugins)


def _is_ours(plugin: Any) -> bool:
    return type(plugin).__module__.startswith(OUR_PACKAGE)


def _public_roots(config: Mapping[str, Any]) -> Iterator[Root]:
    """Yield what CKAN gives to everybody: its static folders, its assets, its public storages."""
    for setting in ("extra_public_paths", "plugin_public_paths"):
        value = config.get(setting) or ()
        for path in value.split(",") if isinstance(value, str) else value:
            if path.strip():
                yield _folder(setting, Path(path.strip()))
    core = Path(ckan.__file__).parent / config["ckan.base_public_folder"]
    yield _folder("ckan.base_public_folder", core)
    if path := config["ckan.storage_path"]:
        yield _folder("ckan.storage_path + /storage", Path(path) / "storage")
    yield _folder("ckan.webassets.path", Path(get_webassets_path()))
    for name, store in _storages():
        if _is_public(store):
            yield _root_of_storage(name, store)


def _private_roots(config: Mapping[str, Any]) -> Iterator[Root]:
    """Yield where files lie that are given out only after the policy was asked."""
    if path := config["ckan.storage_path"]:
        yield _folder("ckan.storage_path", Path(path), "storage", "webassets")
    default = config["ckan.files.default_storages.default"]
    resources = config["ckan.files.default_storages.resource"]
    for name, store in _storages():
        if name == resources or not _is_public(store):
            # CKAN keeps its pictures in a public folder inside the default storage.
            yield _root_of_storage(name, store, *(["storage"] if name == default else []))


def _storages() -> Iterator[tuple[str, Any]]:
    for name in files.storages:
        yield name, files.storages[name]


def _is_public(store: Any) -> bool:
    return bool(getattr(store.settings, "public", False)) or isinstance(store, PublicFsStorage)


def _root_of_storage(name: str, store: Any, *but: str) -> Root:
    setting = f"{files.STORAGE_PREFIX}{name}.path"
    if isinstance(store, FsStorage):
        return _folder(setting, Path(store.settings.path), *but)
    return Root(setting, str(store.settings.path or "/"), store.settings.type)


def _folder(setting: str, path: Path, *but: str) -> Root:
    """Return a folder where it really is; ``but`` are folders in it that may be public."""
    real = path.resolve()
    return Root(setting, str(real), but=tuple(str(real / name) for name in but))
