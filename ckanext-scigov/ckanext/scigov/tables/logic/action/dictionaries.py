"""Actions about dictionaries: reading one that was copied from a spreadsheet."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import pasting, sentences
from ckanext.scigov.tables.logic import schema


@tk.side_effect_free
@takes(schema.dictionary_read)
def scigov_tables_dictionary_read(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Read a dictionary that was copied from a spreadsheet; nothing is stored.

    Args:
        context: CKAN's.
        data_dict: ``text``: a row of headings, with or without rows of data below it; titles one a
            line; or a dictionary with headings of its own (字段名, 类型, 说明 …).

    Returns:
        ``kind`` (headings, titles, dictionary, nothing); ``data_items`` as the schema has them, with
        types and descriptions as far as they are known; ``undescribed``, titles that need a
        description; ``ignored``, headings of columns that are no part of a dictionary; ``left_out``,
        how many items were above the most there can be; ``message``, all this in a sentence or two.

    Raises:
        NotAuthorized: the user is not signed in.
    """
    text = valid("scigov_tables_dictionary_read", context, data_dict)["text"]
    tk.check_access("scigov_tables_dictionary_read", context, {})
    found = pasting.dictionary_from(text)
    return {
        "kind": found.read.kind.value,
        "data_items": found.items,
        "undescribed": found.undescribed,
        "ignored": list(found.read.ignored),
        "left_out": found.read.left_out,
        "message": sentences.of_pasted(found),
    }
