"""Why an import is not taken, not written or not undone, in a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.batches import BatchReason
from ckanext.scigov.intake.imports.sheets import SheetReason
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.domain.problems import Code
from ckanext.scigov.tables.domain.row_changes import ChangeReason
from ckanext.scigov.tables.sentences_changes import SENTENCES as OF_TABLES

_ = tk._

_OWN: dict[Any, Callable[[], str]] = {
    SheetReason.NO_SHEET: lambda: _("The workbook has no sheet of this name. Choose another."),
    SheetReason.NO_ROWS: lambda: _(
        "The sheet has no rows below its heading. The first row that is not blank names the columns."
    ),
    SheetReason.TOO_LARGE: lambda: _(
        "The file is larger than %(most)s MB. Split it, or upload it as a resource."
    ),
    SheetReason.TOO_MANY_ROWS: lambda: _(
        "The sheet has more than %(most)s rows. Split it into several files."
    ),
    SheetReason.TOO_MANY_COLUMNS: lambda: _(
        "The sheet has more than %(most)s columns. Delete those that are not needed."
    ),
    SheetReason.TOO_MANY_CELLS: lambda: _(
        "The sheet has more than %(most)s cells. Split it into several files."
    ),
    SheetReason.CELL_TOO_LONG: lambda: _(
        "A cell in row %(row)s has more than %(most)s characters. Shorten it."
    ),
    BatchReason.NOT_NOW: lambda: _(
        "This cannot be done with the import as it stands now. Reload the page to see how it stands."
    ),
    BatchReason.NOTHING_GOOD: lambda: _(
        "No row can be written. Correct the file, and upload it again."
    ),
    BatchReason.HAS_BAD: lambda: _(
        "%(bad)s rows have errors, so nothing is written. Correct the file and upload it again, or choose to"
        " write only the rows without errors."
    ),
    BatchReason.CHANGED_SINCE: lambda: _(
        "The import cannot be undone: what it wrote was changed since, in %(count)s rows (%(rows)s), and these"
        " changes would be lost. Nothing was undone. Take the later changes back first, or correct by hand."
    ),
    BatchReason.ROW_REFUSED: lambda: _(
        "Row %(row)s could not be written, for something has changed since it was checked. Nothing was written;"
        " the row is marked below. Check again, then write."
    ),
    BatchReason.FORGOTTEN: lambda: _(
        "The cells of this import are not kept any more, so it cannot be undone. Correct by hand."
    ),
    # Here nobody has seen a version, and what is done is not a change of rows.
    ChangeReason.OF_A_LINK: lambda: _(
        "This resource is no uploaded file, so no rows can be added to it. Add them where the link leads."
    ),
    ChangeReason.UNDER_WAY: lambda: _(
        "A new file of this resource is being loaded. Wait until that is done, then try again."
    ),
    ChangeReason.OTHER_VERSION: lambda: _(
        "The import cannot be undone: the table was changed since, and these changes would be lost. Nothing was"
        " undone. Delete the rows by hand, or take the later changes back first."
    ),
    ChangeReason.TOO_LARGE: lambda: _(
        "The workbook or JSON file is too large for rows to be added here. Upload a new file."
    ),
}


SENTENCES: dict[Any, Callable[[], str]] = OF_TABLES | _OWN


def of_file(refusal: Refusal) -> str:
    """Return why a file cannot be read; the old form of workbooks is read here."""
    code = str(refusal.values["code"])
    if code == Code.OTHER_KIND.value:
        return _("This file is no spreadsheet. Give an XLSX, XLS or CSV file.")
    if code == Code.TOO_LARGE_TO_SHOW.value:
        code = Code.WORKBOOK_TOO_LARGE.value
    line = refusal.values.get("line")
    text = sentences.problem(code)
    return _("Row %(row)s: %(problem)s") % {"row": line, "problem": text} if line else text


def unreadable(error: Refused) -> tk.ValidationError | None:
    """Return the error of a file that cannot be read; None where it is another refusal."""
    first = error.refusals[0]
    if first.reason is not SheetReason.UNREADABLE:
        return None
    return tk.ValidationError({"upload": [of_file(first)]})
