"""Searches of every kind, for Hypothesis to draw and to shrink."""

from __future__ import annotations

import string

from hypothesis import strategies as st

from differential import material as known
from differential.expressions import (
    Between,
    Boosted,
    Everything,
    Exists,
    Expression,
    Group,
    Item,
    Pattern,
    Words,
)
from differential.material import Material
from differential.searches import DEFAULT_MM, DEFAULT_QF, Facets, Search, SearchBox, TypedWord

CONJUNCTIONS = ("", "", "", "AND", "OR", "OR", "&&", "||")
MODIFIERS = ("", "", "", "", "+", "-", "!", "NOT ")
OPERATOR_WORDS = ("AND", "OR", "NOT", "TO")
QF = (
    DEFAULT_QF,
    DEFAULT_QF,
    "title^2 text",
    "title notes",
    "text",
    "tags^3 groups",
    "notes title^4 name",
)
MM = (DEFAULT_MM, DEFAULT_MM, "100%", "0", "1", "2", "-1", "75%", "-25%", "2<75%", "1<-1 3<50%")
BOOSTS = ("2", "0.5", "10")
ROUNDED = ("YEAR", "MONTH", "DAY", "HOUR")
STEPS = ("YEAR", "YEARS", "MONTH", "MONTHS", "DAYS", "HOURS", "MINUTES", "SECONDS")
FIELD_LISTS = (
    ("id",), ("id",), ("id", "name", "tags"), ("id", "extras_*", "metadata_modified"),
    ("id", "res_*", "vocab_*", "title"), ("*_date", "id", "notes", "author"),
)  # fmt: skip


class Searches:
    """Strategies over one index's material."""

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
        return found.filter(_is_no_operator)

    def quotes(self) -> st.SearchStrategy[str]:
        stretches = st.sampled_from(self.material.stretches)
        pairs = st.lists(self.words(), min_size=1, max_size=2).map(" ".join)
        found = st.one_of(stretches, stretches, pairs)
        return found.filter(lambda text: any(c.isalnum() for c in text))

    def values(self, field: str) -> st.SearchStrategy[str]:
        known_values = self.material.values.get(field) or ["nothing"]
        return st.one_of(st.sampled_from(known_values), st.sampled_from(known_values), self.words())

    def text_leaves(self) -> st.SearchStrategy[Expression]:
        fields = st.sampled_from(known.TEXTS)
        anywhere = st.sampled_from((None, None, None, "text", "title", "notes"))
        return st.one_of(
            st.builds(Words, anywhere, self.words(), st.just(False)),
            st.builds(Words, anywhere, self.words(), st.just(False)),
            fields.flatmap(lambda f: st.builds(Words, st.just(f), self.pieces(f), st.booleans())),
            st.builds(Words, anywhere, self.quotes(), st.just(True)),
            fields.flatmap(lambda f: st.builds(Pattern, st.just(f), self.beginnings(f))),
            st.sampled_from(("text", "author", "res_name")).flatmap(
                lambda f: st.builds(Pattern, st.just(f), self._with_holes(self.pieces(f)))
            ),
            st.builds(Exists, fields, st.booleans()),
        )

    def pieces(self, field: str) -> st.SearchStrategy[str]:
        """Draw words that stand in the field."""
        there = st.sampled_from(self.material.pieces[field])
        return st.one_of(there, there, there, self.words()).filter(_is_no_operator)

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
                self.values(f).filter(_is_no_operator),
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
            st.just(Everything()),
        )

    def expressions(self) -> st.SearchStrategy[Expression]:
        return st.recursive(self.leaves(), self._combined, max_leaves=6)

    def _combined(self, inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        boosted = st.builds(
            Boosted,
            inner.filter(_can_be_boosted),
            st.sampled_from(BOOSTS),
        )
        field = st.sampled_from((None, None, None, None, "title", "notes", "author"))
        grouped = self.groups(inner, field)
        return st.one_of(grouped, grouped, grouped, grouped, boosted)

    def groups(
        self, inner: st.SearchStrategy[Expression], field: st.SearchStrategy[str | None]
    ) -> st.SearchStrategy[Group]:
        modifiers = st.sampled_from(MODIFIERS)
        first = st.builds(Item, st.just(""), modifiers, inner)
        others = st.builds(Item, st.sampled_from(CONJUNCTIONS), modifiers, inner)
        return st.builds(
            lambda one, rest, name: Group((one, *rest), name),
            first,
            st.lists(others, max_size=2),
            field,
        )

    def queries(self) -> st.SearchStrategy[Group]:
        return self.groups(self.expressions(), st.none())

    def boxes(self) -> st.SearchStrategy[SearchBox]:
        bare = self.words().filter(lambda word: _has_no_quote(word) and word[0] not in "+-")
        word = st.one_of(
            st.builds(TypedWord, bare, st.just(False), _signs()),
            st.builds(TypedWord, self.quotes().filter(_has_no_quote), st.just(True), _signs()),
        )
        operated = st.builds(
            lambda one, operator: TypedWord(one.text, one.quoted, "", operator),
            word,
            st.sampled_from(("AND", "OR", "NOT")),
        )
        return st.builds(
            lambda one, rest, qf, mm: SearchBox((one, *rest), qf, mm),
            word,
            st.lists(st.one_of(word, word, word, operated), max_size=5),
            st.sampled_from(QF),
            st.sampled_from(MM),
        )

    def facets(self) -> st.SearchStrategy[Facets]:
        fields = st.lists(st.sampled_from(known.FACETS), max_size=3, unique=True).map(tuple)
        return st.builds(
            Facets,
            fields,
            st.sampled_from((-1, 0, 1, 3, 10, 50)),
            st.sampled_from((1, 1, 0, 2, 5)),
            st.sampled_from(("count", "count", "index")),
            st.sampled_from(("", "", "", "o", "行", "c")),
        )

    def searches(self) -> st.SearchStrategy[Search]:
        keys = st.tuples(st.sampled_from(known.SORTS), st.sampled_from(("asc", "desc")))
        return st.builds(
            Search,
            st.one_of(self.queries(), self.queries(), self.boxes()),
            st.one_of(st.just(()), st.lists(self.queries(), max_size=2).map(tuple)),
            st.lists(keys, max_size=2, unique_by=lambda key: key[0]).map(tuple),
            st.sampled_from((0, 0, 0, 1, 5, 40, 10_000)),
            st.sampled_from((10, 10, 0, 1, 21, 1000)),
            st.sampled_from(FIELD_LISTS),
            self.facets(),
            st.sampled_from(("text", "text", "text", "title", "author", "tags")),
            st.sampled_from(("AND", "OR")),
        )


def _signs() -> st.SearchStrategy[str]:
    return st.sampled_from(("", "", "", "", "+", "-"))


def _can_be_boosted(expression: Expression) -> bool:
    """Say whether q and fq agree about it: Solr reads ``(-a)^2`` in two ways."""
    if isinstance(expression, Group):
        return not all(item.forbids for item in expression.items)
    return isinstance(expression, Words)


def _rising(between: Between) -> Between:
    """Return the range with its ends in the order of their texts, so that it can hold something."""
    low, high = between.low, between.high
    if low is None or high is None or low <= high:
        return between
    return Between(between.field, high, low, between.includes_low, between.includes_high)


def _is_no_operator(word: str) -> bool:
    return word not in OPERATOR_WORDS


def _has_no_quote(text: str) -> bool:
    return '"' not in text and "\\" not in text
