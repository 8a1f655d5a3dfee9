"""What package_search makes of facets; what of a question stays the same."""

import pytest

from ckanext.scigov.search.domain.searchanswers import (
    group_names,
    is_timeless,
    key_of,
    search_facets,
)


def test_facets_are_listed_by_what_they_show_downwards():
    facets = {"tags": {"b": 2, "c": 1, "a": 3}}
    assert search_facets(facets, {}) == {
        "tags": {
            "title": "tags",
            "items": [
                {"name": "c", "display_name": "c", "count": 1},
                {"name": "b", "display_name": "b", "count": 2},
                {"name": "a", "display_name": "a", "count": 3},
            ],
        }
    }


def test_equal_titles_keep_the_engines_order():
    titles = {"organization": {"one": "厅", "two": "厅"}}
    items = search_facets({"organization": {"two": 5, "one": 9}}, titles)["organization"]["items"]
    assert [item["name"] for item in items] == ["two", "one"]


@pytest.mark.parametrize("title", [None, "", "  "])
def test_a_group_without_a_title_is_shown_by_its_name(title):
    facets = search_facets({"groups": {"water": 1}}, {"groups": {"water": title}})
    assert facets["groups"]["items"][0]["display_name"] == "water"


def test_a_group_and_a_license_are_shown_by_their_titles():
    titles = {"organization": {"keji": "科技厅"}, "license_id": {"cc-by": "署名", "blank": " "}}
    facets = {"organization": {"keji": 1}, "license_id": {"cc-by": 1, "blank": 1, "own": 1}}
    shown = search_facets(facets, titles)
    assert [i["display_name"] for i in shown["organization"]["items"]] == ["科技厅"]
    assert [i["display_name"] for i in shown["license_id"]["items"]] == ["署名", "own", " "]


def test_groups_are_named_once_and_in_order():
    facets = {"groups": {"b": 1, "a": 1}, "organization": {"b": 2, "c": 1}, "tags": {"d": 1}}
    assert group_names(facets) == ("a", "b", "c")
    assert group_names({}) == ()


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"q": "数据", "rows": 20, "facet.field": ["tags"]}, True),
        ({"q": "metadata_modified:[NOW-1DAY TO *]"}, False),
        ({"fq_list": ["a", "created:[* TO NOW]"]}, False),
        ({"extras": {"ext_from": "NOW"}}, False),
        ({"q": "now"}, True),
    ],
)
def test_a_question_about_now_is_not_timeless(parameters, expected):
    assert is_timeless(parameters) is expected


def test_equal_parameters_have_equal_keys_whatever_their_order():
    assert key_of({"q": "a", "fq": ["b", "c"]}) == key_of({"fq": ("b", "c"), "q": "a"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"rows": 1}, {"rows": True}),
        ({"rows": 1}, {"rows": "1"}),
        ({"rows": 1}, {"rows": 1.0}),
        ({"fq": ["b", "c"]}, {"fq": ["c", "b"]}),
        ({"fq": ["b"]}, {"fq": "b"}),
        ({"fq": []}, {"fq": {}}),
        ({"q": None}, {}),
    ],
)
def test_different_parameters_have_different_keys(one, other):
    assert key_of(one) != key_of(other)
