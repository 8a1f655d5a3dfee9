"""Make a tree ready to be answered: what a word means in its field, what NOW is, what is refused.

Both ways of answering, in SQL and from columns, start from the settled tree, so they cannot
understand it differently.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

from ckanext.scigov.search.domain.columns import LABELS
from ckanext.scigov.search.domain.dates import evaluate
from ckanext.scigov.search.domain.fields import Kind, canonical, kind_of
from ckanext.scigov.search.domain.refusals import N_, UnsupportedQueryError
from ckanext.scigov.search.domain.textqueries import through_catch_all
from ckanext.scigov.search.domain.tokens import is_cjk, runs_of
from ckanext.scigov.search.domain.tree import (
    Best,
    Between,
    Boosted,
    Clause,
    Clauses,
    Node,
    Occur,
    Pattern,
    Simple,
    Words,
)

WHOLE_RUN = 3
"""Of a Chinese text up to this long every pair of characters must be there."""
LONG_RUN = 8
"""So many pairs are a phrase; more are a sentence."""


def settled(node: Node, now: dt.datetime) -> Node:
    """Return the tree with words cut into runs and every value in its comparable form."""
    if isinstance(node, Boosted):
        return settled(node.node, now)
    if isinstance(node, Best):
        return _best(node, now)
    if isinstance(node, Clauses):
        clauses = (Clause(c.occur, settled(c.node, now)) for c in node.clauses)
        # As in Solr: ". -draft" forbids and asks for nothing else, so it finds all the rest.
        kept = tuple(c for c in clauses if not _asks_for_nothing(c.node))
        return dataclasses.replace(node, clauses=kept)
    return _simple(node, now)


def _asks_for_nothing(node: Node) -> bool:
    """Say whether a settled node is punctuation, or a group of nothing else."""
    if isinstance(node, Clauses):
        return not node.clauses
    return isinstance(node, Words) and kind_of(node.field) is Kind.TEXT and not runs_of(node.text)


def _best(node: Best, now: dt.datetime) -> Node:
    way = through_catch_all(node)
    if way is not None:
        return settled(way, now)
    return Best(tuple((settled(one, now), weight) for one, weight in node.ways))


def _simple(node: Simple, now: dt.datetime) -> Node:
    if isinstance(node, Words):
        return _words(node, now)
    if isinstance(node, Between):
        return _between(node, now)
    return _pattern(node) if isinstance(node, Pattern) else node


def _words(node: Words, now: dt.datetime) -> Node:
    kind = kind_of(node.field)
    if kind is Kind.STORED:
        raise UnsupportedQueryError(N_("The field '{field}' cannot be searched."), field=node.field)
    if kind is Kind.DATE:
        return _between(Between(node.field, node.text, node.text), now)
    if kind is not Kind.TEXT or node.quoted:
        return node
    runs = [_run(node, run) for run in runs_of(node.text)]
    if len(runs) < 2:
        return runs[0] if runs else node
    return Clauses(tuple(Clause(Occur.MUST, run) for run in runs))


def _run(node: Words, run: str) -> Node:
    if node.whole or len(run) <= WHOLE_RUN or not is_cjk(run):
        return dataclasses.replace(node, text=run)
    pairs = dict.fromkeys(run[place : place + 2] for place in range(len(run) - 1))
    clauses = tuple(Clause(Occur.SHOULD, dataclasses.replace(node, text=pair)) for pair in pairs)
    return Clauses(clauses, minimum=pairs_needed(len(clauses)))


def pairs_needed(count: int) -> int:
    """Return how many of a long text's pairs must be found.

    Half of them: a text of n words of two characters has 2n - 1 pairs, and those between the
    words mean nothing. Of what goes beyond a phrase a quarter: a sentence has words to spare.
    """
    some = math.ceil(min(count, LONG_RUN) / 2) + max(count - LONG_RUN, 0) // 4
    return max(min(count, 2), some)


def _between(node: Between, now: dt.datetime) -> Between:
    kind = kind_of(node.field)
    if kind not in (Kind.STRING, Kind.NUMBER, Kind.DATE) or node.field == LABELS:
        raise UnsupportedQueryError(
            N_("The field '{field}' cannot be asked for a range."), field=node.field
        )
    return dataclasses.replace(
        node, low=_end(node.field, node.low, now), high=_end(node.field, node.high, now)
    )


def _end(field: str, end: str | None, now: dt.datetime) -> str | None:
    if end is None:
        return None
    value = canonical(field, evaluate(end, now) if kind_of(field) is Kind.DATE else end)
    if value is None:
        raise UnsupportedQueryError(
            N_("'{value}' is no number, and the field '{field}' holds numbers."),
            value=end,
            field=field,
        )
    return value


def _pattern(node: Pattern) -> Pattern:
    if kind_of(node.field) in (Kind.SUBSTRING, Kind.STORED, Kind.DATE, Kind.NUMBER):
        raise UnsupportedQueryError(
            N_("The field '{field}' cannot be asked with wildcards."), field=node.field
        )
    return node
