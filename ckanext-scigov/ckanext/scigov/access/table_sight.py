"""What somebody sees of a table beside its rows, and takes along of it.

Reports of a load, versions of the file, statistics and charts come in no portions and bear no mark, so a
grant with terms does not reach them. A file of rows can bear one.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import checking, narrowing, row_terms, sentences_rows, table_reading
from ckanext.scigov.access.domain.obligations import NONE
from ckanext.scigov.access.service.reads import ReadEvent
from ckanext.scigov.tables.interfaces import Copy, Sight


def sight_of(context: Any, resource_id: str) -> Sight:
    """Return what whoever asks sees of a table, and put on record that he reads it.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table, or on terms.
    """
    reading = table_reading.read(checking.whoever_asks(context), resource_id)
    view = narrowing.view_of(reading)
    if view.terms.obligations != NONE:
        raise tk.NotAuthorized(sentences_rows.only_rows_on_terms())
    row_terms.account(context, reading, view.terms)
    return Sight(view.hidden, not view.is_partial)


def copy_of(context: Any, resource_id: str) -> Copy:
    """Return on what terms whoever asks takes rows along in a file, and put on record that he does.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table, or only in portions; or the
            terms are not accepted yet, or their requests of the day are used up.
    """
    reading = table_reading.read(checking.whoever_asks(context), resource_id)
    view = narrowing.view_of(reading)
    row_terms.require_all(view.terms)
    row_terms.account(context, reading, view.terms, ReadEvent.DOWNLOAD)
    mark = row_terms.mark_of(view.terms)
    notice = [sentences_rows.notice(view.terms.grant_numbers)] if mark else []
    if view.is_partial:
        notice.append(sentences_rows.columns_left_out())
    return Copy(view.hidden, mark, tuple(notice), reading.decision.grant_number)
