"""RDF that anybody has written: read within limits, refused with a reason and a line, and nothing is fetched for it."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode

from ckanext.scigov.dcat.domain import incoming
from ckanext.scigov.dcat.domain.incoming import Limits, Reason, Unreadable
from ckanext.scigov.dcat.domain.writing import FORMS, Writer

LIMITS = Limits(most_bytes=10_000, most_triples=3)
TURTLE = '<http://a.example/1> <http://a.example/p> "甲" .'
XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p="http://a.example/">'
    '<rdf:Description rdf:about="http://a.example/1"><p:p>甲</p:p></rdf:Description></rdf:RDF>'
)
JSON = '[{"@id": "http://a.example/1", "http://a.example/p": [{"@value": "甲"}]}]'
LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>\n'
    + XML.replace("甲", "&b;")
)


def refused(document: str | bytes, form: str, limits: Limits = LIMITS) -> Unreadable:
    given = document.encode() if isinstance(document, str) else document
    with pytest.raises(Unreadable) as refusal:
        incoming.read_within(given, form, limits)
    return refusal.value


@pytest.mark.parametrize(
    ("form", "document"), [("ttl", TURTLE), ("nt", TURTLE), ("rdf", XML), ("jsonld", JSON)]
)
def test_each_form_is_read(form: str, document: str) -> None:
    for given in (document, f"\ufeff{document}"):
        (triple,) = incoming.read_within(given.encode(), form, LIMITS)
        assert (triple.subject, triple.object.value) == (NamedNode("http://a.example/1"), "甲")


def test_short_addresses_begin_where_the_document_lies() -> None:
    (triple,) = incoming.read_within(b"<b> <b> <b> .", "ttl", LIMITS, "http://a.example/x")
    assert triple.subject == NamedNode("http://a.example/b")
    assert refused("<b> <b> <b> .", "ttl").reason is Reason.SYNTAX


def test_more_than_is_taken_is_refused() -> None:
    large = refused("#" * 10_001, "ttl")
    assert (large.reason, large.values) == (Reason.TOO_LARGE, {"most": 10_000, "found": 10_001})
    four = "".join(f"<http://a.example/{one}> <http://a.example/p> 1 .\n" for one in range(4))
    many = refused(four, "ttl")
    assert (many.reason, many.values) == (Reason.TOO_MANY, {"most": 3})
    assert refused("# 甲", "ttl").reason is Reason.NOTHING


@pytest.mark.parametrize(
    ("form", "document", "line"),
    [
        ("ttl", f"{TURTLE}\n<http://a.example/1> x:y 1 .", 2),
        ("nt", f"{TURTLE}\n<http://a.example/1> 1", 2),
        ("rdf", XML.replace("><", ">\n<").replace("</p:p>", ""), 4),
        ("rdf", "<a/>", 0),
        ("jsonld", '[{"@id": "http://a.example/1",\n}]', 2),
        ("jsonld", '[{"@id": "http://a.example/1", "@type": 7}]', 0),
        ("jsonld", "[" * 5_000, 0),
    ],
)
def test_what_is_wrong_is_told_with_its_line(form: str, document: str, line: int) -> None:
    said = refused(document, form)
    assert (said.reason, said.values["line"]) == (Reason.SYNTAX, line)
    words = str(said.values["said"])
    assert words
    assert "line" not in words.lower()


def test_an_address_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def raise_value(*_given: object, **_named: object) -> None:
        raise ValueError("no address.")

    monkeypatch.setattr(incoming, "parse", raise_value)
    assert refused(TURTLE, "ttl").values == {"line": 0, "said": "no address"}


def test_another_encoding_is_told_with_its_line() -> None:
    said = refused(f"# 一\n{TURTLE}".encode() + b"\n" + "甲".encode("gb18030"), "ttl")
    assert (said.reason, said.values) == (Reason.NOT_UTF8, {"line": 3})


@pytest.mark.parametrize("document", [LAUGHS, XML.replace("<rdf:D", "<!doctype y>\n<rdf:D", 1)])
def test_entities_are_not_declared(document: str) -> None:
    assert refused(document, "rdf").reason is Reason.DECLARES


def test_the_line_of_a_declaration_is_told() -> None:
    assert refused(LAUGHS, "rdf").values == {"line": 2}


@pytest.mark.parametrize(
    "context",
    ['"https://a.example/c"', '[{"p": "http://a.example/p"}, "c"]', '{"@import": "https://a.example/c"}',
     '{"p": {"@id": "http://a.example/p", "@context": "https://a.example/c"}}'],
)  # fmt: skip
def test_a_context_is_never_fetched(context: str) -> None:
    document = f'{{"@context": {context}, "@id": "http://a.example/1", "p": "甲"}}'
    assert refused(document, "jsonld").reason is Reason.REMOTE_CONTEXT


def test_a_context_within_the_document_is_read() -> None:
    document = b'{"@context": [null, {"p": "http://a.example/p"}], "@id": "http://a.example/1", "p": [1, "x"]}'
    assert len(incoming.read_within(document, "jsonld", LIMITS)) == 2


@pytest.mark.parametrize(
    ("document", "name", "media", "form"),
    [
        (TURTLE, "", "", "ttl"), (TURTLE, "a.NT", "", "nt"), (TURTLE, "a.rdf", "text/turtle; charset=utf-8", "ttl"),
        (XML, "", "", "rdf"), (f"\ufeff <?xml version='1.0'?>{XML}", "", "", "rdf"), (XML, "a.xml", "", "rdf"),
        (JSON, "", "", "jsonld"), ('{"@id": "x"}', "", "text/plain", "jsonld"), ("[]", "", "", "jsonld"),
        ("[ a <http://a.example/C> ] .", "", "", "ttl"), (JSON, "a.json", "", "jsonld"), ("", "", "", "ttl"),
    ],
)  # fmt: skip
def test_the_form_is_seen(document: str, name: str, media: str, form: str) -> None:
    assert incoming.form_of(document.encode(), name, media) == form


def test_all_that_is_written_here_is_read_here() -> None:
    triples = incoming.read_within(TURTLE.encode(), "ttl", LIMITS)
    for name, form in FORMS.items():
        written = Writer(form, {"a": "http://a.example/"}).document(triples).encode()
        assert incoming.form_of(written) in {name, "ttl"}
        assert incoming.read_within(written, name, LIMITS) == triples
