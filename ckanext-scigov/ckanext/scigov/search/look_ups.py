"""Searches that find a few documents by their keys: SQL answers them, and by one statement."""

from __future__ import annotations

from ckanext.scigov.search.domain.request import SearchRequest
from ckanext.scigov.search.domain.tree import Clauses, Node, Occur, Words

UNIQUE = ("index_id", "id", "name")
KEYS = (*UNIQUE, "site_id", "entity_type")


def is_one_look_up(request: SearchRequest) -> bool:
    """Say whether SQL answers it by one statement that asks for nothing but keys."""
    if request.facets.fields or request.start or not is_look_up(request.query):
        return False
    return all(_has_only_keys(node) for node in (request.query, *request.filters))


def _has_only_keys(node: Node) -> bool:
    if isinstance(node, Words):
        return node.field in KEYS
    return isinstance(node, Clauses) and all(_has_only_keys(one.node) for one in node.clauses)


def is_look_up(node: Node) -> bool:
    """Say whether the tree can only find the few documents of given keys."""
    if isinstance(node, Words):
        return node.field in UNIQUE
    if not isinstance(node, Clauses):
        return False
    must = [c.node for c in node.clauses if c.occur is Occur.MUST]
    should = [c.node for c in node.clauses if c.occur is Occur.SHOULD]
    if any(is_look_up(inner) for inner in must):
        return True
    return not must and bool(should) and all(is_look_up(inner) for inner in should)
