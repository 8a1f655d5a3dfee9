"""What may be done with data follows from both axes of its grade, and from nothing else."""

from __future__ import annotations

import pytest
from described import D1, PORTAL, values
from pyoxigraph import NamedNode

from ckanext.scigov.dcat.domain import policy
from ckanext.scigov.dcat.domain.graphs import Graph
from ckanext.scigov.dcat.domain.names import DCT, ODRL, TYPE

NODE = f"{D1}#policy"
GOVERNMENT, PUBLIC = f"{NODE}-party-government", f"{NODE}-party-public"
UNIT = "https://portal.example/organization/kjj"


def described(share: str | None, opened: str | None) -> tuple[NamedNode | None, Graph]:
    graph = Graph()
    entry = {
        "share_type": share,
        "open_type": opened,
        "share_condition": "凭函",
        "open_condition": "实名",
    }
    return policy.describe(graph, entry, NamedNode(D1), NamedNode(UNIT), PORTAL.st), graph


@pytest.mark.parametrize(
    ("share", "opened", "permitted", "prohibited", "duties"),
    [
        ("unconditional", "unconditional", [GOVERNMENT, PUBLIC], [], []),
        ("unconditional", "conditional", [GOVERNMENT, PUBLIC], [], [PUBLIC]),
        ("unconditional", "none", [GOVERNMENT], [PUBLIC], []),
        ("conditional", "unconditional", [GOVERNMENT, PUBLIC], [], [GOVERNMENT]),
        ("conditional", "conditional", [GOVERNMENT, PUBLIC], [], [GOVERNMENT, PUBLIC]),
        ("conditional", "none", [GOVERNMENT], [PUBLIC], [GOVERNMENT]),
        ("none", "unconditional", [PUBLIC], [GOVERNMENT], []),
        ("none", "conditional", [PUBLIC], [GOVERNMENT], [PUBLIC]),
        ("none", "none", [], [GOVERNMENT, PUBLIC], []),
    ],
)
def test_grade_decides(
    share: str, opened: str, permitted: list[str], prohibited: list[str], duties: list[str]
) -> None:
    node, graph = described(share, opened)
    assert node == NamedNode(NODE)
    assert values(graph.triples, NODE, ODRL["permission"]) == permitted
    assert values(graph.triples, NODE, ODRL["prohibition"]) == prohibited
    for rule in (GOVERNMENT, PUBLIC):
        kind = "Permission" if rule in permitted else "Prohibition"
        assert values(graph.triples, rule, TYPE) == [f"http://www.w3.org/ns/odrl/2/{kind}"]
        wanted = [f"{rule}-duty"] if rule in duties else []
        assert values(graph.triples, rule, ODRL["duty"]) == wanted


def test_rules_name_what_who_and_whose() -> None:
    _node, graph = described("conditional", "none")
    for rule, party in ((GOVERNMENT, "party-government"), (PUBLIC, "party-public")):
        assert values(graph.triples, rule, ODRL["target"]) == [D1]
        assert values(graph.triples, rule, ODRL["action"]) == ["http://www.w3.org/ns/odrl/2/use"]
        assert values(graph.triples, rule, ODRL["assigner"]) == [UNIT]
        assert values(graph.triples, rule, ODRL["assignee"]) == [
            f"https://portal.example/def/stgov#{party}"
        ]
        assert f"https://portal.example/def/stgov#{party}" in graph.terms


@pytest.mark.parametrize(("share", "opened", "rule", "words"), [
    ("conditional", "none", GOVERNMENT, "凭函"), ("none", "conditional", PUBLIC, "实名"),
])  # fmt: skip
def test_condition_is_to_obtain_consent(share: str, opened: str, rule: str, words: str) -> None:
    _node, graph = described(share, opened)
    duty = f"{rule}-duty"
    assert values(graph.triples, duty, ODRL["action"]) == [
        "http://www.w3.org/ns/odrl/2/obtainConsent"
    ]
    assert values(graph.triples, duty, ODRL["consentingParty"]) == [UNIT]
    assert values(graph.triples, duty, DCT["description"]) == [words]


@pytest.mark.parametrize(
    ("share", "opened"), [(None, None), ("", "none"), ("none", ""), (None, "unconditional")]
)
def test_without_a_grade_nothing_is_said(share: str | None, opened: str | None) -> None:
    node, graph = described(share, opened)
    assert (node, graph.triples) == (None, [])
