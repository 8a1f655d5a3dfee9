"""Find out which of the likely corrections of a search find something for the asking user."""

from __future__ import annotations

import dataclasses
from typing import Any

from ckan.types import Context

from ckanext.scigov.search import wordlist
from ckanext.scigov.search.asking import search_as
from ckanext.scigov.search.domain import correcting

FEW = 3
"""A search that finds fewer datasets than this is looked at."""
MANY_TIMES = 4
"""Where something was found, a correction must find so many times as much."""
MOST_TRIED = 6
MOST_SHOWN = 3


def is_wanted(text: str, found: int) -> bool:
    """Say whether it is worth while to look for corrections."""
    # Colons, stars and quotation marks are for those who know what they ask for.
    return found < FEW and bool(text.strip()) and not set(text) & set(':*?"\\')


def propose(context: Context, text: str, *, fq: str, found: int) -> list[dict[str, Any]]:
    """Return up to three texts that find more than ``found`` with the same filters."""
    if not is_wanted(text, found):
        return []
    proposals: list[dict[str, Any]] = []
    for chunks in correcting.corrected(text, wordlist.near(text), most=MOST_TRIED):
        proposal = "".join(chunk.text for chunk in chunks)
        count = counted(context, proposal, fq=fq)
        if count > found * MANY_TIMES:
            parts = [dataclasses.asdict(chunk) for chunk in chunks]
            proposals.append({"text": proposal, "count": count, "parts": parts})
        if len(proposals) == MOST_SHOWN:
            break
    return proposals


def counted(context: Context, text: str, *, fq: str) -> int:
    """Return how many datasets a search as this user finds."""
    return search_as(context, q=text, fq=fq, rows=0)["count"]
