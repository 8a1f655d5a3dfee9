"""Answers that are spoiled at random places: a cause or fewer texts, never a crash, never a long wait."""

from __future__ import annotations

import json
import random
import time

import pytest
from rdflib import Graph

from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov_harvesters import json_answers, json_text, texts
from ckanext.scigov_harvesters.rdf_reading import graph_of
from ckanext.scigov_harvesters.rdf_records import Shaper, next_page, total_of

BASE = "http://example.org/catalog"
TURTLE = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
<http://example.org/catalog> a hydra:PagedCollection ; hydra:totalItems 2 ; hydra:nextPage "?page=2" .
<http://example.org/1> a dcat:Dataset ; dct:title "项目"@zh, "Projects"@en ; dct:issued "2024-01-31" ;
    dcat:distribution [ dcat:accessURL <http://example.org/1.csv> ; dcat:byteSize 5 ] .
<http://example.org/2> a dcat:Dataset ; dct:relation <http://example.org/1>, ("a" "b") .
"""
JSON = json.dumps(
    {"code": 0, "data": {"rows": [{"id": "甲", "n": [1, {"x": None}]}, {"id": "乙"}], "total": 2}},
    ensure_ascii=False,
)
PIECES = [b"", b"\x00", b"\xff\xfe", b"\\u0000", b"\\ud800", b"[" * 200, b"{", b'"', b"<!DOCTYPE r [", b"&a;",
          b"<", b">", b"9" * 5_000, b"@context", b"\xe4\xb8", b"]]>", b"'", b"-- ", b"1e999", b"\r\n\t"]  # fmt: skip


def spoiled(body: bytes, chance: random.Random) -> bytes:
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(body) + 1)
        end = min(len(body), place + chance.choice([0, 0, 1, 5, 50]))
        body = body[:place] + chance.choice(PIECES) + body[end:]
    return body


def read_json(text: str) -> None:
    document = json_text.document(text)
    total = json_answers.total_at(document, "data.total")
    records = json_answers.records_at(document, "data.rows")
    items, unreadable = json_answers.sorted_out(
        records, json_answers.version_at("id"), is_whole=True
    )
    assert len(items) + len(unreadable) == len(records)
    assert total is None or total >= 0
    # What came can be stored.
    json.dumps([dict(one.raw) for one in items], allow_nan=False).encode("utf-8")


def read_rdf(text: str, form: str) -> None:
    graph = graph_of(text, form, BASE)
    found = Shaper(graph, ["zh", "en"]).records()
    json.dumps(found, allow_nan=False, default=str).encode("utf-8")
    next_page(graph, BASE)
    total_of(graph)


@pytest.mark.parametrize("form", ["json", "turtle", "xml", "json-ld", "nt"])
def test_a_spoiled_answer_is_read_or_told_and_never_a_crash(form):
    chance = random.Random(7)
    is_json = form == "json"
    whole = JSON if is_json else Graph().parse(data=TURTLE, format="turtle").serialize(format=form)
    ends = {"read": 0, "told": 0}
    began = time.monotonic()
    for _ in range(300 if is_json else 120):
        try:
            text = texts.decode(spoiled(whole.encode(), chance)).text
            if is_json:
                read_json(text)
            else:
                read_rdf(text, form)
        except SourceFailed:
            ends["told"] += 1
        else:
            ends["read"] += 1
    assert min(ends.values()) > 0
    assert time.monotonic() - began < 60
