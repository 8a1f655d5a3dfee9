"""Actions of the search box: suggestions while typing, and corrections."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.scigov.search import corrections, similar, suggestions
from ckanext.scigov.search.logic import schema
from ckanext.scigov.search.logic.declaring import checked, takes


@tk.side_effect_free
@takes(schema.suggest)
def scigov_search_suggest(context: Context, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Suggest titles, keywords and providers for what has been typed so far.

    Only what the caller may see is suggested and counted.

    Args:
        context: CKAN's; nobody needs to be logged in.
        data_dict: ``text``: what was typed, up to 100 characters; ``limit``: at most so many of
            each (5; no more than 20).

    Returns:
        ``titles`` (dictionaries with id, name, title), ``tags`` and ``providers`` (with name, title and
        count), the best first. Each has ``parts``: its title cut into dictionaries with text and
        fits, which is true for what was typed.

    Raises:
        ckan.plugins.toolkit.ValidationError: the text is missing, too long or holds control
            characters, or the limit is no number from 1 to 20.
    """
    data = checked(scigov_search_suggest, context, data_dict)
    return suggestions.gather(context, data["text"], limit=data["limit"])


@tk.side_effect_free
@takes(schema.correct)
def scigov_search_correct(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Propose other spellings for a search that finds nothing or next to nothing.

    Each was searched as the caller, and finds something.

    Args:
        context: CKAN's; nobody needs to be logged in.
        data_dict: ``text``: what was searched, up to 100 characters; ``fq``: the filters, as for
            ``package_search``.

    Returns:
        Up to three dictionaries, the likeliest first: text, count (how many datasets it finds) and
        parts (the text cut into dictionaries with text and changed). Empty when the text as it
        stands finds enough.

    Raises:
        ckan.plugins.toolkit.ValidationError: the text is missing, too long or holds control
            characters.
    """
    data = checked(scigov_search_correct, context, data_dict)
    if not corrections.is_wanted(data["text"], 0):
        return []
    found = corrections.counted(context, data["text"], fq=data["fq"])
    return corrections.propose(context, data["text"], fq=data["fq"], found=found)


@tk.side_effect_free
@takes(schema.similar)
def scigov_search_similar(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """Find datasets whose titles are like one that is about to be given.

    Args:
        context: CKAN's; what the caller may not see is not found.
        data_dict: ``title``, up to 500 characters; ``id``: of the dataset that bears it already.

    Returns:
        Up to five dictionaries, the likest first: id, name, title and likeness in per cent; 100 means
        that nothing but width, case, blanks and punctuation differs.

    Raises:
        ckan.plugins.toolkit.ValidationError: the title is missing or too long.
    """
    data = checked(scigov_search_similar, context, data_dict)
    return [one for one in similar.to(context, data["title"]) if one["id"] != data["id"]]
