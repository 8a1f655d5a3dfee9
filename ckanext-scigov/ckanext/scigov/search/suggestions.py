"""What the search box offers while somebody types: titles, keywords, providers.

Everything shown comes out of ``package_search`` as the asking user, counts included.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ckan.types import Context

from ckanext.scigov.search import wordlist
from ckanext.scigov.search.asking import search_as
from ckanext.scigov.search.domain import typed as typing
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.domain.typed import Typed
from ckanext.scigov.search.visible_values import Value, fitting, visible_to

LOOKED_AT = 24
"""So many of the best hits are looked through for titles that hold what was typed."""
READ_AS = 5
"""So many words are tried for letters that may be pinyin."""

Item = dict[str, Any]


def gather(context: Context, text: str, *, limit: int) -> dict[str, list[Item]]:
    """Return up to ``limit`` titles, keywords and providers each that fit ``text``."""
    typed = typing.read(text)
    if typed.is_empty:
        return {"titles": [], "tags": [], "providers": []}
    read_as = wordlist.read_as(typed.pinyin, most=READ_AS) if typed.pinyin else []
    values = visible_to(context)
    return {
        "titles": _titles(context, typed, read_as, limit=limit),
        "tags": _best(typed, values["tags"], limit=limit),
        "providers": _best(typed, values["organization"], limit=limit),
    }


def _best(typed: Typed, values: list[Value], *, limit: int) -> list[Item]:
    found = fitting(values, typed)
    found.sort(key=lambda value: typing.order(typed, value.folded, value.count))
    return [
        {"name": v.name, "title": v.title, "count": v.count, "parts": _parts(typed, v.title)}
        for v in found[:limit]
    ]


def _titles(context: Context, typed: Typed, read_as: Sequence[str], *, limit: int) -> list[Item]:
    found = search_as(
        context,
        q=typing.query(typed, read_as),
        rows=LOOKED_AT,
        sort="score desc, metadata_modified desc",
        fl=["id", "name", "title"],
    )
    by_fit: dict[str, list[Item]] = {"whole": [], "part": []}
    for dataset in found["results"]:
        title = dataset.get("title") or dataset["name"]
        fit = typing.fit(typed, folded(title), read_as)
        if fit:
            by_fit[fit].append({"id": dataset["id"], "name": dataset["name"], "title": title})
    best = [*by_fit["whole"], *by_fit["part"]][:limit]
    return [{**item, "parts": _parts(typed, item["title"], read_as)} for item in best]


def _parts(typed: Typed, text: str, read_as: Sequence[str] | None = None) -> list[Item]:
    return [{"text": part.text, "fits": part.fits} for part in typing.marked(typed, text, read_as)]
