"""Checking by shapes: what is found, how grave it is, in whose words, in which order; and nothing is fetched."""

from __future__ import annotations

import socket
from typing import Any

import pytest
import rdflib
from described import D1

from ckanext.scigov.dcat.domain import checking, rdflib_terms
from ckanext.scigov.dcat.domain.checking import Finding, Severity, UnusableShapes
from ckanext.scigov.dcat.domain.incoming import Limits, Unreadable, read_within
from ckanext.scigov.dcat.domain.shapes import Shapes, shapes_of

LIMITS = Limits(100_000, 1_000)
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ex: <http://a.example/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WORDED = """
[] sh:targetClass ex:C ; sh:property
  [ sh:path ex:title ; sh:minCount 1 ; sh:message "须有名称。"@zh , "A title is needed."@en ] ,
  [ sh:path ex:theme ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "A theme is recommended." ] ,
  [ sh:path ex:note ; sh:minCount 1 ; sh:severity sh:Info ; sh:name "Note" ; sh:message "Note."@fr ] ,
  [ sh:path ex:day ; sh:datatype xsd:date ; sh:message "须为日期。"@zh-CN , "A date."@en ] .
ex:Plain a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:size ; sh:maxCount 1 ] .
"""


def shapes(text: str = WORDED) -> Shapes:
    return shapes_of([("a.ttl", (PREFIXES + text).encode())])


def check(text: str, given: Shapes | None = None) -> tuple[Finding, ...]:
    triples = read_within((PREFIXES + text).encode(), "ttl", LIMITS)
    return checking.check(triples, given or shapes())


def test_the_gravest_comes_first_each_in_two_languages() -> None:
    found = check('ex:a a ex:C ; ex:size 1 , 2 ; ex:day "gestern" .')
    place, name = "http://a.example/", "http://a.example/Plain"
    assert [(one.severity.value, one.path.removeprefix(place), one.value, one.zh, one.en) for one in found] == [
        ("error", "day", "gestern", "须为日期。", "A date."),
        ("error", "size", "", found[1].en, found[1].en),
        ("error", "title", "", "须有名称。", "A title is needed."),
        ("warning", "theme", "", "A theme is recommended.", "A theme is recommended."),
        ("info", "note", "", "Note.", "Note."),
    ]  # fmt: skip
    assert "More than 1" in found[1].en
    assert [one.shape for one in found] == ["", name, "", "", "Note"]
    assert {one.focus for one in found} == {"http://a.example/a"}
    assert found[0].rule == ("error", "http://a.example/day", "须为日期。", "A date.")


def test_the_order_is_always_the_same() -> None:
    text = "".join(f"ex:{one} a ex:C ; ex:size 1 , 2 .\n" for one in "cab")
    assert len({check(text) for _turn in range(5)}) == 1
    assert [one.focus[-1] for one in check(text)][:6] == list("aabbcc")


def test_what_is_right_has_no_findings() -> None:
    assert check('ex:a a ex:C ; ex:title "x" ; ex:theme 1 ; ex:note 1 .') == ()


def test_a_node_without_a_name_is_told_by_what_leads_to_it() -> None:
    rest = '; ex:title "x" ; ex:theme 1'
    found = check(
        f"ex:a ex:p [ ex:q [ a ex:C {rest} ] ] . [ a ex:C {rest} ] . _:x ex:p _:x ; a ex:C {rest} ."
    )
    assert [one.focus for one in found] == ["", "", "http://a.example/a"]


def test_details_do_not_count() -> None:
    text = """[] sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:node ex:Q ; sh:message "Outer." ] .
    ex:Q a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:message "Inner." ] ."""
    found = check("ex:a a ex:C ; ex:p [ ex:z 1 ] .", shapes(text))
    assert [(one.en, one.value) for one in found] == [("Outer.", "")]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("( ex:p ex:q )", "{0}p/{0}q"), ("[ sh:alternativePath ( ex:p ex:q ) ]", "{0}p|{0}q"),
        ("[ sh:inversePath ex:p ]", "^{0}p"), ("[ sh:zeroOrMorePath ex:p ]", "{0}p*"),
        ("[ sh:oneOrMorePath ex:p ]", "{0}p+"), ("[ sh:zeroOrOnePath ex:p ]", "{0}p?"),
    ],
)  # fmt: skip
def test_paths_are_written_as_in_sparql(path: str, said: str) -> None:
    found = check("ex:a a ex:C .", shapes(f"[] sh:targetClass ex:C ; sh:property [ sh:path {path} ; sh:minCount 9 ] ."))  # fmt: skip
    assert [one.path for one in found] == [said.format("http://a.example/")]
    assert checking._path(rdflib.Graph(), rdflib.BNode()) == ""


def test_a_shape_of_a_node_has_no_path() -> None:
    found = check(
        "ex:a a ex:C .",
        shapes("ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:nodeKind sh:Literal ."),
    )
    assert [(one.path, one.value, one.shape) for one in found] == [
        ("", "http://a.example/a", "http://a.example/S")
    ]


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: Any, **_named: Any) -> None:
        raise AssertionError("Something was asked for over the network.")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    imports = "<http://a.example/o> a owl:Ontology ; owl:imports <http://127.0.0.1:9/x> , <file:///etc/hosts> .\n"
    found = check(f"{imports} ex:a a ex:C ; ex:size 1 .", shapes(imports + WORDED))
    assert len(found) == 3


def test_literals_of_xml_are_texts() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a \\"ha\\"><!ENTITY b \\"&a;&a;\\">]><x>&b;</x>'
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    text = "".join(
        f'<{D1}> <http://a.example/{kind}> "{laughs}"^^<{rdf}{kind}> .\n'
        for kind in ("XMLLiteral", "HTML")
    )
    graph = rdflib_terms.graph(read_within(text.encode(), "ttl", LIMITS))
    assert {(one.datatype, "&b;" in one) for one in graph.objects()} == {(None, True)}


def test_numbers_are_not_written_anew() -> None:
    text = '<http://a.example/1> <http://a.example/p> "1E1000000000"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
    (value,) = rdflib_terms.graph(read_within(text.encode(), "ttl", LIMITS)).objects()
    assert str(value) == "1E1000000000"


def test_what_is_said_of_statements_is_left_out() -> None:
    text = "<<( ex:a ex:b ex:c )>> ."
    triples = read_within(f"{PREFIXES} ex:s ex:p {text} ex:a ex:b 1 .".encode(), "ttl", LIMITS)
    assert (len(triples), len(rdflib_terms.graph(triples))) == (2, 1)


def test_shapes_that_say_what_no_shape_can_say() -> None:
    for text in (
        "sh:property [ sh:path ex:p ; sh:minCount 1 , 2 ]",
        "sh:node [ sh:path ex:p , ex:q ]",
    ):
        with pytest.raises(UnusableShapes, match=r"\w"):
            check("ex:a a ex:C .", shapes(f"[] a sh:NodeShape ; sh:targetClass ex:C ; {text} ."))


def test_a_validator_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "pyshacl.validate", lambda *_given, **_named: (False, object(), "Too deep. ")
    )
    with pytest.raises(UnusableShapes, match=r"^Too deep\.$"):
        check("ex:a a ex:C .")


def test_references_to_nothing_are_dropped() -> None:
    broken = WORDED + "ex:Plain sh:property ex:nowhere ."
    assert check("ex:a a ex:C .", shapes(broken)) == check("ex:a a ex:C .")


def test_other_shapes_have_another_digest() -> None:
    first, second = (("a.ttl", WORDED), ("b.ttl", WORDED + "# x"))
    made = [shapes_of([(name, (PREFIXES + text).encode()) for name, text in some]).digest
            for some in ([first], [second], [first, second], [first])]  # fmt: skip
    assert (len(set(made)), made[0]) == (3, made[3])
    assert len(made[0]) == 32


def test_shapes_of_several_files_stay_apart() -> None:
    """A node without a name is its file's own, whatever it is called there."""
    files = [
        (f"{one}.ttl", f"{PREFIXES} _:x sh:targetClass ex:C ; sh:property _:y . _:y sh:path ex:{one} ; sh:minCount 1 .".encode())
        for one in "ab"
    ]  # fmt: skip
    assert [one.path[-1] for one in check("ex:c a ex:C .", shapes_of(files))] == ["a", "b"]


def test_unreadable_shapes_are_told_with_the_line() -> None:
    with pytest.raises(Unreadable) as refusal:
        shapes_of([("a.ttl", b"\n\nno turtle .")])
    assert refusal.value.values["line"] == 3
    assert Severity("error") is Severity.ERROR
