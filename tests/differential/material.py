"""Pieces of real documents to make searches of: words from inside titles, values of fields."""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Sequence
from typing import Any

from differential.oracle import Index, as_string, single_values

STRINGS = (
    "name", "id", "organization", "license_id", "state", "capacity", "open_type", "update_cycle",
    "provider_title", "version", "dataset_type", "url", "site_id",
)  # fmt: skip
LISTS = ("tags", "groups", "res_format", "vocab_theme", "vocab_region", "vocab_level", "res_url")
TEXTS = (
    "title", "notes", "text", "author", "maintainer", "res_name", "extras_abstract",
    "extras_provider_title", "extras_survey_date", "res_extras_language", "urls",
)  # fmt: skip
NUMBERS = ("views_total", "views_recent")
DATES = ("metadata_created", "metadata_modified", "survey_date")
SUBSTRINGS = ("title_ngram", "name_ngram")
FACETS = (*LISTS[:-1], "organization", "license_id", "open_type", "capacity", "version")
SORTS = (
    "metadata_modified", "metadata_created", "survey_date", "name", "organization", "license_id",
    "open_type", "version", *NUMBERS,
)  # fmt: skip
LABELS = "permission_labels"
PUNCTUATION = ("。", "—", "...")

_HAN = re.compile("[\u4e00-\u9fff]+")
_CODE = re.compile(r"[A-Za-z0-9]+(?:[-_./][A-Za-z0-9]+)*")
_PIECE = re.compile(r"[^\s\u3000]+")
SHORT_PIECE = 14
UNKNOWN, SOME_DAY = "nothing", "2021-05-06T00:00:00Z"
PAIR, FREQUENT = 2, 40
LENGTHS = (1, 2, 3, 4, 5, 6, 8)
TOGETHER, PLACES = 4, 25


class Material:
    """Pieces of a few documents that lie together, the same ones in every run.

    What comes from one document is found in it: searches made of pieces from everywhere would
    mostly find nothing.
    """

    def __init__(self, index: Index, numbers: range) -> None:
        chance = random.Random(numbers.start)
        chosen = [index.documents[number] for number in numbers]
        self.values = {
            **{
                field: _values_of(chosen, field) or [UNKNOWN]
                for field in (*STRINGS, *LISTS, LABELS)
            },
            **{field: _values_of(chosen, field) or [SOME_DAY] for field in DATES},
        }
        self.pieces = {field: _words_of(index, field, numbers, chance) for field in TEXTS}
        self.frequent = _frequent(index)
        texts = [as_string(v) for d in chosen for f in _PROSE for v in single_values(d.get(f))]
        runs = [run for text in texts for run in _HAN.findall(text)]
        self.chinese = {length: _pieces_of(runs, length, chance) for length in LENGTHS}
        found = dict.fromkeys(code for text in texts for code in _CODE.findall(text))
        self.codes = [code for code in found if len(code) <= 2 * SHORT_PIECE] or ["xls"]
        self.mixed = [
            piece
            for piece in dict.fromkeys(p for text in texts for p in _PIECE.findall(text))
            if len(piece) <= SHORT_PIECE and any(c.isalnum() for c in piece)
        ]
        self.stretches = [_stretch(text, chance) for text in texts]


def materials(index: Index) -> list[Material]:
    """Return material from places all over the index."""
    last = len(index.documents) - TOGETHER
    return [
        Material(index, range(start, start + TOGETHER)) for start in range(0, last, last // PLACES)
    ]


@functools.cache
def _frequent(index: Index) -> list[str]:
    held = sorted(index.words("text").items(), key=lambda one: (-one[1].bit_count(), one[0]))
    return [token for token, _ in held if len(token) == PAIR][:FREQUENT]


_PROSE = ("title", "notes", "extras_abstract", "author", "maintainer", "tags", "res_name")


def _words_of(index: Index, field: str, numbers: range, chance: random.Random) -> list[str]:
    """Return words that stand in this very field: a few characters of Chinese, whole codes."""
    held = index.values[field]
    texts = [as_string(value) for number in numbers for value in held.get(number, ())]
    runs = [run for text in texts for run in _HAN.findall(text)]
    pieces = [piece for length in (2, 3) for piece in _pieces_of(runs, length, chance)]
    codes = [code for text in texts for code in _CODE.findall(text) if len(code) <= SHORT_PIECE]
    return list(dict.fromkeys((*pieces, *codes))) or [UNKNOWN]


def _values_of(documents: Sequence[Any], field: str) -> list[str]:
    found = (as_string(v) for d in documents for v in single_values(d.get(field)))
    return list(dict.fromkeys(found))


def _pieces_of(runs: Sequence[str], length: int, chance: random.Random) -> list[str]:
    pieces = [
        run[start : start + length]
        for run in runs
        if len(run) >= length
        for start in {0, len(run) - length, chance.randint(0, len(run) - length)}
    ]
    # Neighbours that never were: the search for them finds little or nothing.
    backwards = [piece[::-1] for piece in pieces[:2]]
    return list(dict.fromkeys((*pieces, *backwards))) or ["数据"]


def _stretch(text: str, chance: random.Random) -> str:
    """Return a few characters of a text, whatever they are: punctuation, blanks, both scripts."""
    start = chance.randrange(max(1, len(text) - 4))
    return text[start : start + chance.randint(2, SHORT_PIECE)].strip()
