"""Synonyms: what is put beside a query, and what is left alone."""

import pytest

from ckanext.scigov.search.domain.dismax import FieldWeight, parse
from ckanext.scigov.search.domain.synonyms import (
    NONE,
    WEIGHT,
    Part,
    Synonyms,
    UnreadableSynonymsError,
    expanded,
)
from ckanext.scigov.search.domain.tree import (
    Best,
    Boosted,
    Clause,
    Clauses,
    Everything,
    Occur,
    Pattern,
    Words,
)

LIST = Synonyms.parse(
    """
    # comment
    停车场,停车位
    轨道交通,地铁,metro   # what people say
    企业,公司
    高新技术企业,高企
    machine learning,机器学习
    R&D,研发
    """
)


def should(*nodes):
    return Clauses(tuple(Clause(Occur.SHOULD, node) for node in nodes), 1)


def must(*nodes):
    return Clauses(tuple(Clause(Occur.MUST, node) for node in nodes))


def text(words, *, quoted=False):
    return Words("text", words, quoted)


def whole(words):
    return Words("text", words, whole=True)


def test_a_known_word_gets_the_others_beside_it_with_less_weight():
    assert expanded(text("地铁"), LIST) == should(
        text("地铁"), Boosted(whole("轨道交通"), WEIGHT), Boosted(whole("metro"), WEIGHT)
    )


@pytest.mark.parametrize("typed", ["停車場", "停车场", "ｍｅｔｒｏ", "Metros", "r&d", "R＆D"])
def test_script_width_case_and_plural_do_not_hide_a_word(typed):
    assert expanded(text(typed), LIST) != text(typed)


def test_a_word_inside_a_run_is_found_and_the_rest_is_asked_for_beside_it():
    assert expanded(text("停车场收费"), LIST) == should(
        text("停车场收费"),
        Boosted(
            must(should(whole("停车场"), Boosted(whole("停车位"), WEIGHT)), text("收费")), WEIGHT
        ),
    )


def test_the_longest_word_from_the_left_wins():
    assert LIST.parts("省高新技术企业名单") == [
        Part("省"), Part("高新技术企业", ("高企",)), Part("名单"),
    ]  # fmt: skip
    assert LIST.parts("研发企业") == [Part("研发", ("r&d",)), Part("企业", ("公司",))]


def test_what_ties_words_together_is_not_asked_for():
    assert LIST.parts("停车场的收费") == [Part("停车场", ("停车位",)), Part("收费")]
    assert LIST.parts("停车场和公司") == [Part("停车场", ("停车位",)), Part("公司", ("企业",))]


def test_a_text_without_a_known_word_stays_as_it_is():
    assert expanded(text("水库"), LIST) == text("水库")
    assert LIST.parts("!") == []


def test_latin_words_are_known_whole_only():
    assert expanded(text("metropolis"), LIST) == text("metropolis")


@pytest.mark.parametrize(
    "node",
    [
        text("停车场", quoted=True),
        Words("tags", "停车场"),
        Words("res_format", "停车场"),
        Pattern("text", ("停车场", "*", "")),
        Best(((text("停车场"), 1.0), (Pattern("title", ("停车场", "*", "")), 4.0))),
        Best(((Words("tags", "停车场"), 1.0),)),
        Everything(),
    ],
)
def test_phrases_patterns_and_exact_fields_are_left_alone(node):
    assert expanded(node, LIST) == node


def test_every_way_of_a_typed_word_is_widened():
    def ways(word, *, whole=False):
        name, title = (Words(field, word, whole=whole) for field in ("name", "title"))
        return Best(((name, 4.0), (title, 2.0)))

    assert expanded(ways("停车位"), LIST) == should(
        ways("停车位"), Boosted(ways("停车场", whole=True), WEIGHT)
    )


def test_what_is_forbidden_stays_narrow():
    group = Clauses((Clause(Occur.MUST, text("水")), Clause(Occur.MUST_NOT, text("停车场"))))
    assert expanded(group, LIST) == group


def test_a_boost_stays_around_what_is_widened():
    widened = should(text("研发"), Boosted(whole("r&d"), WEIGHT))
    assert expanded(Boosted(text("研发"), 3.0), LIST) == Boosted(widened, 3.0)


def test_several_words_that_make_up_one_are_each_found_by_the_other_word():
    group = Clauses(tuple(Clause(Occur.SHOULD, text(w)) for w in ("machine", "learning", "水")), 3)
    other = Boosted(whole("机器学习"), WEIGHT)
    # The group still wants three of three: the other word stands for two of them.
    assert expanded(group, LIST) == Clauses(
        (
            Clause(Occur.SHOULD, should(text("machine"), other)),
            Clause(Occur.SHOULD, should(text("learning"), other)),
            Clause(Occur.SHOULD, text("水")),
        ),
        3,
    )


def test_required_words_make_up_one_word_too():
    other = Boosted(whole("机器学习"), WEIGHT)
    assert expanded(must(text("machine"), text("learning")), LIST) == must(
        should(text("machine"), other), should(text("learning"), other)
    )


@pytest.mark.parametrize(
    "second",
    [
        Clause(Occur.MUST, text("learning")),
        Clause(Occur.SHOULD, Words("title", "learning")),
        Clause(Occur.SHOULD, text("learning", quoted=True)),
        Clause(Occur.SHOULD, text("lesson")),
    ],
)
def test_words_that_differ_in_more_than_their_text_are_not_joined(second):
    group = Clauses((Clause(Occur.SHOULD, text("machine")), second), 1)
    assert expanded(group, LIST) == group


def test_a_word_beside_in_many_lines_has_all_of_them():
    twice = Synonyms.parse("a,b\nc,a")
    assert twice.parts("a") == [Part("a", ("b", "c"))]


def test_dismax_reads_and_widens_what_people_type():
    fields = (FieldWeight("title", 2.0), FieldWeight("text", 1.0))
    tree = expanded(parse("machine learning -企业", fields, "100%"), LIST)
    assert isinstance(tree, Clauses)
    assert [c.occur for c in tree.clauses] == [Occur.SHOULD, Occur.SHOULD, Occur.MUST_NOT]
    assert tree.minimum == 2


def test_long_queries_are_not_widened():
    many = Clauses(tuple(Clause(Occur.SHOULD, text("企业")) for _ in range(41)), 1)
    assert expanded(many, LIST) == many
    assert expanded(text("企业" * 9), LIST) == text("企业" * 9)
    assert expanded(text("企业" * 8), LIST) != text("企业" * 8)


def test_without_a_list_nothing_changes():
    assert expanded(text("企业"), NONE) == text("企业")


@pytest.mark.parametrize("line", ["车 => 汽车", "车,,汽车", "车,!"])
def test_a_line_that_is_no_list_of_words_is_named(line):
    with pytest.raises(UnreadableSynonymsError, match="Line 2 "):
        Synonyms.parse(f"a,b\n{line}\n")
