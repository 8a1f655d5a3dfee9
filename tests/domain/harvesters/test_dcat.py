"""A catalogue in RDF: the contract with both of Hydra's pagings, in every format, and what is refused."""

from __future__ import annotations

import json

import pytest
from connector_suite import SECRET, Case, ConnectorSuite, failure, listed, noticed
from hostile_server import Listed, Waits, cut_chunks, told_shorter, unframed
from rdflib import Graph
from source_server import plain

from ckanext.scigov.intake.connector_settings import WrongSetting
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import dcat

TURTLE = "text/turtle; charset=utf-8"
HEAD = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
<http://example.org/> a dcat:Catalog .
"""
PAGED = '<{own}> a hydra:PagedCollection ; hydra:totalItems {total} ; hydra:nextPage "{next}" .'
VIEW = "<{base}> a hydra:Collection ; hydra:totalItems {total} ; hydra:view <{own}> .\n<{own}> a hydra:PartialCollectionView ; hydra:next <{next}> ."
LAST = '<{base}> a hydra:Collection ; hydra:totalItems "{total}" .'


class Catalogue(Listed):
    """Seven datasets, three a page."""

    def __init__(self, links=PAGED, media_type="text/turtle", form="turtle"):
        super().__init__(0)
        self.records = [f"http://example.org/{n}" for n in range(1, 8)]
        self.links, self.media_type, self.form = links, media_type, form
        self.answers["/catalog"] = self.page

    def page(self, request):
        number = int(self.questions[-1].get("page", 1))
        body = Graph().parse(data=self.turtle(number), format="turtle").serialize(format=self.form)
        plain(body.encode(), Content_Type=f"{self.media_type}; charset=utf-8")(request)

    def turtle(self, number):
        rows = self.records[3 * number - 3 : 3 * number]
        links = self.links if 3 * number < len(self.records) else LAST
        base = self.address("/catalog")
        text = links.format(
            base=base,
            own=f"{base}?page={number}",
            next=f"{base}?page={number + 1}",
            total=len(self.records),
        )
        return (
            HEAD + text + "".join(f'<{one}> a dcat:Dataset ; dct:title "甲"@zh .\n' for one in rows)
        )


class CatalogueCase(Case):
    def __init__(self, source):
        self.source = source
        self.keys = list(source.records)
        whole = source.turtle(2).encode()
        spoil = source.spoil
        self.breaks = {
            "500": lambda: spoil(plain(b"", 500)),
            "a page in HTML": lambda: spoil(
                plain(f"<html>{SECRET}".encode(), Content_Type="text/html")
            ),
            "nothing": lambda: spoil(plain(b"", Content_Type=TURTLE)),
            "shorter": lambda: spoil(told_shorter(whole)),
            "cut": lambda: spoil(cut_chunks(whole)),
            "end unknown": lambda: spoil(unframed(whole, TURTLE)),
            "gone": source.close,
        }

    def connector(self, known=None):
        settings = {"headers": {"X-Token": SECRET}}
        wiring = Wiring(
            settings, self.source.address("/catalog"), is_internal=True, known=known or {}
        )
        return dcat.make(wiring, Waits().times)

    def key(self, raw):
        return raw["uri"]

    def mend(self):
        self.source.mend()


@pytest.fixture
def catalogue():
    made = Catalogue()
    yield made
    made.close()


class TestPagedCollection(ConnectorSuite):
    @pytest.fixture
    def case(self, catalogue):
        return CatalogueCase(catalogue)


class TestPartialCollectionView(ConnectorSuite):
    @pytest.fixture
    def case(self, catalogue):
        catalogue.links = VIEW
        return CatalogueCase(catalogue)


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
        ("text/turtle", "turtle"),
    ],
)
def test_every_format_gives_the_same_records(catalogue, media_type, form):
    catalogue.media_type, catalogue.form = media_type, form
    pages = listed(CatalogueCase(catalogue).connector())
    assert [item.raw for page in pages for item in page.items] == [
        {"uri": uri, "rdf:type": "http://www.w3.org/ns/dcat#Dataset", "dct:title": "甲"}
        for uri in catalogue.records
    ]
    assert [page.total for page in pages] == [7, 7, 7]


@pytest.fixture
def made(catalogue, waits):
    def make(**settings):
        wiring = Wiring(settings, catalogue.address("/catalog"), is_internal=True)
        return dcat.make(wiring, waits.times)

    return make


def test_pages_in_a_circle_are_noticed(catalogue, made):
    base = catalogue.address("/catalog")
    catalogue.links = PAGED.replace("{next}", base)
    assert failure(made()) == ("endless", {"page": 1})
    catalogue.links = PAGED.replace("{next}", f"{base}?page=2")
    assert failure(made()) == ("endless", {"page": 2})


def test_a_next_page_in_the_house_is_not_asked(catalogue, made):
    for goal in ("http://169.254.169.254/", "http://localhost:{port}/", "file:///etc/passwd"):
        catalogue.links = PAGED.replace("{next}", goal.format(port=catalogue.port))
        assert failure(made())[0] == "address_not_allowed"
    assert [path for path, _ in catalogue.asked] == ["/catalog"] * 3


def test_fewer_datasets_than_promised_are_no_end(catalogue, made):
    catalogue.links = LAST
    assert failure(made()) == ("ended_early", {"given": 3, "total": 7})
    pages = listed(made(total_is_exact=False))
    assert noticed(pages) == [("total_wrong", {"given": 3, "total": 7})]


def test_a_catalogue_that_changes_is_read_again(catalogue, made):
    def before():
        if len(catalogue.questions) == 2:
            catalogue.records.insert(0, "http://example.org/0")

    catalogue.before = before
    pages = listed(made())
    uris = [item.raw["uri"].rpartition("/")[2] for page in pages for item in page.items]
    assert uris == ["1", "2", "3", "3", "4", "5", "6", "7", "0"]
    assert noticed(pages) == [("read_again", {"total": 8})]


def test_a_catalogue_that_never_rests_is_not_taken_as_complete(catalogue, made):
    catalogue.before = lambda: catalogue.records.append(
        f"http://example.org/n{len(catalogue.questions)}"
    )
    assert failure(made()) == ("changed_meanwhile", {"times": 3})


def test_pages_have_a_limit_and_records_a_version(catalogue, made):
    assert failure(made(most_pages=2)) == ("endless", {"most": 2})
    first = next(made(version="dct:title").pages(None)).items[0]
    assert (first.version, made().read(first)) == ("甲", first.raw)


def test_one_page_may_say_that_nothing_has_changed(catalogue, waits):
    def answer(request):
        is_known = request.headers.get("If-None-Match") == '"1"'
        body = b"" if is_known else HEAD.encode()
        plain(body, 304 if is_known else 200, Content_Type=TURTLE, ETag='"1"')(request)

    catalogue.answers["/catalog"] = answer
    address = catalogue.address("/catalog")
    first = listed(dcat.make(Wiring({}, address, is_internal=True), waits.times))
    assert [(page.items, page.known) for page in first] == [([], {"etag": '"1"'})]
    wiring = Wiring({}, address, is_internal=True, known=first[0].known)
    assert [page.is_unchanged for page in listed(dcat.make(wiring, waits.times))] == [True]


@pytest.mark.parametrize("body", ["", "<a:b> <a:c> <a:d> .", "no turtle at all"])
def test_what_is_no_catalogue_is_no_empty_catalogue(catalogue, made, body):
    catalogue.spoil(plain(body.encode(), Content_Type=TURTLE))
    assert failure(made())[0] == "bad_answer"


def test_json_ld_asks_nobody_for_its_terms(catalogue, made):
    remote = catalogue.address("/context.jsonld")
    document = {
        "@context": [remote, {"t": "dct:title"}],
        "@id": "http://example.org/1",
        "@type": "dcat:Dataset",
        "t": "甲",
    }
    nested = {
        "@context": {"x": {"@id": "http://e/x", "@context": remote}},
        "@id": "http://e/1",
        "x": {},
    }
    imported = {"@context": {"@version": 1.1, "@import": remote}, "@id": "http://e/1"}
    for one in (document, [document], nested, imported):
        catalogue.spoil(plain(json.dumps(one).encode(), Content_Type="application/ld+json"))
        assert failure(made()) == ("remote_context", {})
    assert "/context.jsonld" not in [path for path, _ in catalogue.asked]
    terms = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}
    catalogue.spoil(plain(json.dumps(document).encode(), Content_Type="application/ld+json"))
    pages = listed(made(contexts={remote: {"@context": terms}}))
    assert [item.raw["dct:title"] for item in pages[0].items] == ["甲"]
    assert failure(made(contexts={remote: [remote]})) == ("remote_context", {})


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"format": "rdf"},
            "The setting connector.format must be one of these: , turtle, xml, json-ld",
        ),
        (
            {"prefixes": {"dct": "http://e/"}},
            "The setting connector.prefixes must give each short name",
        ),
        ({"languages": [1]}, "The setting connector.languages must be a list of texts."),
        ({"page_size": 1}, "The setting connector.page_size is not known."),
    ],
)
def test_a_wrong_setting_is_named(settings, sentence):
    with pytest.raises(WrongSetting) as wrong:
        dcat.make(Wiring(settings, "https://example.org/catalog.ttl"))
    assert sentence in str(wrong.value)
