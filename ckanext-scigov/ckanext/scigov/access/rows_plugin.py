"""Plugin ``scigov_access_rows``: rows of the DataStore are read by those who may.

CKAN asks the last backend that was registered, so this plugin is named after ``datastore``; and the
text search that looks through visible columns only is ``scigov_tables_rows``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ckan.plugins as p
from ckan.common import CKANConfig
from ckan.exceptions import CkanConfigurationException

from ckanext.datastore.interfaces import IDatastoreBackend

from ckanext.scigov.access import row_counts, table_sight
from ckanext.scigov.access.datastore_backend import GradedBackend
from ckanext.scigov.access.existence.writing import RELATIONS
from ckanext.scigov.access.logic.action import rows as actions
from ckanext.scigov.access.logic.auth import rows as auth
from ckanext.scigov.search.interfaces import IBulkIndexing
from ckanext.scigov.tables.interfaces import Copy, IRowGuard, Sight

TEXT_SEARCH = "scigov_tables_rows"


class ScigovAccessRowsPlugin(p.SingletonPlugin):
    p.implements(p.IConfigurable)
    p.implements(p.IActions)
    p.implements(p.IAuthFunctions)
    p.implements(p.IPackageController, inherit=True)
    p.implements(IDatastoreBackend)
    p.implements(IBulkIndexing)
    p.implements(IRowGuard)

    # IConfigurable

    def configure(self, config: CKANConfig) -> None:
        if not p.plugin_loaded(TEXT_SEARCH):
            raise CkanConfigurationException(
                f"Name {TEXT_SEARCH} before scigov_access_rows in ckan.plugins, because CKAN's own text"
                " search finds rows by words of columns that are not given out."
            )

    # IDatastoreBackend

    def register_backends(self) -> dict[str, Any]:
        return {"postgresql": GradedBackend, "postgres": GradedBackend}

    # IActions, IAuthFunctions

    def get_actions(self) -> dict[str, Any]:
        return {name: getattr(actions, name) for name in ACTIONS}

    def get_auth_functions(self) -> dict[str, Any]:
        return {name: getattr(auth, name) for name in AUTH_FUNCTIONS}

    # IPackageController, IBulkIndexing

    def after_dataset_show(self, context: Any, pkg_dict: dict[str, Any]) -> None:
        """Take out what the tables feature, loaded before this plugin, has counted; and relations.

        The other entry may be hidden; ``package_relationships_list`` leaves those out.
        """
        row_counts.leave_out(context, pkg_dict)
        for name in RELATIONS:
            pkg_dict.pop(name, None)

    def before_bulk_index(self, context: Any, datasets: Sequence[dict[str, Any]]) -> None:
        row_counts.load_for(context, datasets)

    # IRowGuard

    def sight_of(self, context: Any, resource_id: str) -> Sight:
        return table_sight.sight_of(context, resource_id)

    def copy_of(self, context: Any, resource_id: str) -> Copy:
        return table_sight.copy_of(context, resource_id)


ACTIONS = (
    "datastore_search",
    "datastore_info",
    "scigov_tables_load_show",
    "scigov_tables_load_retry",
)
AUTH_FUNCTIONS = (
    "datastore_search", "datastore_info", "datastore_search_sql", "datastore_create",
    "datastore_upsert", "datastore_delete", "datastore_records_delete", "scigov_tables_load_show",
    "scigov_tables_load_retry", "scigov_tables_bad_cell_list", "scigov_tables_version_list",
    "scigov_tables_version_show", "scigov_tables_reading_show", "scigov_tables_column_statistics",
    "scigov_tables_chart_show", "scigov_tables_row_show", "scigov_tables_row_find",
    "scigov_tables_rows_change",
)  # fmt: skip
