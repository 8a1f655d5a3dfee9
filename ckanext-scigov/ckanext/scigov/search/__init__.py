"""Feature ``search``: PostgreSQL in the place of Solr (docs/search.md).

Importing it is enough to install it, whether CKAN's search code is loaded already or comes
later, and without loading CKAN for those who only want the pure rules.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType

_TARGET = "ckan.lib.search"


class _InstallAfterwards(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Lets CKAN's search module load as usual, then puts our connection into it."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != _TARGET:
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader:
            self._loader = spec.loader
            spec.loader = self
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        _install()


def _install() -> None:
    from ckanext.scigov.search.seam import install

    install()


if _TARGET in sys.modules:
    _install()
else:
    sys.meta_path.insert(0, _InstallAfterwards())
