"""The one seam: which connection CKAN's search code gets, decided by configuration at call time.

Replaced are exactly ``make_connection`` and ``check_solr_schema_version``, wherever they were
imported by name (docs/search.md lists the places and the reasons).
"""

from __future__ import annotations

import functools
import sys
from typing import Any

import ckan.lib.search as ckan_search
from ckan.lib.search import common

from ckanext.scigov.search import config

_make_solr_connection = common.make_connection
_check_solr_schema_version = ckan_search.check_solr_schema_version


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


def install() -> None:
    """Put ours in the place of CKAN's in every module that has imported them."""
    for original, ours in (
        (_make_solr_connection, make_connection),
        (_check_solr_schema_version, check_solr_schema_version),
    ):
        for name, module in list(sys.modules.items()):
            if name == __name__:
                continue
            for attribute, value in list(vars(module).items() if module else ()):
                if value is original:
                    setattr(module, attribute, ours)
