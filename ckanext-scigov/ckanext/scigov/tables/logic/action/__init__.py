"""Actions of this feature, for the plugin's blanket."""

from __future__ import annotations

from ckanext.scigov.tables.logic.action.dictionaries import scigov_tables_dictionary_read
from ckanext.scigov.tables.logic.action.dictionary_versions import (
    scigov_tables_dictionary_list,
    scigov_tables_dictionary_show,
)
from ckanext.scigov.tables.logic.action.figures import (
    scigov_tables_chart_show,
    scigov_tables_column_statistics,
)
from ckanext.scigov.tables.logic.action.links import scigov_tables_fetch_list
from ckanext.scigov.tables.logic.action.loads import (
    package_create,
    scigov_tables_load_retry,
    scigov_tables_load_show,
    scigov_tables_rows_show,
)
from ckanext.scigov.tables.logic.action.readings import scigov_tables_reading_show
from ckanext.scigov.tables.logic.action.reports import scigov_tables_bad_cell_list
from ckanext.scigov.tables.logic.action.row_changes import scigov_tables_rows_change
from ckanext.scigov.tables.logic.action.single_rows import (
    scigov_tables_row_find,
    scigov_tables_row_show,
)
from ckanext.scigov.tables.logic.action.versions import (
    scigov_tables_version_list,
    scigov_tables_version_show,
)

__all__ = [
    "package_create",
    "scigov_tables_bad_cell_list",
    "scigov_tables_chart_show",
    "scigov_tables_column_statistics",
    "scigov_tables_dictionary_list",
    "scigov_tables_dictionary_read",
    "scigov_tables_dictionary_show",
    "scigov_tables_fetch_list",
    "scigov_tables_load_retry",
    "scigov_tables_load_show",
    "scigov_tables_reading_show",
    "scigov_tables_row_find",
    "scigov_tables_row_show",
    "scigov_tables_rows_change",
    "scigov_tables_rows_show",
    "scigov_tables_version_list",
    "scigov_tables_version_show",
]
