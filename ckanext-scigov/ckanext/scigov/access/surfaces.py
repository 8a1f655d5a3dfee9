"""The classification this process works with: our file, and those a site adds to it.

A site that loads other plugins names its files in ``ckanext.scigov.access.extra_surfaces``. They have
the same form and may only add: an entry that is here already cannot be changed, closed ones included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.domain import stores, surface_file
from ckanext.scigov.access.domain.surfaces import Surfaces

OPTION = "ckanext.scigov.access.extra_surfaces"

_known: Surfaces | None = None


# In C it takes a tenth of the time, and the files are read whenever a process starts.
_Safe: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):
    """PyYAML lets the last of two equal keys win: a second entry would loosen the first unseen."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen = set()
    for key, _value in node.value:
        name = loader.construct_object(key)
        if name in seen:
            raise ValueError(f"{name} stands twice, the second time in{key.start_mark}.")
        seen.add(name)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def read(text: str) -> Surfaces:
    """Read the text of a file of surfaces.

    Raises:
        ValueError: it is no YAML, or not in our form.
    """
    return surface_file.parse(_decoded(text))


def _decoded(text: str) -> Any:
    try:
        return yaml.load(text, _Loader)  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError(f"The file is no YAML: {error}") from error


def _ours(name: str) -> str:
    return (resources.files("ckanext.scigov.access") / name).read_text(encoding="utf-8")


def load_stores() -> Mapping[tuple[str, str], stores.Store]:
    """Return the classified columns, by table and column."""
    return stores.parse(_decoded(_ours("stores.yaml")))


def load(more: Iterable[str | Path] = ()) -> Surfaces:
    """Read our file and those files.

    Raises:
        ValueError: naming the file, and what is wrong with it.
    """
    known = read(_ours("surfaces.yaml"))
    for path in more:
        try:
            known = known.with_more(read(Path(path).read_text(encoding="utf-8")))
        except (OSError, ValueError) as error:
            raise ValueError(f"{path} ({OPTION}) cannot be used. {error}") from error
    return known


def configure(config: Any) -> Surfaces:
    """Read all files, once for the process; a mistake in one keeps the site from starting."""
    global _known  # noqa: PLW0603 (read at each request, changes with the configuration only)
    _known = load(tk.aslist(config.get(OPTION, "")))
    return _known


def known() -> Surfaces:
    """Return what is classified."""
    return configure(tk.config) if _known is None else _known
