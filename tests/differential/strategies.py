"""Searches of every kind, for Hypothesis to draw and to shrink."""

from __future__ import annotations

from hypothesis import strategies as st

from differential import material as known
from differential.expressions import Boosted, Expression, Group, Item, Words
from differential.leaves import Leaves, mostly
from differential.material import Material, materials
from differential.oracle import Index
from differential.searches import DEFAULT_MM, DEFAULT_QF, Facets, Search, SearchBox, TypedWord

CONJUNCTIONS = ("", "", "", "AND", "OR", "OR", "&&", "||")
MODIFIERS = ("", "", "", "", "+", "-", "!", "NOT ")
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
FIELD_LISTS = (
    ("id",), ("id",), ("id", "name", "tags"), ("id", "extras_*", "metadata_modified"),
    ("id", "res_*", "vocab_*", "title"), ("*_date", "id", "notes", "author"),
)  # fmt: skip


PIECES = (
    "cn ", "01 ", "xls ", "数据 ", "信息 ", "cn)", "01)", '"cn"', '"01 xls"', 'cn"01 "', "title:cn ",
    "title:(", "(", 'tags:"x"', "x*", "?n ", "*:* ", "text:* ", "[x TO y]", " AND ", " OR ", " NOT ",
    " && ", " || ", "+", "-", "!", ")", "(", "*", "^2 ", "^", "~", "title:", "tags:", '"', " ",
)  # fmt: skip
"""Of Solr's language, with words that are their own tokens: both engines get the same text."""


def any_texts() -> st.SearchStrategy[tuple[str, str]]:
    """Draw what may or may not be a query, with the default operator."""
    words = st.sampled_from(PIECES[: PIECES.index("[x TO y]")])
    text = st.lists(st.one_of(words, st.sampled_from(PIECES)), min_size=1, max_size=7)
    return st.tuples(text.map("".join), st.sampled_from(("AND", "OR")))


def searches_over(index: Index, *, for_solr: bool) -> st.SearchStrategy[Search]:
    """Draw searches, each made of pieces of a few documents."""
    places = [Searches(one, for_solr=for_solr).searches() for one in materials(index)]
    return st.integers(0, len(places) - 1).flatmap(lambda place: places[place])


class Searches(Leaves):
    """Strategies over one index's material.

    ``for_solr`` leaves out what Solr sorts or counts in another way: see ``accepted``.
    """

    def __init__(self, material: Material, *, for_solr: bool) -> None:
        super().__init__(material)
        self.sorts = known.SORTS if for_solr else (*known.SORTS, "title_string", "tags")
        self.counted = known.FACETS if for_solr else (*known.FACETS, *known.NUMBERS)

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
        return mostly(grouped, st.one_of(self.choices(), boosted), 3)

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

    def choices(self) -> st.SearchStrategy[Group]:
        """Draw one of several values of a field, as labels and facets are asked: tags:("a" OR "b")."""
        fields = st.sampled_from((known.LABELS, known.LABELS, "tags", "res_format", "organization"))
        return fields.flatmap(
            lambda f: self.groups(
                st.builds(Words, st.none(), self.values(f), st.just(True)), st.just(f)
            )
        )

    def habits(self) -> st.SearchStrategy[Group]:
        """Draw filters as CKAN and its pages write them."""
        active = Item("", "+", Words("state", "active"))
        labels = self.material.values[known.LABELS]
        visible = st.lists(st.sampled_from(labels), min_size=1, max_size=4, unique=True).map(
            lambda chosen: Item("", "+", _any_of(known.LABELS, chosen))
        )
        facets = st.sampled_from(known.FACETS).flatmap(
            lambda f: st.builds(
                Item,
                st.just(""),
                st.just(""),
                st.builds(Words, st.just(f), self.values(f), st.just(True)),
            )
        )
        return st.one_of(
            st.just(Group((active,))),
            visible.map(lambda item: Group((item,))),
            facets.map(lambda item: Group((item,))),
            st.builds(lambda item, facet: Group((active, item, facet)), visible, facets),
        )

    def queries(self) -> st.SearchStrategy[Group]:
        return self.groups(self.expressions(), st.none())

    def boxes(self) -> st.SearchStrategy[SearchBox]:
        bare = self.words().filter(lambda word: _has_no_quote(word) and word[0] not in "+-")
        word = mostly(
            st.builds(TypedWord, bare, st.just(False), _signs()),
            st.builds(TypedWord, self.quotes().filter(_has_no_quote), st.just(True), _signs()),
            4,
        )
        operated = st.builds(
            lambda one, operator: TypedWord(one.text, one.quoted, "", operator),
            word,
            st.sampled_from(("AND", "OR", "NOT")),
        )
        return st.builds(
            lambda one, rest, qf, mm: SearchBox((one, *rest), qf, mm),
            word,
            st.lists(mostly(word, operated, 4), max_size=5),
            st.sampled_from(QF),
            st.sampled_from(MM),
        )

    def facets(self) -> st.SearchStrategy[Facets]:
        fields = st.lists(st.sampled_from(self.counted), max_size=3, unique=True).map(tuple)
        return st.builds(
            Facets,
            fields,
            st.sampled_from((-1, 0, 1, 3, 10, 50)),
            st.sampled_from((1, 1, 0, 2, 5)),
            st.sampled_from(("count", "count", "index")),
            st.sampled_from(("", "", "", "o", "行", "c")),
        )

    def searches(self) -> st.SearchStrategy[Search]:
        keys = st.tuples(st.sampled_from(self.sorts), st.sampled_from(("asc", "desc")))
        return st.builds(
            Search,
            st.one_of(self.queries(), self.queries(), self.boxes()),
            st.lists(mostly(self.habits(), self.queries(), 2), max_size=2).map(tuple),
            st.lists(keys, max_size=2, unique_by=lambda key: key[0]).map(tuple),
            st.sampled_from((0, 0, 0, 1, 5, 40, 10_000)),
            st.sampled_from((10, 10, 0, 1, 21, 1000)),
            st.sampled_from(FIELD_LISTS),
            self.facets(),
            st.sampled_from((*["text"] * 6, "title", "author", "tags")),
            st.sampled_from(("AND", "OR")),
        )


def _any_of(field: str, values: list[str]) -> Group:
    items = (
        Item("OR" if place else "", "", Words(None, v, True)) for place, v in enumerate(values)
    )
    return Group(tuple(items), field)


def _signs() -> st.SearchStrategy[str]:
    return st.sampled_from(("", "", "", "", "+", "-"))


def _can_be_boosted(expression: Expression) -> bool:
    """Say whether q and fq agree about it: Solr reads ``(-a)^2`` in two ways."""
    if isinstance(expression, Group):
        return not all(item.forbids for item in expression.items)
    return isinstance(expression, Words)


def _has_no_quote(text: str) -> bool:
    return '"' not in text and "\\" not in text
