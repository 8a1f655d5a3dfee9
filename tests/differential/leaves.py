"""Parts of searches that ask for one thing each, made of pieces of real documents."""

from __future__ import annotations

import string
from typing import TypeVar

from hypothesis import strategies as st

from differential import material as known
from differential.expressions import Between, Everything, Exists, Expression, Pattern, Words
from differential.material import Material

T = TypeVar("T")
OPERATOR_WORDS = ("AND", "OR", "NOT", "TO")
ROUNDED = ("YEAR", "MONTH", "DAY", "HOUR")
STEPS = ("YEAR", "YEARS", "MONTH", "MONTHS", "DAYS", "HOURS", "MINUTES", "SECONDS")


class Leaves:
    """Strategies for single parts, over one index's material."""

    def __init__(self, material: Material) -> None:
        self.material = material

    def words(self) -> st.SearchStrategy[str]:
        """Draw what people type as one word: no blanks in it, something to look for."""
        chinese = st.sampled_from([2, 2, 2, 1, 3, 4, 5, 6, 8]).flatmap(
            lambda length: st.sampled_from(self.material.chinese[length])
        )
        found = st.one_of(
            st.sampled_from(self.material.frequent),
            st.sampled_from(self.material.frequent),
            chinese,
            chinese,
            st.sampled_from(self.material.codes),
            st.sampled_from(self.material.codes).map(str.upper),
            st.sampled_from(self.material.mixed),
            st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=3),
        )
        return found.filter(is_no_operator)

    def quotes(self) -> st.SearchStrategy[str]:
        stretches = st.sampled_from(self.material.stretches)
        pairs = st.lists(self.words(), min_size=1, max_size=2).map(" ".join)
        found = st.one_of(stretches, stretches, pairs)
        return found.filter(lambda text: any(c.isalnum() for c in text))

    def values(self, field: str) -> st.SearchStrategy[str]:
        there = st.sampled_from(self.material.values[field])
        return mostly(there, self.words(), 6)

    def text_leaves(self) -> st.SearchStrategy[Expression]:
        fields = st.sampled_from(known.TEXTS)
        return st.one_of(
            st.builds(Words, anywhere(), self.words(), st.just(False)),
            st.builds(Words, anywhere(), self.words(), st.just(False)),
            fields.flatmap(lambda f: st.builds(Words, st.just(f), self.pieces(f), st.booleans())),
            st.builds(Words, anywhere(), self.quotes(), st.just(True)),
            fields.flatmap(lambda f: st.builds(Pattern, st.just(f), self.beginnings(f))),
            st.sampled_from(("text", "author", "res_name")).flatmap(
                lambda f: st.builds(Pattern, st.just(f), self._with_holes(self.pieces(f)))
            ),
            st.builds(Exists, fields, st.booleans()),
        )

    def pieces(self, field: str) -> st.SearchStrategy[str]:
        """Draw words that stand in the field."""
        there = st.sampled_from(self.material.pieces[field])
        return mostly(there, self.words(), 4).filter(is_no_operator)

    def beginnings(self, field: str) -> st.SearchStrategy[str]:
        cut = st.tuples(self.pieces(field), st.integers(1, 4)).map(lambda t: t[0][: t[1]] + "*")
        return cut.filter(lambda text: any(c.isalnum() for c in text))

    def _with_holes(self, texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        def holed(text: str, hole: str, start: int, length: int) -> str:
            start %= len(text)
            behind = start + (length if "*" in hole else 1)
            return f"{text[:start]}{hole}{text[behind:]}"

        hole = st.sampled_from(["*", "?", "*", "*?"])
        made = st.builds(holed, texts, hole, st.integers(0, 9), st.sampled_from((0, 1, 3, 99)))
        return made.filter(lambda text: text.strip("*") != "")

    def exact_leaves(self) -> st.SearchStrategy[Expression]:
        fields = st.sampled_from((*known.FACETS, *known.STRINGS, *known.LISTS, known.LABELS))
        ranged = st.sampled_from((*known.STRINGS, *known.LISTS))
        equal = fields.flatmap(
            lambda f: st.builds(Words, st.just(f), self.values(f), st.just(True))
        )
        patterns = fields.flatmap(
            lambda f: st.builds(Pattern, st.just(f), self._with_holes(self.values(f)))
        )
        return st.one_of(
            equal,
            equal,
            patterns,
            st.builds(Exists, fields, st.booleans()),
            ranged.flatmap(lambda f: self._ranges(f, self.values(f))),
            self._quick_values(),
        )

    def _quick_values(self) -> st.SearchStrategy[Expression]:
        """Draw fielded words without quotes: names and codes as CKAN writes them."""
        fields = st.sampled_from(("name", "organization", "license_id", "state", "res_format"))
        return fields.flatmap(
            lambda f: st.builds(
                Words,
                st.just(f),
                self.values(f).filter(is_no_operator),
                st.just(False),
            )
        )

    def _ranges(self, field: str, ends: st.SearchStrategy[str]) -> st.SearchStrategy[Between]:
        end = st.one_of(st.none(), ends, ends)
        made = st.builds(Between, st.just(field), end, end, st.booleans(), st.booleans())
        made = st.one_of(made, made.map(_rising), made.map(_rising))
        # Both ends open is the other way to write field:*.
        return made.filter(lambda between: (between.low, between.high) != (None, None))

    def number_leaves(self) -> st.SearchStrategy[Expression]:
        fields = st.sampled_from(known.NUMBERS)
        ends = st.one_of(st.integers(-2, 13), st.integers(-5000, 5000)).map(str)
        return st.one_of(
            st.builds(Words, fields, ends, st.just(True)),
            fields.flatmap(lambda f: self._ranges(f, ends)),
            st.builds(Exists, fields, st.booleans()),
        )

    def moments(self) -> st.SearchStrategy[str]:
        every = [v for field in known.DATES for v in self.material.values[field]]
        days = [f"{value[:10]}T00:00:00Z" for value in every]
        base = st.one_of(st.sampled_from(every), st.sampled_from(days), st.just("NOW"))
        step = st.one_of(
            st.sampled_from(ROUNDED).map(lambda unit: f"/{unit}"),
            st.builds(
                lambda sign, count, unit: f"{sign}{count}{unit}",
                st.sampled_from("+-"),
                st.integers(1, 40),
                st.sampled_from(STEPS),
            ),
        )
        return st.builds(lambda b, steps: b + "".join(steps), base, st.lists(step, max_size=2))

    def date_leaves(self) -> st.SearchStrategy[Expression]:
        fields = st.sampled_from(known.DATES)
        there = fields.flatmap(
            lambda f: st.builds(
                Words, st.just(f), st.sampled_from(self.material.values[f]), st.just(True)
            )
        )
        return st.one_of(
            there,
            fields.flatmap(lambda f: self._ranges(f, self.moments())),
            fields.flatmap(lambda f: self._ranges(f, self.moments())),
            st.builds(Exists, fields, st.booleans()),
        )

    def ngram_leaves(self) -> st.SearchStrategy[Expression]:
        # Solr keeps pieces of two to ten characters.
        texts = self.words().filter(lambda word: 2 <= len(word) <= 10)
        return st.builds(Words, st.sampled_from(known.SUBSTRINGS), texts, st.just(False))

    def leaves(self) -> st.SearchStrategy[Expression]:
        return st.one_of(
            self.text_leaves(),
            self.text_leaves(),
            self.text_leaves(),
            self.exact_leaves(),
            self.exact_leaves(),
            self.number_leaves(),
            self.date_leaves(),
            self.ngram_leaves(),
            st.builds(Words, anywhere(), st.sampled_from(known.PUNCTUATION), st.booleans()),
            st.just(Everything()),
        )


def anywhere() -> st.SearchStrategy[str | None]:
    """Draw the field of a word that may well be there: the default one, or one with much text."""
    return st.sampled_from((None, None, None, "text", "title", "notes"))


def mostly(
    usual: st.SearchStrategy[T], other: st.SearchStrategy[T], times: int
) -> st.SearchStrategy[T]:
    """Draw the usual thing so many times as often as the other one."""
    # one_of would take each way of the two for a way of its own.
    return st.integers(0, times).flatmap(lambda drawn: other if drawn == times else usual)


def _rising(between: Between) -> Between:
    """Return the range with its ends in the order of their texts, so that it can hold something."""
    low, high = between.low, between.high
    if low is None or high is None or low <= high:
        return between
    return Between(between.field, high, low, between.includes_low, between.includes_high)


def is_no_operator(word: str) -> bool:
    return word not in OPERATOR_WORDS
