"""Datasets that are checked together: each gets its own findings and its own score."""

from __future__ import annotations

import functools
from typing import Any

from described import COMPLETE, CONCEPTS, PORTAL, ROOT, described
from pyoxigraph import Triple

from ckanext.scigov.dcat.domain import terms, verdicts
from ckanext.scigov.dcat.domain.checking import Severity
from ckanext.scigov.dcat.domain.names import DCT
from ckanext.scigov.dcat.domain.shapes import Shapes, shapes_of
from ckanext.scigov.dcat.domain.verdicts import Verdict

# One word of difference, so that all findings are known.
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
[] sh:targetClass dcat:Dataset ; sh:property [ sh:path dct:title ; sh:minCount 1 ] .
[] sh:targetClass dcat:Distribution ; sh:property [ sh:path dct:title ; sh:minCount 1 ; sh:severity sh:Warning ] .
[] sh:targetClass foaf:Agent ; sh:property [ sh:path foaf:nick ; sh:minCount 1 ] .
"""


@functools.cache
def shapes() -> Shapes:
    return shapes_of([("a.ttl", SHAPES.encode())])


def untitled(entry: dict[str, Any], *places: str) -> list[Triple]:
    return [
        one for one in described(entry).triples
        if not (one.predicate == DCT["title"] and getattr(one.subject, "value", "") in places)
    ]  # fmt: skip


def judged(**documents: list[Triple]) -> dict[str, Verdict]:
    around = terms.describe(described(COMPLETE).terms, CONCEPTS)
    return {one.dataset_id: one for one in verdicts.verdicts(documents, around, PORTAL, shapes())}


def test_each_has_its_own() -> None:
    other = {**COMPLETE, "id": "d1x", "authoritative_source": ""}
    bare = {**COMPLETE, "authoritative_source": ""}
    place = f"{ROOT}/dataset/d1x"
    found = judged(
        d1=list(described(bare).triples), d1x=untitled(other, place, f"{place}/resource/r1")
    )
    assert found["d1"].findings == ()
    assert [(one.severity.value, one.focus) for one in found["d1x"].findings] == [
        ("error", place), ("warning", f"{place}/resource/r1"),
    ]  # fmt: skip
    assert [found["d1x"].count(one) for one in Severity] == [1, 1, 0]
    assert found["d1"].score.met - found["d1x"].score.met == {"conforms"}
    assert "access_answers" in found["d1x"].score.met


def test_what_is_of_no_dataset_is_nobodys() -> None:
    named = {**COMPLETE, "authoritative_source": ""}
    assert judged(d1=list(described(named).triples))["d1"].findings == ()
    # What lies below its address is its own.
    assert [one.focus for one in judged(d1=list(described(COMPLETE).triples))["d1"].findings] == [
        f"{ROOT}/dataset/d1#source"
    ]


def test_whose_an_address_is() -> None:
    told = {
        f"{ROOT}/dataset/d1": "d1", f"{ROOT}/dataset/d1#record": "d1", f"{ROOT}/dataset/d1/resource/r": "d1",
        f"{ROOT}/dataset/d1?x": "d1", f"{ROOT}/organization/d1": "", "": "", "https://other.example/dataset/d1": "",
    }  # fmt: skip
    assert {one: verdicts.owner(one, PORTAL) for one in told} == told


def test_the_portals_own_pages_answer() -> None:
    answers = verdicts.answers_of(PORTAL)
    own = f"{ROOT}/dataset/d1/resource/r1"
    assert all(map(answers, (own, f"{own}/access")))
    for other in (
        f"{own}/x",
        f"{ROOT}/dataset/d1",
        f"https://other.example/?{own}",
        f"{own}#service",
    ):
        assert not answers(other)
