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
from ckanext.scigov.intake.domain.proposing.cycles import cycle_of
from ckanext.scigov.intake.domain.proposing.formats import Formats, formats_of
from ckanext.scigov.shared import ids

UNIQUE_ENOUGH = 0.95
"""Sources have true duplicates; what tells so many records apart is an identity."""
MOST_CODES = 100
"""A field with more values than this is no field of a vocabulary."""
MOST_EXCEPTIONS = 20
"""Addresses among telephone numbers, or the other way about, that are listed one by one."""
_ADDRESS = re.compile(r"https?://\S+")
_ENDING = re.compile(
    r"^[^?#]+\.(?:csv|xlsx?|json|xml|rdf|pdf|docx?|txt|zip|rar|jpe?g|png|shp|geojson|kml)(?:[?#]|$)",
    re.IGNORECASE,
)
_FETCHED = re.compile(r"download|export|attachment|/files?/", re.IGNORECASE)
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_PHONE = re.compile(r"[+(]?\d[\d ()、,;/+-]{5,}")
_NOTE = re.compile(r"^([^(（]+)[(（].*$", re.DOTALL)
SEVERAL = frozenset({"data_domain"})
"""Fields of ours that take several values."""
NOTE_PATTERN = "^([^(（]*)"
"""Leaves out what follows in brackets."""
ORDER = (
    "title", "identifier", "source_url", "file_url", "open_type", "share_type", "open_condition",
    "share_condition", "update_cycle", "modified", "issued", "format", "tag_string", "data_domain", "notes",
    "authoritative_source", "version", "email", "phone",
)  # fmt: skip
CONTACTS = ("email", "phone")
_OF_BOTH = frozenset(words.FIELD_NAMES["email"]) & frozenset(words.FIELD_NAMES["phone"])


@dataclass(frozen=True, slots=True)
class Values:
    """Values of a source in the words of a vocabulary of ours."""

    known: Mapping[str, tuple[str, ...]]
    """None of the vocabulary: the value says nothing."""
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
    formats: Formats | None = None
    exceptions: list[str] = field(default_factory=list[str])
    """What is of the rarer kind in a column of addresses and telephone numbers."""

    @property
    def page(self) -> Column | None:
        """The column of pages, where each record has one of its own."""
        return self._own("source_url")

    @property
    def file(self) -> Column | None:
        return self._own("file_url")

    def _own(self, name: str) -> Column | None:
        column = self.columns.get(name)
        return column if column is not None and is_unique(column) else None


def guess(columns: Mapping[str, Column], labels: Mapping[str, Mapping[str, str]]) -> Guess:
    """Return the best guess.

    Args:
        columns: of the sample.
        labels: vocabulary → label in any language → code.
    """
    found = Guess()
    for name in ORDER:
        column = _column_for(found, name, columns, labels)
        if column is not None:
            found.columns[name] = column
    if "title" not in found.columns and columns:
        found.columns["title"] = _most_telling(columns)
    found.identity = _identity(found)
    if "format" in found.columns:
        found.formats = formats_of(found.columns["format"])
    found.exceptions = _exceptions(found)
    return found


def _column_for(
    found: Guess, name: str, columns: Mapping[str, Column], labels: Mapping[str, Mapping[str, str]]
) -> Column | None:
    taken = {column.name for column in found.columns.values()}
    called = _by_name(columns, name)
    for column in called:
        if column.name in taken and name not in CONTACTS:
            continue
        if column.filled and _fits(found, name, column, labels):
            return column
    # A sample without a single way of contact says by its names where there will be some.
    empty = (one for one in called if not one.filled and one.name not in taken | _OF_BOTH)
    return next(empty, None) if name in CONTACTS else None


def _exceptions(found: Guess) -> list[str]:
    """Return the values of the rarer kind where one column has ways of contact of both kinds."""
    kinds = [name for name in CONTACTS if name in found.columns]
    if len(kinds) != 1:
        return []
    column = found.columns[kinds[0]]
    (other,) = (name for name in CONTACTS if name not in kinds)
    rare = list(dict.fromkeys(text for text in column.values if _LOOKS[other](text)))
    if column.name not in _OF_BOTH or len(rare) > MOST_EXCEPTIONS:
        return []
    return rare


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
        return any(values.known.values())
    if name in ("modified", "issued"):
        found.dates[name] = column.date_forms
        return bool(found.dates[name])
    judge = _LOOKS.get(name)
    return judge is None or _mostly(column, judge)


_LOOKS: dict[str, Callable[[str], bool]] = {
    "source_url": lambda text: bool(_ADDRESS.match(text)) and not _ENDING.match(text),
    "file_url": lambda text: bool(
        _ADDRESS.match(text) and (_ENDING.match(text) or _FETCHED.search(text))
    ),
    "email": lambda text: bool(_EMAIL.fullmatch(text)),
    "phone": lambda text: bool(_PHONE.fullmatch(text)),
}


def _mostly(column: Column, judge: Callable[[str], bool]) -> bool:
    return sum(map(judge, column.values)) * 2 > len(column.values)


def spelled(name: str, column: Column, labels: Mapping[str, str]) -> Values:
    """Return what the values of a column are in a vocabulary of ours."""
    codes = _codes(name, labels)
    has_notes = sum(bool(_NOTE.match(value)) for value in column.counts) > 1
    has_several = name in SEVERAL and any("," in value for value in column.counts)
    known: dict[str, tuple[str, ...]] = {}
    unknown: Counter[str] = Counter()
    for value, count in column.counts.most_common(MOST_CODES):
        noted = _NOTE.match(value) if has_notes else None
        bare = noted[1].strip() if noted else value
        for piece in filter(None, map(str.strip, bare.split(","))) if has_several else (bare,):
            meant = _meant(name, piece, codes)
            if meant is not None:
                known[piece] = meant
            else:
                unknown[piece] += count
    return Values(known, dict(unknown.most_common()), has_notes, has_several)


def _codes(name: str, labels: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the codes of each spelling; several where its words stand for several of ours."""
    spelled_out: dict[str, tuple[str, ...]] = {}
    for code, spellings in words.SPELLINGS[name].items():
        for spelling in map(texts.folded, filter(None, (code, *spellings))):
            spelled_out[spelling] = tuple(filter(None, (*spelled_out.get(spelling, ()), code)))
    return {texts.folded(label): (code,) for label, code in labels.items()} | spelled_out


def _meant(name: str, piece: str, codes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    folded = texts.folded(piece)
    if _ADDRESS.match(folded):
        # Codes of other vocabularies are addresses: …/authority/frequency/DAILY.
        folded = folded.rpartition("/")[2]
    if folded in codes or name != "update_cycle":
        return codes.get(folded)
    cycle = cycle_of(folded)
    return (cycle,) if cycle else None


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
