"""Why something is not done, and what to do; and what is wrong with a cell of a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.imports import sentences as of_sheets
from ckanext.scigov.reporting.domain.receipts import Problem, Wrong
from ckanext.scigov.reporting.service import ReportReason

_ = tk._

SENTENCES: dict[Any, Callable[[], str]] = of_sheets.SENTENCES | {
    ReportReason.NOTHING_CHANGED: lambda: _(
        "Nothing has changed since the last package, so there is nothing to report."
    ),
    ReportReason.NOTHING_COMPLETE: lambda: _(
        "No entry has all that the guide demands: %(lacking)s lack something."
        " Export the catalogue, which tells of each what is missing."
    ),
    ReportReason.SUPERSEDED: lambda: _(
        "Package %(sequence)s was superseded by a later one, which tells all of it again."
        " Import the receipt of the latest package."
    ),
    ReportReason.ANSWERED: lambda: _("All of package %(sequence)s has been answered already."),
    ReportReason.NOT_JSON: lambda: _(
        "This is no JSON file of the form that is exported here. Compare it with an exported one."
    ),
    ReportReason.TOO_LARGE: lambda: _("The file is larger than %(most)s MB. Split it."),
    ReportReason.TOO_MANY: lambda: _(
        "The file has more than %(most)s entries. Split it into several files."
    ),
}
WRONG: dict[Wrong, Callable[[], str]] = {
    Wrong.COLUMN_MISSING: lambda: _("The column is missing. Name it in the first row."),
    Wrong.NO_SEQUENCE: lambda: _("The number of the package is missing."),
    Wrong.OTHER_SEQUENCE: lambda: _("This is the number of another package."),
    Wrong.CODE_EMPTY: lambda: _("The code of the resource is missing."),
    Wrong.CODE_UNKNOWN: lambda: _("No resource of this code is in it."),
    Wrong.CODE_TWICE: lambda: _("This code is there already."),
    Wrong.ANSWERED: lambda: _("This resource has been answered already."),
    Wrong.RESULT_UNKNOWN: lambda: _("Write 接收 (accepted) or 退回 (refused)."),
    Wrong.REASON_EMPTY: lambda: _("A refusal needs its reason."),
    Wrong.WORD_UNKNOWN: lambda: _("This word is none of the guide's for this column."),
    Wrong.EMPTY: lambda: _("The cell is empty."),
    Wrong.UNFIT: lambda: _("No security level has this share type and this open type together."),
    Wrong.PROVIDER_UNKNOWN: lambda: _(
        "No provider whose entries you edit has this code or name. Register it first."
    ),
    Wrong.NOTHING: lambda: _("The file has no rows."),
}


def told(problem: Problem) -> dict[str, Any]:
    """Return a problem for whoever reads it: where it is, and what is wrong there."""
    sentence = problem.value if problem.why is Wrong.NOT_TAKEN else WRONG[problem.why]()
    value = "" if problem.why is Wrong.NOT_TAKEN else problem.value
    return {
        "sheet": problem.sheet,
        "line": problem.line,
        "column": problem.column,
        "value": value,
        "reason": problem.why.value,
        "sentence": sentence,
    }
