"""Values of an entry become values of RDF, and what is none becomes nothing."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain import graphs
from ckanext.scigov.dcat.domain.graphs import Graph
from ckanext.scigov.dcat.domain.names import DCT, FOAF, TYPE, XSD

A, B = NamedNode("https://a.example/"), NamedNode("https://b.example/")


def test_graph_keeps_what_is_said_and_which_terms_it_names() -> None:
    graph = Graph()
    graph.types(A, FOAF["Agent"], FOAF["Document"])
    graph.add(A, DCT["source"], B)
    graph.add(A, DCT["source"], None)
    graph.term(A, DCT["type"], B)
    graph.term(A, DCT["type"], None)
    graph.many(A, DCT["title"], [Literal("甲"), None, Literal("乙")])
    assert graph.triples == [
        Triple(A, TYPE, FOAF["Agent"]),
        Triple(A, TYPE, FOAF["Document"]),
        Triple(A, DCT["source"], B),
        Triple(A, DCT["type"], B),
        Triple(A, DCT["title"], Literal("甲")),
        Triple(A, DCT["title"], Literal("乙")),
    ]
    assert graph.terms == {"https://b.example/"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" 甲 ", "甲"), ("a\x00\x0b\x1f\ufffe\uffffb", "ab"), ("\ud800甲\udfff", "甲"), ("a\tb\nc\rd", "a\tb\nc\rd"),
        (7, "7"), (None, ""), ("", ""), (" \x00 ", ""), ("😀", "😀"),
    ],
)  # fmt: skip
def test_texts_hold_what_xml_can_hold(given: object, kept: str) -> None:
    assert graphs.clean(given) == kept
    assert graphs.text(given) == (Literal(kept, language="zh") if kept else None)
    assert graphs.plain(given) == (Literal(kept) if kept else None)


@pytest.mark.parametrize(
    ("given", "node"),
    [
        ("https://a.example", "https://a.example"), (" HTTP://a.example/x ", "HTTP://a.example/x"),
        ("https://a.example/a b<c>", "https://a.example/a%20b%3Cc%3E"), ("https://a.example/甲", "https://a.example/甲"),
        ('https://a.example/"{}|\\^`', "https://a.example/%22%7B%7D%7C%5C%5E%60"),
        ("https://a.example/a%20b", "https://a.example/a%20b"), ("ftp://a.example/1", "ftp://a.example/1"),
        ("ftps://a.example", "ftps://a.example"), ("sftp://a.example", "sftp://a.example"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)  # fmt: skip
def test_addresses_are_nodes(given: str, node: str) -> None:
    assert graphs.address(given) == NamedNode(node)


@pytest.mark.parametrize(
    "given",
    [
        "", None, "甲", "www.a.example", "javascript:alert(1)", "data:text/html,x", "https://", "https:///x", "http://[",
        "https://a.example/%zz", "mailto:nobody", "x https://a.example", "file:///etc/passwd",
    ],
)  # fmt: skip
def test_what_is_no_address_is_no_node(given: object) -> None:
    assert graphs.address(given) is None


@pytest.mark.parametrize(
    ("given", "node"),
    [
        ("010-12345678", "tel:010-12345678"), ("+86 10 (1234) 5678", "tel:+861012345678"),
        ("010-12345678转801", "tel:010-12345678;ext=801"), ("12345 ext. 9", "tel:12345;ext=9"),
        ("12345 分机：9", "tel:12345;ext=9"), ("12345;ext=9", "tel:12345;ext=9"), ("电话 110，或 120", "tel:110"),
        ("87054115/87054116", "tel:87054115"), ("0571-", "tel:0571"),
    ],
)  # fmt: skip
def test_first_telephone_is_a_node(given: str, node: str) -> None:
    assert graphs.telephone(given) == NamedNode(node)
    assert graphs.telephone(node.removeprefix("tel:")) == NamedNode(node)


@pytest.mark.parametrize("given", [None, "", "-", "无", "+"])
def test_what_is_no_telephone_is_no_node(given: object) -> None:
    assert graphs.telephone(given) is None


@pytest.mark.parametrize(
    ("given", "kept", "kind"),
    [
        ("2024-02-29", "2024-02-29", "date"), (" 2024-02-29 ", "2024-02-29", "date"),
        ("2024", "2024", "gYear"), ("2024-02", "2024-02", "gYearMonth"),
        ("2024-01-02T03:04:05", "2024-01-02T03:04:05Z", "dateTime"),
        ("2024-01-02T03:04:05.678901", "2024-01-02T03:04:05.678901Z", "dateTime"),
        ("2024-01-02T03:04:05Z", "2024-01-02T03:04:05Z", "dateTime"),
        ("2024-01-02T03:04:05.6+08:00", "2024-01-02T03:04:05.6+08:00", "dateTime"),
        ("2024-01-02T03:04:05-01:30", "2024-01-02T03:04:05-01:30", "dateTime"),
    ],
)  # fmt: skip
def test_days_and_moments(given: str, kept: str, kind: str) -> None:
    assert graphs.moment(given) == Literal(kept, datatype=XSD[kind])


@pytest.mark.parametrize(
    "given",
    [
        None, "", "0000", "２０２４", "202", "2024-00", "2024-13", "2024-2", "2023-02-29", "2024-13-01", "2024-1-2", "2024/01/02", "2024年1月2日", "20240102",
        "2024-01-02T25:00:00", "2024-01-02T03:61:00", "2024-01-02T03:04", "2024-01-02 03:04:05", "0000-01-01",
        "２０２４-01-02", "2024-01-02T03:04:05+8",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_said(given: object) -> None:
    assert graphs.moment(given) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [(0, "0"), (120, "120"), ("120 ", "120"), ("", None), (None, None), (-1, None), ("1.5", None), ("１２", None), ("²", None)],
)  # fmt: skip
def test_counts_are_whole_and_not_negative(given: object, kept: str | None) -> None:
    wanted = None if kept is None else Literal(kept, datatype=XSD["nonNegativeInteger"])
    assert graphs.number(given) == wanted


@pytest.mark.parametrize(
    ("given", "kept"),
    [(True, "true"), ("True", "true"), ("false", "false"), (False, "false"), ("", None), (None, None), ("1", None), ("是", None)],
)  # fmt: skip
def test_boxes_say_yes_or_no(given: object, kept: str | None) -> None:
    wanted = None if kept is None else Literal(kept, datatype=XSD["boolean"])
    assert graphs.flag(given) == wanted
