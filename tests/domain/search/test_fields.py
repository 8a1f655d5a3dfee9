"""Our table of fields against the schema of the installed CKAN."""

import importlib.util
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from ckanext.scigov.search.domain import fields
from ckanext.scigov.search.domain.fields import Kind, canonical, kind_of, missing_value, readable


@pytest.fixture(scope="module")
def schema():
    spec = importlib.util.find_spec("ckan")
    assert spec
    assert spec.origin
    return ET.parse(Path(spec.origin).parent / "config" / "solr" / "schema.xml").getroot()


KINDS = {
    "string": Kind.STRING, "text": Kind.TEXT, "text_general": Kind.TEXT, "date": Kind.DATE,
    "int": Kind.NUMBER, "text_ngram": Kind.SUBSTRING,
}  # fmt: skip


def named(schema):
    return {
        e.get("name").replace("*", "anything"): e
        for tag in ("field", "dynamicField")
        for e in schema.iter(tag)
    }


def test_kinds(schema):
    expected = {name: KINDS[e.get("type")] for name, e in named(schema).items()}
    # Not searchable in Solr either: a string that is not indexed.
    expected.update({"data_dict": Kind.STORED, "validated_data_dict": Kind.STORED})
    assert {name: kind_of(name) for name in expected} == expected


def test_the_longest_pattern_decides():
    fields_and_kinds = {
        "birth_date": Kind.DATE,
        "extras_birth_date": Kind.TEXT,
        "res_extras_birth_date": Kind.TEXT,
        "vocab_birth_date": Kind.STRING,
    }
    assert {name: kind_of(name) for name in fields_and_kinds} == fields_and_kinds


def test_a_missing_value_is_sorted_as_zero():
    assert missing_value("views_total") == canonical("views_total", 0)
    assert missing_value("birth_date") == "1970-01-01T00:00:00.000Z"
    assert missing_value("organization") is None


def test_stored(schema):
    # Copies that Solr stores a second time are not worth a place in our answer.
    copies = {"title_ngram", "name_ngram"}
    expected = {n for n, e in named(schema).items() if e.get("stored") == "true"} - copies
    assert {name for name in named(schema) if fields.is_stored(name)} == expected


def test_lists(schema):
    stored = {n: e for n, e in named(schema).items() if fields.is_stored(n)}
    expected = {n for n, e in stored.items() if e.get("multiValued") == "true"}
    assert {name for name in stored if fields.is_list(name)} == expected


def test_catch_all(schema):
    copied = {
        e.get("source").replace("*", "anything")
        for e in schema.iter("copyField")
        if e.get("dest") == "text"
    } - {"text"}
    assert {n for n in copied if not fields.is_in_catch_all(n)} == set()
    urls = {e.get("source") for e in schema.iter("copyField") if e.get("dest") == "urls"}
    assert urls == set(fields.URL_FIELDS)


def test_numbers_sort_as_text():
    values = [-(2**63), -10, -9, 0, 1, 9, 10, 2**63 - 1]
    written = [canonical("views_total", v) for v in values]
    assert written == sorted(written)
    assert [readable("views_total", w) for w in written] == [str(v) for v in values]


@pytest.mark.parametrize(("field", "value"), [("views_total", "many"), ("test_date", "soon")])
def test_what_does_not_fit(field, value):
    assert canonical(field, value) is None


def test_booleans_are_written_as_solr_does():
    assert [canonical("private", v) for v in (True, False, 7)] == ["true", "false", "7"]
