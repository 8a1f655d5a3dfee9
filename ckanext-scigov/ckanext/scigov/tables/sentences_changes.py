"""Why rows are not changed, in a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables.domain.row_changes import ChangeReason

_ = tk._

_AS_SENT: dict[Any, Callable[[], str]] = {
    ChangeReason.NO_LIST: lambda: _(
        "The changes must be a list of objects, each with row, expected, and set or delete."
    ),
    ChangeReason.NO_CHANGE: lambda: _("Nothing would change. Enter another value, or leave it."),
    ChangeReason.TOO_MANY: lambda: _(
        "At most %(most)s rows can be changed at once. Change the others afterwards, or upload a"
        " corrected file."
    ),
    ChangeReason.NO_NUMBER: lambda: _("A row is named by its _id in the table, a whole number."),
    ChangeReason.SAME_ROW: lambda: _("Row %(row)s is named twice. Name each row once."),
    ChangeReason.NOTHING_EXPECTED: lambda: _(
        "Row %(row)s: say in expected what you have seen of it, at least one column."
    ),
    ChangeReason.NEITHER: lambda: _(
        "Row %(row)s: either set says new values by column, or delete is true."
    ),
    ChangeReason.NO_TEXT: lambda: _(
        "Row %(row)s: expected and set are objects of columns and texts. Write numbers as text, too,"
        " so that no digit is lost."
    ),
    ChangeReason.NOTE_MISSING: lambda: _(
        "Say why the rows are changed: it is kept with the version."
    ),
    ChangeReason.NOTE_TOO_LONG: lambda: _(
        "At most %(most)s characters fit here. Shorten the text."
    ),
    ChangeReason.REFERENCE_TOO_LONG: lambda: _(
        "At most %(most)s characters fit here. Shorten the text."
    ),
    ChangeReason.PATH_ELSEWHERE: lambda: _(
        "The reference leads to a page of this site: its path begins with one slash."
    ),
}
_AS_IT_STANDS: dict[Any, Callable[[], str]] = {
    ChangeReason.OF_A_LINK: lambda: _(
        "This resource is no uploaded file. Correct its rows where the link leads; they would be"
        " fetched again as they are there."
    ),
    ChangeReason.UNDER_WAY: lambda: _(
        "A new file of this resource is being loaded. Wait until that is done, look at the rows again,"
        " then change them."
    ),
    ChangeReason.NEWEST_REFUSED: lambda: _(
        "The newest file of this resource was refused, and the table that is shown is older. Upload a"
        " corrected file first."
    ),
    ChangeReason.OTHER_VERSION: lambda: _(
        "The table has changed since you saw it: version %(number)s is shown now. Look at the row again,"
        " then change it."
    ),
    ChangeReason.OTHER_TABLE: lambda: _(
        "The rows that are shown are not those of the stored file: they have been written in another way,"
        " or the file would be read otherwise now. Load the file again, or upload a corrected one."
    ),
    ChangeReason.ROW_GONE: lambda: _("The table has no row %(row)s."),
    ChangeReason.ROW_DIFFERS: lambda: _(
        "Row %(row)s does not say what you expect. Look at it again, then change it."
    ),
    ChangeReason.NO_COLUMN: lambda: _("The table has no column %(column)s."),
    ChangeReason.CELL_UNFIT: lambda: _(
        "Some new values do not fit their columns (%(count)s). Ask for a preview to see which, correct"
        " them, then save."
    ),
    ChangeReason.ROW_EMPTY: lambda: _(
        "Nothing would be left in row %(row)s. Delete the row if that is meant."
    ),
    ChangeReason.UNWRITABLE: lambda: _(
        "A value of row %(row)s has a sign that the file's encoding does not have. Write it otherwise, or"
        " upload the file as UTF-8."
    ),
    ChangeReason.READ_OTHERWISE: lambda: _(
        "The changed file would be read otherwise than this one: with another heading, encoding or"
        " delimiter. Settle first how the file is read."
    ),
    ChangeReason.TOO_LARGE: lambda: _(
        "The workbook or JSON file is too large to be changed here. Upload a corrected file."
    ),
}
SENTENCES: dict[Any, Callable[[], str]] = _AS_SENT | _AS_IT_STANDS
