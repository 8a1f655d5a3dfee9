"""What may be done with data, in ODRL: the least that a machine needs to know whom to ask.

Shared and open without conditions is a permission; on conditions it is one with the duty to obtain the
provider's consent; what is not given is a prohibition.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pyoxigraph import NamedNode

from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.graphs import Graph, clean, text
from ckanext.scigov.dcat.domain.names import DCT, ODRL, Namespace

AXES = MappingProxyType(
    {
        "share_type": ("party-government", "share_condition"),
        "open_type": ("party-public", "open_condition"),
    }
)
"""Axis of the grade → to whom it speaks, and the field that states the condition."""
FROM_OPEN_TO_CLOSED = ("unconditional", "conditional", "none")
_TERMS = (("open_method", "开放方式"), ("security_measure", "安全措施"))
_REASONS = MappingProxyType({"conditional": "open_condition", "none": "non_open_basis"})


def describe(
    graph: Graph, entry: Mapping[str, Any], dataset: NamedNode, assigner: NamedNode, st: Namespace
) -> NamedNode | None:
    """Add the policy of an entry and return its node; None for an entry that has no grade yet."""
    said = {axis: str(entry.get(axis) or "") for axis in AXES}
    if not all(said.values()):
        return None
    policy = NamedNode(f"{dataset.value}#policy")
    graph.types(policy, ODRL["Offer"], ODRL["Policy"])
    graph.add(policy, ODRL["uid"], policy)
    for axis, value in said.items():
        party, condition = AXES[axis]
        rule = NamedNode(f"{policy.value}-{party}")
        is_given = value != "none"
        graph.add(policy, ODRL["permission" if is_given else "prohibition"], rule)
        graph.types(rule, ODRL["Permission" if is_given else "Prohibition"])
        graph.add(rule, ODRL["target"], dataset)
        graph.add(rule, ODRL["action"], ODRL["use"])
        graph.add(rule, ODRL["assigner"], assigner)
        graph.term(rule, ODRL["assignee"], st[party])
        if value == "conditional":
            _consent(graph, rule, assigner, entry.get(condition))
    return policy


def of_part(part: Mapping[str, Any], entry: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the entry with the grade of one of its parts; None where the part is no stricter than the entry."""
    own = {axis: part[axis] for axis in AXES if _rank(part.get(axis)) > _rank(entry.get(axis)) >= 0}
    return {**entry, **own} if own else None


def stated(part: Mapping[str, Any], entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a part without a grade that its entry has become stricter than: it holds no more."""
    looser = {axis for axis in AXES if 0 <= _rank(part.get(axis)) < _rank(entry.get(axis))}
    return {name: value for name, value in part.items() if name not in looser}


def _rank(value: object) -> int:
    return FROM_OPEN_TO_CLOSED.index(value) if value in FROM_OPEN_TO_CLOSED else -1


def words(entry: Mapping[str, Any], concepts: Concepts) -> str:
    """Return in a sentence how open an entry is, and on what condition or by what law."""
    code = str(entry.get("open_type") or "")
    label = concepts.label("open_type", code) or "尚未定级"
    said = [clean(entry.get(_REASONS.get(code, "")))]
    if code == "conditional":
        said += [f"{name}：{given}" for field, name in _TERMS if (given := clean(entry.get(field)))]
    told = "；".join(filter(None, said))
    return f"{label}：{told}" if told else label


def _consent(graph: Graph, rule: NamedNode, assigner: NamedNode, condition: object) -> None:
    duty = NamedNode(f"{rule.value}-duty")
    graph.add(rule, ODRL["duty"], duty)
    graph.types(duty, ODRL["Duty"])
    graph.add(duty, ODRL["action"], ODRL["obtainConsent"])
    graph.add(duty, ODRL["consentingParty"], assigner)
    graph.add(duty, DCT["description"], text(condition))
