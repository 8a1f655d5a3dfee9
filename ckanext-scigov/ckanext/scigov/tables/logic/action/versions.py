"""Actions about versions of a table."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import queries, version_sight
from ckanext.scigov.tables.logic import schema


@tk.side_effect_free
@takes(schema.version_list)
def scigov_tables_version_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the versions of a resource's table, the newest first.

    Every load of a new file, or of the same file in another way, is a version.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``limit`` (at most 1000), ``offset``.

    Returns:
        ``count`` and ``versions``: number, loaded_at, is_shown, row_count, file_name, size, sha256,
        dictionary (hash), has_file (the file can still be had), column_count, emptied (column, label,
        count), compared_with (number) and difference (rows; labels of columns added, removed,
        renamed, retyped); note, reference and reference_path (why there is this version, and what that
        refers to), has_changes (rows were changed by hand); for those who may update the resource
        loaded_by, and changed_by where there is a note. A reader to whom columns
        are closed gets the numbers of rows alone.

    Raises:
        NotFound: there is no such resource.
        NotAuthorized: the user may not read the table, or not on terms that allow this.
    """
    values = valid("scigov_tables_version_list", context, data_dict)
    resource_id = values["resource_id"]
    tk.check_access("scigov_tables_version_list", context, {"resource_id": resource_id})
    versions = version_sight.version_list(context, resource_id, values["limit"], values["offset"])
    return {
        "resource_id": resource_id,
        "count": queries.version_count(model.Session, resource_id),
        "versions": versions,
        "limit": values["limit"],
        "offset": values["offset"],
    }


@tk.side_effect_free
@takes(schema.version_show)
def scigov_tables_version_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one version of a resource's table.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``, ``number``; ``against`` another number to compare with, the one
            before when it is not given.

    Returns:
        As in ``scigov_tables_version_list``, and ``columns`` (id, label, item, type); compared with the
        one before also ``changes``, what was changed by hand: ``labels`` by column, and ``rows`` (row, the
        ``_id`` in the version before, line of its file, new_row, the ``_id`` in this one, before, after).
        A row that was deleted has neither new_row nor after. Columns the reader may not see are left out,
        and rows in which he would see no change; of an older version he gets none.

    Raises:
        NotFound: there is no such resource or version.
        NotAuthorized: the user may not read the table, or not on terms that allow this.
    """
    values = valid("scigov_tables_version_show", context, data_dict)
    resource_id = values["resource_id"]
    tk.check_access("scigov_tables_version_show", context, {"resource_id": resource_id})
    return version_sight.version_show(context, resource_id, values["number"], values.get("against"))
