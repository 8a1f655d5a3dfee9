"""Documents of parts say what their parts say, in all four forms."""

from __future__ import annotations

import json
from xml.dom import minidom

import pytest
from described import CLOSED, COMPLETE, PORTAL, SERVICE, described
from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain.names import DCT
from ckanext.scigov.dcat.domain.writing import FORMS, Writer, read

PARTS = (
    described(COMPLETE).triples,
    described(id="d2", title="</rdf:RDF>\n@prefix x: <y> .", resources=[SERVICE]).triples,
    described(id="d3", title="甲", resources=[CLOSED]).triples,
)
ONE = Triple(NamedNode("https://a.example/1"), DCT["title"], Literal("甲", language="zh"))


def writer(form: str) -> Writer:
    return Writer(FORMS[form], PORTAL.prefixes())


@pytest.mark.parametrize("form", FORMS)
def test_parts_joined_say_what_each_says(form: str) -> None:
    made = writer(form)
    document = made.join([made.part(one) for one in PARTS])
    assert set(read(document, FORMS[form])) == {one for part in PARTS for one in part}


@pytest.mark.parametrize("form", FORMS)
def test_parts_of_nothing_leave_no_trace(form: str) -> None:
    made = writer(form)
    assert made.part([]) == ""
    assert made.join(["", made.part([ONE]), "", made.part([ONE]), ""]) == made.join(
        [made.part([ONE])] * 2
    )
    assert set(read(made.join(["", made.part([ONE]), ""]), FORMS[form])) == {ONE}


@pytest.mark.parametrize("form", FORMS)
def test_document_of_no_part_is_one(form: str) -> None:
    document = writer(form).join([])
    assert read(document, FORMS[form]) == []
    assert read(document.encode(), FORMS[form]) == []
    if form == "jsonld":
        assert json.loads(document) == []
    if form == "rdf":
        assert minidom.parseString(document).documentElement.tagName == "rdf:RDF"


@pytest.mark.parametrize("form", FORMS)
def test_document_is_its_one_part(form: str) -> None:
    made = writer(form)
    assert (
        made.document([ONE])
        == made.join([made.part([ONE])])
        == "".join(made.pieces([made.part([ONE])]))
    )


def test_part_is_free_of_what_a_document_begins_and_ends_with() -> None:
    assert (
        writer("nt").part([ONE])
        == '<https://a.example/1> <http://purl.org/dc/terms/title> "甲"@zh .\n'
    )
    assert writer("ttl").part([ONE]) == '<https://a.example/1> dct:title "甲"@zh .\n'
    assert "rdf:RDF" not in writer("rdf").part([ONE])
    assert writer("jsonld").part([ONE])[0] == "{"


def test_other_forms_than_lines_abbreviate() -> None:
    assert "@prefix st: <https://portal.example/def/stgov#> .\n" in writer("ttl").join([])
    assert 'xmlns:st="https://portal.example/def/stgov#"' in writer("rdf").join([])
    assert writer("nt").join([]) == ""


def test_forms_have_the_media_types_that_readers_ask_for() -> None:
    assert {name: form.media_type for name, form in FORMS.items()} == {
        "ttl": "text/turtle",
        "rdf": "application/rdf+xml",
        "jsonld": "application/ld+json",
        "nt": "application/n-triples",
    }


@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_document_is_refused(form: str) -> None:
    with pytest.raises(SyntaxError):
        read("<<<{[", FORMS[form])
