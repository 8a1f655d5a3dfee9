"""RDF as records of plain values; XML that would read files, ask others or unfold without end."""

from __future__ import annotations

import pytest
from hostile_server import ASKS_A_DTD, DEEP, LAUGHS, READS_A_FILE
from source_server import Server

from ckanext.scigov.intake.contract import SourceFailed, Unreadable
from ckanext.scigov_harvesters.rdf_reading import format_of, graph_of
from ckanext.scigov_harvesters.rdf_records import Shaper, next_page, total_of

BASE = "http://example.org/catalog"
PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATASET = """<http://example.org/1> a dcat:Dataset ;
    dct:title "项目"@zh-Hans, "Projects"@en, "Projets"@fr ; dct:description "只有一种" ;
    dcat:keyword "科技"@zh, "项目"@zh, "science"@en ; dct:issued "2024-01-31"^^xsd:date ;
    dct:publisher <http://example.org/office> ; dct:language <http://example.org/lang/zho> ;
    dcat:contactPoint [ a vcard:Kind ; vcard:fn "办公室" ; vcard:hasEmail <mailto:office@example.org> ] ;
    dcat:distribution [ dcat:accessURL <http://example.org/1.csv> ; dcat:byteSize 5 ;
        dct:license <http://example.org/licence> ] ;
    <http://other.example/ns#level> "2" ; dct:isPartOf <http://example.org/2> .
<http://example.org/office> foaf:name "省科技厅" .
<http://example.org/2> a dcat:Dataset ; dct:title "Alone"@de, "Seul"@fr .
"""


def records(text, languages=("zh", "en"), prefixes=None):
    return Shaper(graph_of(PREFIXES + text, "turtle", BASE), languages, prefixes).records()


def cause(text, form, **more):
    with pytest.raises(SourceFailed) as failed:
        graph_of(text, form, BASE, **more)
    return failed.value.cause


def test_a_dataset_is_a_record_of_plain_values():
    first, second = records(DATASET, prefixes={"own": "http://other.example/ns#"})
    assert first == {
        "uri": "http://example.org/1",
        "rdf:type": "http://www.w3.org/ns/dcat#Dataset",
        "dct:title": "项目",
        "dct:description": "只有一种",
        "dcat:keyword": ["科技", "项目"],
        "dct:issued": "2024-01-31",
        "dct:publisher": {"uri": "http://example.org/office", "foaf:name": "省科技厅"},
        "dct:language": ["http://example.org/lang/zho"],
        "dcat:contactPoint": {
            "uri": "",
            "rdf:type": "http://www.w3.org/2006/vcard/ns#Kind",
            "vcard:fn": "办公室",
            "vcard:hasEmail": "mailto:office@example.org",
        },
        "dcat:distribution": [
            {
                "uri": "",
                "dcat:accessURL": "http://example.org/1.csv",
                "dcat:byteSize": "5",
                "dct:license": "http://example.org/licence",
            }
        ],
        "own:level": "2",
        "dct:isPartOf": "http://example.org/2",
    }
    assert second["dct:title"] == "Alone"


def test_the_language_is_the_first_that_is_wanted_and_there():
    titles = [
        records(DATASET, languages)[0]["dct:title"] for languages in (("en",), ("ja", "fr"), ())
    ]
    assert titles == ["Projects", "Projets", "Projects"]


def test_nodes_that_refer_to_each_other_end():
    text = "<http://e/1> a dcat:Dataset ; dct:relation <http://e/a> . <http://e/a> dct:relation <http://e/b> .\n"
    text += "<http://e/b> dct:relation <http://e/a> ."
    inner = {"uri": "http://e/a", "dct:relation": "http://e/b"}
    middle = {"uri": "http://e/b", "dct:relation": inner}
    assert records(text)[0]["dct:relation"] == {"uri": "http://e/a", "dct:relation": middle}


def test_nodes_that_all_lead_to_each_other_are_not_unfolded_without_end():
    names = [f"<http://e/{n}>" for n in range(60)]
    text = "".join(f"{one} dct:relation {', '.join(names)} .\n" for one in names)
    text += "<http://e/dense> a dcat:Dataset ; dct:relation <http://e/1> .\n"
    text += '<http://e/plain> a dcat:Dataset ; dct:title "甲" .'
    dense, plain = records(text)
    assert dense == Unreadable("record_too_large", "http://e/dense")
    assert plain["dct:title"] == "甲"


@pytest.mark.parametrize(
    ("text", "link", "total"),
    [
        ('<{0}> a hydra:PagedCollection ; hydra:nextPage "/p2" ; hydra:totalItems 3 .', "/p2", 3),
        ("<{0}> a hydra:PartialCollectionView ; hydra:next </p2> .", "http://example.org/p2", None),
        ('<{0}> hydra:next "/p2" . <http://x/> hydra:next "/p9" .', "/p2", None),
        ('<http://x/> a hydra:Class ; hydra:next "/p9" .', "", None),
        ("<{0}> hydra:next [] ; hydra:totalItems 1, 2 .", "", None),
        ('<{0}> hydra:totalItems "many" .', "", None),
    ],
)
def test_the_next_page_and_the_total_are_where_hydra_says(text, link, total):
    graph = graph_of(PREFIXES + text.format(BASE), "turtle", BASE)
    assert (next_page(graph, BASE), total_of(graph)) == (link, total)


@pytest.mark.parametrize(
    ("media_type", "path", "form"),
    [
        ("text/turtle", "/x", "turtle"),
        ("application/octet-stream", "/a/catalog.JSONLD", "json-ld"),
        ("text/plain", "/catalog.nt", "nt"),
        ("text/xml", "/", "xml"),
    ],
)
def test_the_format_is_what_is_said_or_how_the_address_ends(media_type, path, form):
    assert format_of(media_type, path) == form


def test_a_format_that_nothing_tells_is_a_cause():
    with pytest.raises(SourceFailed) as failed:
        format_of("text/html", "/catalog")
    assert (failed.value.cause, failed.value.detail) == ("bad_answer", {"expected": "RDF"})


def test_xml_reads_no_file_asks_nobody_and_unfolds_nothing():
    server = Server()
    try:
        for bomb in (LAUGHS, READS_A_FILE, ASKS_A_DTD % server.port):
            assert cause(bomb.decode(), "xml") == "unsafe_xml"
            assert (
                cause("\ufeff" + bomb.decode().replace("?>", ' encoding="utf-16"?>', 1), "xml")
                == "unsafe_xml"
            )
        assert server.asked == []
    finally:
        server.close()


def test_entities_in_attributes_are_not_unfolded_before_they_are_refused():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE r [<!ENTITY e0 "ha">{entities}]><r a="&e11;"/>'
    assert cause(text, "xml") == "unsafe_xml"


def test_what_looks_like_a_declaration_in_a_text_is_a_text():
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/">
    <rdf:Description rdf:about="http://e/1"><dct:title><![CDATA[<!DOCTYPE html>]]></dct:title></rdf:Description>
    </rdf:RDF>"""
    assert [str(one) for one in graph_of(text, "xml", BASE).objects()] == ["<!DOCTYPE html>"]


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("<r>", "xml", "bad_answer"),
        ("<a>" * 10_000, "xml", "bad_answer"),
        (DEEP.decode(), "json-ld", "too_deep"),
        ("{", "json-ld", "bad_answer"),
        ("<a:b> <a:c> " + "[ <a:d> " * 10_000, "turtle", "too_deep"),
        ("<a:b> <a:c>", "turtle", "bad_answer"),
        ("<a:b> <a:c> <a:d>", "nt", "bad_answer"),
    ],
)
def test_what_cannot_be_read_is_a_cause(text, form, expected):
    assert cause(text, form) == expected


def test_doubtful_values_of_a_source_are_not_logged(caplog):
    text = '<http://e/1> a dcat:Dataset ; dct:issued "soon"^^xsd:date ; dct:source <not a uri> .'
    assert records(text)[0]["dct:issued"] == "soon"
    assert caplog.text == ""
