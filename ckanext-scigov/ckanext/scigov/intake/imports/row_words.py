"""What is wrong with cells of rows, in sentences that say what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.domain.row_check import Problem, Reason
from ckanext.scigov.tables import sentences

_ = tk._

_PROBLEMS: Mapping[Reason, Callable[[], str]] = MappingProxyType(
    {
        Reason.MISSING: lambda: _("This is mandatory. Fill it in."),
        Reason.LOST_SIGN: lambda: _(
            "A character of this cell could not be read. Write it again, and save the file as UTF-8 or XLSX."
        ),
        Reason.NOT_LISTED: lambda: _("This is not allowed here. Write one of: %(choices)s."),
        Reason.TOO_LONG: lambda: _(
            "At most %(longest)s characters fit here; these are %(length)s. Shorten the text."
        ),
        Reason.TOO_MANY_DIGITS: lambda: _("This number has more than %(most)s digits."),
        Reason.TOO_MANY_DECIMALS: lambda: _(
            "This number has more than %(most)s decimals. Round it."
        ),
        Reason.TOO_LOW: lambda: _("This is below the smallest value allowed, %(limit)s."),
        Reason.TOO_HIGH: lambda: _("This is above the largest value allowed, %(limit)s."),
        Reason.OTHER_PATTERN: lambda: _(
            "This does not have the form that is asked for: %(pattern)s"
        ),
        Reason.TWICE: lambda: _(
            "“%(value)s” stands in row %(row)s already. Each row needs a value of its own."
        ),
        Reason.IN_TABLE: lambda: _(
            "The table has a row with “%(value)s” already. Leave this row out, or change the row there."
        ),
    }
)


def sentence(problem: Problem) -> str:
    if problem.reason is Reason.OTHER_TYPE:
        return sentences.problem(str(problem.values["code"]))
    return _PROBLEMS[problem.reason]() % dict(problem.values)


def errors(problems: Iterable[Problem], headers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return sentences by header; of a column that the sheet does not have, about the row.

    Args:
        problems: of one row.
        headers: of the sheet, by column.
    """
    found: dict[str, list[str]] = {}
    for one in problems:
        header = headers.get(one.column, "")
        text = sentence(one)
        said = text if header else _("%(column)s: %(problem)s") % {
            "column": one.column, "problem": text,
        }  # fmt: skip
        found.setdefault(header, []).append(said)
    return found


def lost_sign() -> str:
    return _PROBLEMS[Reason.LOST_SIGN]()


def too_many_cells() -> str:
    return _(
        "This row has cells beside the columns of the heading. Give them a heading, or delete them."
    )


def imported(file_name: str) -> str:
    return _("Rows imported from %(file)s") % {"file": file_name}


def undone(file_name: str) -> str:
    return _("Import of %(file)s undone") % {"file": file_name}


def entered() -> str:
    return _("Row entered by hand")
