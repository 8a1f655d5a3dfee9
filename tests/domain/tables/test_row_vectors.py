"""The expression of a row's tokens without some columns; what it finds is tests/ckan/access's."""

from __future__ import annotations

from ckanext.scigov.tables.domain.row_vectors import of_ckan, of_ours, quoted


def test_only_these_columns_are_named():
    for expression in (of_ours(["name", 'a "b"  c']), of_ckan(["name", 'a "b"  c'])):
        assert '(to_json("name") #>> \'{}\'), (to_json("a ""b""  c") #>> \'{}\')' in expression
        assert "_full_text" not in expression


def test_no_column_at_all_is_an_empty_list():
    assert of_ckan([]) == "to_tsvector(array_to_string(ARRAY[]::text[], ' '))"
    assert "unnest(ARRAY[]::text[])" in of_ours([])


def test_names_are_quoted():
    assert quoted('a"b') == '"a""b"'
