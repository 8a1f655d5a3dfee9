"""What a search should find, in plain Python: sets of documents are the bits of whole numbers."""

from __future__ import annotations

import datetime as dt
import fnmatch
import functools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ckanext.scigov.search.domain.tokens import folded, indexed
from differential.schema import CATCH_ALL, ckans_schema

Document = Mapping[str, Any]
Mask = int
GAP = 100
"""Between two values of a field no phrase reaches (Solr's positionIncrementGap)."""


@functools.lru_cache(maxsize=200_000)
def tokens_at(text: str) -> Mapping[int, frozenset[str]]:
    """Return the tokens of ``text`` by their place."""
    found: dict[int, set[str]] = defaultdict(set)
    for token in indexed(text)[0]:
        found[token.position].add(token.text)
    return {place: frozenset(tokens) for place, tokens in found.items()}


class Index:
    """All documents, and who holds what."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self.everything: Mask = (1 << len(self.documents)) - 1
        self.values: dict[str, dict[int, list[Any]]] = defaultdict(dict)
        for number, document in enumerate(self.documents):
            for field, value in document.items():
                self._take(number, field, list(single_values(value)))

    def _take(self, number: int, field: str, values: list[Any]) -> None:
        if not values:
            return
        for target in (field, *ckans_schema().copies_of(field)):
            self.values[target].setdefault(number, []).extend(values)

    @functools.cache  # noqa: B019 (one index lives as long as its tests)
    def exact(self, field: str) -> Mapping[Any, Mask]:
        """Return who has which value: strings, numbers, or moments."""
        found: dict[Any, Mask] = defaultdict(int)
        convert = CONVERTERS[ckans_schema().field(field).kind]
        for number, values in self.values[field].items():
            for value in values:
                found[convert(value)] |= 1 << number
        return found

    @functools.cache  # noqa: B019
    def words(self, field: str) -> Mapping[str, Mask]:
        """Return who holds which token in a text field."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, values in self.values[field].items():
            held = {t for v in values for ts in tokens_at(as_string(v)).values() for t in ts}
            for token in held:
                found[token].append(number)
        return {token: mask_of(numbers) for token, numbers in found.items()}

    def present(self, field: str) -> Mask:
        return mask_of(self.values[field])

    def with_word(self, field: str, token: str) -> Mask:
        return self.words(field).get(token, 0)

    def with_phrase(self, field: str, tokens: Sequence[str], *, open_end: bool = False) -> Mask:
        """Return who holds the tokens one behind the other; an open end continues the last."""
        whole = tokens[:-1] if open_end else tokens
        found = self.everything
        for token in whole:
            found &= self.with_word(field, token)
        if open_end:
            found &= self.with_token_like(field, lambda held: held.startswith(tokens[-1]))
        if len(tokens) == 1:
            return found
        return mask_of(n for n in bits(found) if self._stands(n, field, tokens, open_end))

    def _stands(self, number: int, field: str, tokens: Sequence[str], open_end: bool) -> bool:
        last = len(tokens) - 1

        def fits(held: frozenset[str], place: int) -> bool:
            if open_end and place == last:
                return any(token.startswith(tokens[last]) for token in held)
            return tokens[place] in held

        nothing: frozenset[str] = frozenset()
        return any(
            all(fits(places.get(start + i, nothing), i) for i in range(len(tokens)))
            for value in self.values[field][number]
            if (places := tokens_at(as_string(value)))
            for start in places
        )

    def with_token_like(self, field: str, test: Callable[[str], bool]) -> Mask:
        return union(mask for token, mask in self.words(field).items() if test(token))

    def with_value_like(self, field: str, test: Callable[[Any], bool]) -> Mask:
        return union(mask for value, mask in self.exact(field).items() if test(value))

    def holding(self, field: str, text: str) -> Mask:
        """Return whose title or name (``title_ngram``, ``name_ngram``) holds the text anywhere."""
        wanted = folded(text)
        return mask_of(
            number
            for number, values in self.values[field].items()
            if any(wanted in folded(as_string(value)) for value in values)
        )


def single_values(value: Any) -> Iterable[Any]:
    """Yield the values of a field that pysolr sends: the empty ones stay away."""
    several = value if isinstance(value, (list, tuple)) else [value]
    return (one for one in several if one is not None and one != "")


def as_string(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_moment(value: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(str(value).removesuffix("Z"))
    return moment.replace(tzinfo=dt.timezone.utc, microsecond=moment.microsecond // 1000 * 1000)


CONVERTERS: Mapping[str, Callable[[Any], Any]] = {
    "string": as_string,
    "number": int,
    "date": as_moment,
}


def mask_of(numbers: Iterable[int]) -> Mask:
    # One sum of powers would copy the growing number for every member.
    listed = list(numbers)
    if not listed:
        return 0
    octets = bytearray(max(listed) // 8 + 1)
    for number in listed:
        octets[number // 8] |= 1 << number % 8
    return int.from_bytes(octets, "little")


def bits(mask: Mask) -> Iterable[int]:
    """Yield the numbers of the documents in ``mask``, rising."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def union(masks: Iterable[Mask]) -> Mask:
    found = 0
    for mask in masks:
        found |= mask
    return found


def wildcard(pattern: str) -> Callable[[str], bool]:
    """Return the test of a pattern with * and ? and nothing else special."""
    written = "".join({"*": ".*", "?": "."}.get(c, re.escape(c)) for c in pattern)
    compiled = re.compile(written, re.DOTALL)
    return lambda text: compiled.fullmatch(text) is not None


def is_named(field: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(field, pattern) for pattern in patterns)


__all__ = ["CATCH_ALL", "Document", "Index", "Mask", "bits", "mask_of", "union", "wildcard"]
