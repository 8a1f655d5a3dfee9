"""Every word that stands in a title, and the datasets a search for it must find."""

from __future__ import annotations

import dataclasses
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ckan.lib.search.query import PackageSearchQuery

_HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"[{_HAN}]+|(?:[^\\W\\d_{_HAN}]|[0-9])+")
_LATIN = re.compile(r"[^\W\d_]+|[0-9]+")
SHORTEST = 2
MORE_THAN_ALL = 100_000


def words_of(title: str) -> Iterator[str]:
    """Yield all pairs of Chinese neighbours, and words and numbers of two characters or more."""
    for run in _RUNS.findall(title):
        if re.match(f"[{_HAN}]", run):
            yield from (run[start : start + 2] for start in range(len(run) - 1))
        else:
            yield from (word for word in {run, *_LATIN.findall(run)} if len(word) >= SHORTEST)


def words_in_titles(documents: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Return each word with the names of the datasets in whose title it stands."""
    found: dict[str, set[str]] = defaultdict(set)
    for document in documents:
        for word in words_of(document["title"]):
            found[word].add(document["name"])
    return found


@dataclasses.dataclass
class Tally:
    """What was searched and what was not found."""

    words: int = 0
    to_be_found: int = 0
    seconds: float = 0.0
    missed: dict[str, list[str]] = dataclasses.field(default_factory=dict[str, list[str]])


def search_all(words: Mapping[str, set[str]], *, sort: str) -> Tally:
    """Search for each word as CKAN does for its search box; note who was not found."""
    tally = Tally()
    began = time.monotonic()
    for word, names in words.items():
        question = {"q": word, "rows": MORE_THAN_ALL - 1, "fl": "name", "facet": "false"}
        found = PackageSearchQuery().run({**question, "sort": sort})["results"]
        tally.words += 1
        tally.to_be_found += len(names)
        missed = names.difference(found)
        if missed:
            tally.missed[word] = sorted(missed)
    tally.seconds = time.monotonic() - began
    return tally
