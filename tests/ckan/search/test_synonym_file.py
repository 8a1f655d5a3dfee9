"""The site's synonyms in real searches, and what happens when their file changes or is wrong."""

import os

import pytest

from ckanext.scigov.search import synonym_file
from ckanext.scigov.search.domain.synonyms import NONE

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "scigov_search"),
    pytest.mark.usefixtures("clean_db", "clean_index", "with_plugins"),
]

OPTION = "ckanext.scigov.search.synonyms"


@pytest.fixture
def site_file(tmp_path, ckan_config, monkeypatch):
    path = tmp_path / "synonyms.txt"
    path.write_text("停车场,停车位\n", encoding="utf-8")
    monkeypatch.setitem(ckan_config, OPTION, str(path))
    return path


@pytest.fixture
def said(caplog, monkeypatch):
    """What is logged: alembic, whose migrations ran before, has switched older loggers off."""
    monkeypatch.setattr(synonym_file.log, "disabled", False)
    return caplog


def test_the_shipped_list_widens_what_is_typed(indexed, typed):
    exact = indexed(title="地铁站点")
    other = indexed(title="城市轨道交通客流")
    indexed(title="公交站点")
    assert typed("地铁") == [exact, other]
    assert typed("地铁", sort="score desc")[0] == exact


def test_a_known_word_inside_a_run_finds_other_words_for_it(indexed, typed):
    one = indexed(title="停车位收费标准")
    indexed(title="停车位分布")
    assert typed("停车场收费") == [one]


def test_filters_phrases_and_exact_fields_mean_what_they_say(indexed, typed, found):
    indexed(title="停车位", tags=["停车位"])
    assert typed('"停车场"') == []
    assert found("*:*", fq="text:停车场") == []
    assert found("tags:停车场") == []
    assert found("text:停车场") != []


def test_the_site_has_a_file_of_its_own_and_may_change_it(indexed, typed, site_file):
    one = indexed(title="停车位")
    two = indexed(title="泊位")
    assert typed("停车场") == [one]
    site_file.write_text("停车场,泊位\n", encoding="utf-8")
    os.utime(site_file, ns=(1, 1))
    assert typed("停车场") == [two]


def test_an_empty_file_means_no_synonyms(indexed, typed, site_file):
    indexed(title="停车位")
    site_file.write_text("", encoding="utf-8")
    assert typed("停车场") == []


def test_a_file_with_a_mistake_is_named_and_searches_go_on(indexed, typed, site_file, said):
    one = indexed(title="停车场")
    site_file.write_text("停车场 => 停车位\n", encoding="utf-8")
    assert typed("停车场") == [one]
    assert ["Line 1 of the synonyms" in message for message in said.messages] == [True]


def test_a_file_that_is_gone_is_named_once(site_file, said):
    site_file.unlink()
    assert synonym_file.configured() is NONE
    assert synonym_file.configured() is NONE
    assert [str(site_file) in message for message in said.messages] == [True]
