"""Pieces of real documents to make searches of: words from inside titles, values of fields."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
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
PAIR, FREQUENT = 2, 40


class Material:
    """Samples from an index, the same ones in every run."""

    def __init__(self, index: Index, *, documents: int = 300) -> None:
        chance = random.Random(3)
        chosen = chance.sample(index.documents, min(documents, len(index.documents)))
        self.values = {
            field: _values_of(chosen, field) for field in (*STRINGS, *LISTS, LABELS, *DATES)
        }
        texts = [as_string(v) for d in chosen for f in _PROSE for v in single_values(d.get(f))]
        self.pieces = {field: _words_of(index, field, chance) for field in TEXTS}
        held = sorted(index.words("text").items(), key=lambda held: (-held[1].bit_count(), held[0]))
        self.frequent = [token for token, _ in held if len(token) == PAIR][:FREQUENT]
        runs = [run for text in texts for run in _HAN.findall(text)]
        self.chinese = {
            length: _pieces_of(runs, length, chance) for length in (1, 2, 3, 4, 5, 6, 8)
        }
        found = dict.fromkeys(code for text in texts for code in _CODE.findall(text))
        self.codes = [code for code in found if len(code) <= 2 * SHORT_PIECE]
        self.mixed = [
            piece
            for piece in dict.fromkeys(p for text in texts for p in _PIECE.findall(text))
            if len(piece) <= SHORT_PIECE and any(c.isalnum() for c in piece)
        ]
        self.stretches = [_stretch(text, chance) for text in texts]


_PROSE = ("title", "notes", "extras_abstract", "author", "maintainer", "tags", "res_name")


def _words_of(index: Index, field: str, chance: random.Random) -> list[str]:
    """Return words that stand in this very field: a few characters of Chinese, whole codes."""
    numbers = chance.sample(sorted(index.values[field]), min(150, len(index.values[field])))
    texts = [as_string(value) for number in numbers for value in index.values[field][number]]
    runs = [run for text in texts for run in _HAN.findall(text)]
    pieces = [piece for length in (2, 3) for piece in _pieces_of(runs, length, chance)]
    codes = [code for text in texts for code in _CODE.findall(text) if len(code) <= SHORT_PIECE]
    return list(dict.fromkeys((*pieces[:300], *codes[:300])))


def _values_of(documents: Sequence[Any], field: str) -> list[str]:
    found = (as_string(v) for d in documents for v in single_values(d.get(field)))
    return list(dict.fromkeys(found))[:200]


def _pieces_of(runs: Iterable[str], length: int, chance: random.Random) -> list[str]:
    long_enough = [run for run in runs if len(run) >= length]
    pieces = [
        run[start : start + length]
        for run in long_enough
        for start in (chance.randint(0, len(run) - length),)
    ]
    # Neighbours that never were: the search for them finds little or nothing.
    backwards = [piece[::-1] for piece in pieces[:40]]
    return list(dict.fromkeys((*pieces[:400], *backwards)))


def _stretch(text: str, chance: random.Random) -> str:
    """Return a few characters of a text, whatever they are: punctuation, blanks, both scripts."""
    start = chance.randrange(max(1, len(text) - 4))
    return text[start : start + chance.randint(2, SHORT_PIECE)].strip()
