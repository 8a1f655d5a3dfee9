"""Guess which field of a source is which of ours: by its name first, and then by what is in it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.proposing import words
from ckanext.scigov.intake.domain.proposing.columns import Column
from ckanext.scigov.shared import ids

UNIQUE_ENOUGH = 0.95
"""Sources have true duplicates; what tells so many records apart is an identity."""
MOST_CODES = 100
"""A field with more values than this is no field of a vocabulary."""
_ADDRESS = re.compile(r"https?://\S+")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"[+(]?\d[\d ()、,;/+-]{5,}")
_NOTE = re.compile(r"^([^(（]+)[(（].*$", re.DOTALL)
SEVERAL = frozenset({"data_domain"})
"""Fields of ours that take several values."""
NOTE_PATTERN = "^([^(（]*)"
"""Leaves out what follows in brackets."""
ORDER = (
    "title", "identifier", "source_url", "open_type", "share_type", "update_cycle", "modified", "issued",
    "format", "tag_string", "data_domain", "notes", "authoritative_source", "email", "phone",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Values:
    """Values of a source in the words of a vocabulary of ours."""

    known: Mapping[str, str]
    unknown: Mapping[str, int]
    """Those nothing is known of, with how often they came."""
    has_notes: bool = False
    """Notes in brackets follow some values."""
    has_several: bool = False
    """Several values stand in one, with commas between."""


@dataclass(slots=True)
class Guess:
    """Which field of the source is which of ours, and why not where it is none."""

    columns: dict[str, Column] = field(default_factory=dict[str, Column])
    values: dict[str, Values] = field(default_factory=dict[str, Values])
    dates: dict[str, list[str]] = field(default_factory=dict[str, "list[str]"])
    identity: list[str] = field(default_factory=list[str])


def guess(columns: Mapping[str, Column], labels: Mapping[str, Mapping[str, str]]) -> Guess:
    """Return the best guess.

    Args:
        columns: of the sample.
        labels: vocabulary → label in any language → code.
    """
    found = Guess()
    for name in ORDER:
        taken = {column.name for column in found.columns.values()}
        shared = name in ("email", "phone")
        for column in _by_name(columns, name):
            if column.name in taken and not shared:
                continue
            if column.filled and _fits(found, name, column, labels):
                found.columns[name] = column
                break
    if "title" not in found.columns and columns:
        found.columns["title"] = _most_telling(columns)
    found.identity = _identity(found)
    return found


def _by_name(columns: Mapping[str, Column], name: str) -> list[Column]:
    """Return the columns that may be called so, the likeliest first."""
    ranked: list[tuple[int, int, Column]] = []
    for position, column in enumerate(columns.values()):
        rank = _rank(column.name, words.FIELD_NAMES[name])
        if rank is not None:
            ranked.append((rank, position, column))
    return [column for _, _, column in sorted(ranked, key=lambda one: one[:2])]


def _rank(name: str, candidates: tuple[str, ...]) -> int | None:
    own = _plain(name.rpartition(".")[2])
    for position, candidate in enumerate(candidates):
        if own in _writings(candidate):
            return position
    for position, candidate in enumerate(candidates):
        # 数据资源名称（中文） and the like; English words are too short to be looked for inside.
        if not candidate.isascii() and _plain(candidate) in own:
            return len(candidates) + position
    return None


@functools.cache
def _writings(candidate: str) -> frozenset[str]:
    """Return a name as it may be written: as it is, in pinyin, in the first letters of pinyin."""
    if candidate.isascii():
        return frozenset({_plain(candidate)})
    pinyin = ids.words(candidate)
    return frozenset({_plain(candidate), "".join(pinyin), "".join(word[0] for word in pinyin)})


def _plain(name: str) -> str:
    return texts.folded(name).replace("_", "").replace("-", "")


def _fits(found: Guess, name: str, column: Column, labels: Mapping[str, Mapping[str, str]]) -> bool:
    if name in words.SPELLINGS:
        values = spelled(name, column, labels.get(name, {}))
        found.values[name] = values
        return bool(values.known)
    if name in ("modified", "issued"):
        found.dates[name] = column.date_forms
        return bool(found.dates[name])
    judge = _LOOKS.get(name)
    return judge is None or _mostly(column, judge)


_LOOKS: dict[str, Callable[[str], bool]] = {
    "source_url": lambda text: bool(_ADDRESS.match(text)),
    "email": lambda text: bool(_EMAIL.fullmatch(text)),
    "phone": lambda text: bool(_PHONE.fullmatch(text)),
}


def _mostly(column: Column, judge: Callable[[str], bool]) -> bool:
    return sum(map(judge, column.values)) * 2 > len(column.values)


def spelled(name: str, column: Column, labels: Mapping[str, str]) -> Values:
    """Return what the values of a column are in a vocabulary of ours."""
    codes = {texts.folded(label): code for label, code in labels.items()}
    for code, spellings in words.SPELLINGS[name].items():
        codes |= {texts.folded(spelling): code for spelling in (code, *spellings)}
    has_notes = sum(bool(_NOTE.match(value)) for value in column.counts) > 1
    has_several = name in SEVERAL and any("," in value for value in column.counts)
    known: dict[str, str] = {}
    unknown: Counter[str] = Counter()
    for value, count in column.counts.most_common(MOST_CODES):
        noted = _NOTE.match(value) if has_notes else None
        bare = noted[1].strip() if noted else value
        for piece in filter(None, map(str.strip, bare.split(","))) if has_several else (bare,):
            code = codes.get(texts.folded(piece))
            if code is not None:
                known[piece] = code
            else:
                unknown[piece] += count
    return Values(known, dict(unknown.most_common()), has_notes, has_several)


def _most_telling(columns: Mapping[str, Column]) -> Column:
    """Return the column that may be the title where none is called so: texts, most of them different."""
    return max(columns.values(), key=lambda one: (len(set(one.whole)) * _is_wordy(one), one.filled))


def _is_wordy(column: Column) -> bool:
    return not _mostly(column, lambda text: bool(_ADDRESS.match(text)) or text.isascii())


def _identity(found: Guess) -> list[str]:
    """Return what tells records apart: an identifier or address of their own, else title and provider."""
    for name in ("identifier", "source_url"):
        column = found.columns.get(name)
        if column is not None and is_unique(column):
            return [column.name]
    both = (found.columns.get("title"), found.columns.get("authoritative_source"))
    return [column.name for column in both if column is not None]


def is_unique(column: Column) -> bool:
    return len(set(filter(None, column.whole))) >= UNIQUE_ENOUGH * len(column.whole)
