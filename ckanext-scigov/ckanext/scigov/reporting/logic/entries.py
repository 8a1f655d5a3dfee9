"""Actions on entries in the 13 elements: listed, exported, taken in."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.reporting import (
    arriving,
    collecting,
    exporting,
    importing,
    rates,
    sentences,
    shown,
)
from ckanext.scigov.reporting.domain import forms
from ckanext.scigov.reporting.logic import schema
from ckanext.scigov.reporting.logic.calling import TRANSLATED, by_of, commit, given_beside_file
from ckanext.scigov.shared.toolkit_inputs import checked, nothing, takes


@tk.side_effect_free
@takes(schema.entries)
def scigov_reporting_entry_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List entries in the 13 core elements of the national guide (发改高技〔2017〕1272号).

    Args:
        context: CKAN's.
        data_dict: ``q``, ``organization`` (name), ``share_type``, ``open_type``, ``data_kind`` narrow
            the list; ``sight`` says whose: ``register`` (all that somebody with a role finds), ``own``
            (of one's own providers), ``public`` (what everybody finds), the widest when left out;
            ``limit`` (100), ``offset``.

    Returns:
        ``count`` of what was found; of this part of it ``results``, objects with the guide's names,
        ``lacking`` (``id``, ``title``, ``provider``, ``lacks``: ``column`` and ``why``), and ``kept``,
        how many go out by no file of this channel.

    Raises:
        NotAuthorized: this sight is not the caller's.
    """
    data = checked("scigov_reporting_entry_list", context, data_dict)
    found = collecting.page(context, data, data["limit"], data["offset"])
    walked = collecting.begin()
    listed = list(walked.judged(found["results"]))
    return {
        "count": found["count"],
        "results": [forms.as_object(one.record) for one in listed if not one.lacks],
        "lacking": [shown.found(one) for one in listed if one.lacks],
        "kept": sum(walked.kept.values()),
    }


@TRANSLATED
@takes(schema.export)
def scigov_reporting_export(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Write entries in the 13 elements to a file, for pages and commands; it is put on record.

    Args:
        context: CKAN's.
        data_dict: as ``scigov_reporting_entry_list``, and ``format``: ``xlsx`` or ``json``.

    Returns:
        ``file``, open for reading, which the caller closes; how many entries were ``written``, are
        ``lacking`` something, or were ``kept``.

    Raises:
        NotAuthorized: this sight is not the caller's.
        TryLater: too many exports were made for visitors of this network.
    """
    data = checked("scigov_reporting_export", context, data_dict)
    by = by_of(context)
    rates.exported(by.user_id)
    made = exporting.export(context, data)
    counts = {"written": made.written, "lacking": made.lacking, "kept": made.kept}
    by.record(model.Session(), "reporting.export", "catalogue", "", **data, **counts)
    commit(context)
    return {"file": made.file, **counts}


@TRANSLATED
@takes(nothing, uploads=("upload",))
def scigov_reporting_catalogue_import(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take in entries from a file of the 13 elements: all of them, or nothing.

    Args:
        context: CKAN's.
        data_dict: ``upload``, XLSX or JSON as it is exported here. An entry whose code is there already
            is changed; a provider is found by its code, else by its name, among those that the caller
            edits.

    Returns:
        ``problems`` (``sheet``, ``line``, ``column``, ``value``, ``sentence``): where there are any,
        nothing was taken; how many entries were ``created`` and ``changed``.

    Raises:
        NotAuthorized: the caller edits entries of no provider.
        ValidationError: no file, or one that cannot be read.
    """
    given_beside_file("scigov_reporting_catalogue_import", context, data_dict)
    with arriving.readable():
        rows, items = arriving.catalogue(data_dict.get("upload"))
    taken = importing.take(context, rows, items)
    if taken.problems:
        model.Session.rollback()
    else:
        counts = {"created": taken.created, "changed": taken.changed}
        by_of(context).record(model.Session(), "reporting.import", "catalogue", "", **counts)
        commit(context)
    told = [sentences.told(one) for one in taken.problems]
    return {"problems": told, "created": taken.created, "changed": taken.changed}
