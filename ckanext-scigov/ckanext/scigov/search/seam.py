"""The one seam: which connection CKAN's search code gets, decided by configuration at call time.

Replaced are exactly ``make_connection``, ``check_solr_schema_version`` and ``rebuild``, wherever
they were imported by name (docs/search.md lists the places and the reasons).
"""

from __future__ import annotations

import functools
import inspect
import sys
from typing import Any

import ckan.lib.search as ckan_search
from ckan.lib.search import common

from ckanext.scigov.search import config

_make_solr_connection = common.make_connection
_check_solr_schema_version = ckan_search.check_solr_schema_version
_rebuild = ckan_search.rebuild


@functools.wraps(_make_solr_connection)
def make_connection(decode_dates: bool = True) -> Any:
    """Return the connection to what answers this site's searches."""
    if config.is_solr():
        return _make_solr_connection(decode_dates)
    # Imported here: the table's module needs CKAN's model, which may still be loading.
    from ckanext.scigov.search.connection import PostgresConnection

    return PostgresConnection(decode_dates=decode_dates)


@functools.wraps(_check_solr_schema_version)
def check_solr_schema_version(schema_file: str | None = None) -> bool:
    """Check Solr's schema where Solr is used, or a given file; PostgreSQL's is migrated."""
    if config.is_solr() or schema_file:
        return _check_solr_schema_version(schema_file)
    return True


@functools.wraps(_rebuild)
def rebuild(*given: Any, **named: Any) -> None:
    """Index all datasets in bulk; some of them, or for Solr, as CKAN does."""
    options = inspect.signature(_rebuild).bind(*given, **named).arguments
    some = ("package_id", "package_ids", "only_missing")
    if config.is_solr() or any(options.get(name) not in (None, False, "") for name in some):
        _rebuild(*given, **named)
        return
    from ckanext.scigov.search.rebuild import rebuild_as_ckan_does

    rebuild_as_ckan_does(
        ignore_failures=options.get("force", False),
        clear=options.get("clear", False),
        quiet=options.get("quiet", False),
    )


def install() -> None:
    """Put ours in the place of CKAN's in every module that has imported them."""
    for original, ours in (
        (_make_solr_connection, make_connection),
        (_check_solr_schema_version, check_solr_schema_version),
        (_rebuild, rebuild),
    ):
        for name, module in list(sys.modules.items()):
            if name == __name__:
                continue
            for attribute, value in list(vars(module).items() if module else ()):
                if value is original:
                    setattr(module, attribute, ours)
