"""On what terms rows are given, in the reader's language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import ckan.plugins.toolkit as tk


def portions_only(most: int) -> str:
    return tk._(
        "Under your grant the table is not given out as a whole. Ask for at most {most} rows at a"
        " time, by datastore_search."
    ).format(most=most)


def used_up(again: dt.date) -> str:
    return tk._(
        "The requests that your grant allows in a day are used up. Ask again from {day} 00:00 on."
    ).format(day=again.isoformat())


def not_in_parts() -> str:
    return tk._(
        "This file holds data items that are not given to you, and it is no table that could be given"
        " without them. Ask its provider for an extract."
    )


def no_granted_column() -> str:
    return tk._(
        "Your grant names data items that are no columns of this table any more. Ask its provider to look"
        " into it."
    )


def columns_left_out() -> str:
    return tk._("Columns that are not given to you have been left out of this file.")


def notice(grant_numbers: Sequence[str]) -> str:
    return tk._(
        "Given out under grant {numbers}, to its holder alone. Each copy bears a mark of the grant."
    ).format(numbers=", ".join(grant_numbers))


def only_rows_on_terms() -> str:
    return tk._(
        "Your grant gives you the table on terms. Reports, statistics, charts and earlier versions are"
        " not given out on them; ask the provider."
    )


def no_old_original() -> str:
    return tk._(
        "You get this table only in part or with a mark, and earlier files are given out only as they"
        " are. Take the present one, or ask the provider."
    )


def no_such_file() -> str:
    return tk._("There is no such version, or its file is not kept any more.")
