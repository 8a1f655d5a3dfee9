"""The action that shows how a file would be read."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import downloads, sentences
from ckanext.scigov.tables.dictionary import dictionary_of
from ckanext.scigov.tables.first_rows import first_rows
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.interfaces import sight_of
from ckanext.scigov.tables.logic import schema
from ckanext.scigov.tables.wishes import READING, Wishes, wishes_of


@tk.side_effect_free
@takes(schema.reading_show)
def scigov_tables_reading_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the first rows of a resource's file as they would be read, and change nothing.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``encoding`` (utf-8, utf-16, gb18030, big5), ``delimiter`` (comma,
            tab, semicolon, bar), ``header_row`` (the line of the heading, 0 for none), ``sheet`` (of a
            workbook, or the name of a list in JSON). What is not given is as the resource has it;
            what is empty is found out.

    Returns:
        ``given`` (what was taken), ``layout`` (what was found), ``sheets``, ``heading``, ``types`` (as
        declared, else empty), ``rows`` (line, cells; at most 20), and ``problem`` (code, line, value,
        message) when it cannot be read so.

    Raises:
        NotFound: there is no such resource, or it has no stored file.
        NotAuthorized: the user may not update the resource, or not read all of its data.
    """
    values = valid("scigov_tables_reading_show", context, data_dict)
    resource_id = values["resource_id"]
    tk.check_access("scigov_tables_reading_show", context, {"resource_id": resource_id})
    if not sight_of(context, resource_id).is_whole:
        raise tk.NotAuthorized(tk._("Some data items of this resource are not given to you."))
    resource = model.Session.get(model.Resource, resource_id)
    stored = downloads.find(resource_id)
    if resource is None or stored is None:
        raise tk.ObjectNotFound(tk._("This resource has no file that can be loaded as a table."))
    own = wishes_of(resource)
    wishes = Wishes(**{name: str(values.get(name, getattr(own, name))).strip() for name in READING})
    found = first_rows(
        stored.path, ending_of(stored.file_name), wishes.given, dictionary_of(resource)
    )
    problem = found.problem
    return {
        "resource_id": resource_id,
        "given": {name: getattr(wishes, name) for name in READING},
        "layout": found.layout,
        "sheets": list(found.sheets),
        "heading": list(found.heading),
        "types": list(found.types),
        "rows": [{"line": line, "cells": list(cells)} for line, cells in found.rows],
        "problem": {**problem, "message": sentences.problem(problem["code"])} if problem else None,
    }
