"""What package_search makes of facets."""

import pytest

from ckanext.scigov.search.domain.searchanswers import group_names, search_facets


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
