"""The sentences for what was wrong with the rows of a source's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.row_causes import RowCause

_ = tk._

CAUSES: Mapping[RowCause, Callable[[], str]] = {
    RowCause.CELLS_UNFIT: lambda: _(
        "Cells do not fit the type of their data item and are empty here. The report of the "
        "table's version names each; have the source correct them, or correct the type."
    ),
    RowCause.TOO_MANY_UNFIT: lambda: _(
        "More cells do not fit than are put up with, so the table stays as it was. Correct the "
        "types of the data items, or have the source correct its values."
    ),
    RowCause.ROWS_WITHOUT_KEY: lambda: _(
        "Rows without a value in their key were left out. Have the source fill it in."
    ),
    RowCause.KEY_REPEATED: lambda: _(
        "Several rows have one key; the last one is here. Name a key in the mapping that tells "
        "rows apart."
    ),
    RowCause.COLUMNS_REMOVED: lambda: _(
        "Columns are gone at the source, so the table was read anew without them. If that is a "
        "mistake, have it corrected there."
    ),
    RowCause.COLUMNS_RETYPED: lambda: _(
        "Columns have another type at the source, so the table was read anew. Look at it."
    ),
    RowCause.KEY_CHANGED: lambda: _(
        "Rows have another key at the source, so the table was read anew. Look at it."
    ),
    RowCause.COLUMNS_DIFFER: lambda: _(
        "The rows have other columns than their table says, so it stays as it was. Let the source "
        "run again; if it stays so, have its dictionary corrected."
    ),
    RowCause.TOO_MANY_ROWS: lambda: _(
        "The table is larger than a run may read at once. Name a growing column in the mapping, "
        "or have an administrator raise the limit."
    ),
    RowCause.ROWS_WOULD_VANISH: lambda: _(
        "More rows are gone at the source than may be taken away without asking, so the table "
        "stays as it was. Have everything written again if they are gone for good, or have the "
        "source corrected."
    ),
    RowCause.ITEMS_REFUSED: lambda: _(
        "The catalogue does not accept the data items, so the table stays as it was. Correct the "
        "source's dictionary by what is said."
    ),
    RowCause.OTHER_KIND: lambda: _(
        "The resource that held the rows has a file or a link now, or is gone. Remove the file, "
        "and let the source run again."
    ),
}
