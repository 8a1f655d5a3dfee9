"""The same documents and searches for Solr's configset ``tokens``, in the product's own tokens.

Both engines get the same tokens, so what is compared is how they search, not how they cut text.
Searches without text of our own cutting reach Solr's parsers as they were typed.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ckanext.scigov.search.domain.tokens import beginning, folded, is_cjk
from differential.expressions import (
    Boosted,
    Expression,
    Group,
    Item,
    Pattern,
    Words,
    escaped_pattern,
    quoted,
    typed,
)
from differential.judging import FORBIDDEN, OPTIONAL, REQUIRED, Demand, demands
from differential.oracle import GAP, Document, as_string, single_values, tokens_at
from differential.schema import ckans_schema
from differential.searches import Search, SearchBox, TypedWord, minimum_of, occurrences


class NotSayable(Exception):
    """The search holds something that Solr's standard language has no words for."""


NOT_SENT = ("data_dict", "validated_data_dict")


def document_for_solr(document: Document) -> dict[str, Any]:
    """Return a document whose texts are lists of tokens with their places."""
    sent: dict[str, Any] = {"title_ngram": folded(document["title"])}
    texts: dict[str, list[str]] = {}
    for field, value in document.items():
        values = [as_string(one) for one in single_values(value)]
        if not values or field in NOT_SENT:
            continue
        if ckans_schema().field(field).kind == "text":
            texts.setdefault(field, []).extend(values)
        else:
            sent[field] = values
        for copy in ckans_schema().copies_of(field):
            if ckans_schema().field(copy).kind == "text":
                texts.setdefault(copy, []).extend(values)
    return {**sent, **{field: list(_with_tokens(values)) for field, values in texts.items()}}


def _with_tokens(values: Sequence[str]) -> Iterator[str]:
    """Yield each value in PreAnalyzedField's JSON; no phrase reaches from one into the next."""
    for number, value in enumerate(values):
        tokens: list[dict[str, Any]] = []
        before = -GAP if number else 0
        for place, texts in sorted(tokens_at(value).items()):
            for text in sorted(texts):
                tokens.append({"t": text, "i": place - before})
                before = place
        yield json.dumps({"v": "1", "str": value, "tokens": tokens}, ensure_ascii=False)


def parameters_for_solr(search: Search, now: dt.datetime) -> dict[str, Any]:
    """Return the parameters of a search whose words are tokens."""
    default = search.default_field
    if isinstance(search.query, SearchBox):
        box = search.query
        plain = all(_is_plain(word) for word in box.words)
        dismax = {"defType": "dismax", "q": box.typed, "qf": box.qf, "mm": box.mm, "tie": box.tie}
        query = dismax if plain else {"q": _box(box)}
    else:
        query = {"q": _query(search.query, search.query.field or default)}
    return {
        **query,
        "fq": [_query(one, one.field or default) for one in search.filters],
        **search.surroundings(),
        "NOW": str(round(now.timestamp() * 1000)),
    }


def _query(group: Group, field: str) -> str:
    return " ".join(_item(item, field) for item in group.items)


def _item(item: Item, field: str) -> str:
    conjunction = f"{item.conjunction} " if item.conjunction else ""
    return f"{conjunction}{item.modifier}{_part(item.inner, field)}"


def _part(expression: Expression, field: str) -> str:
    if isinstance(expression, Group):
        return f"({_query(expression, expression.field or field)})"
    if isinstance(expression, Boosted):
        inner = _part(expression.inner, field)
        return f"{inner if inner.startswith('(') else f'({inner})'}^{expression.factor}"
    if isinstance(expression, Words):
        return _words(expression.field or field, expression)
    if isinstance(expression, Pattern):
        return _pattern(expression.field or field, expression.text)
    return typed(expression)


def _words(field: str, words: Words) -> str:
    kind = ckans_schema().field(field).kind
    if kind == "text":
        return _demanded(field, demands(words.text, in_order=words.quoted))
    if kind == "substring":
        return f"{field}:{quoted(folded(words.text))}"
    return typed(Words(field, words.text, words.quoted))


def _demanded(field: str, asked: Sequence[Demand]) -> str:
    if not asked:
        return f'{field}:""'
    written = [_demand(field, demand) for demand in asked]
    return written[0] if len(written) == 1 else _all_of(written)


def _all_of(parts: Sequence[str]) -> str:
    return f"({' '.join(f'+{part}' for part in parts)})"


def _any_of(parts: Sequence[str]) -> str:
    return f"({' OR '.join(parts)})" if len(parts) > 1 else parts[0]


def _demand(field: str, demand: Demand) -> str:
    if demand.minimum < len(demand.pieces):
        # Only Chinese pairs: none of them means anything to a parser.
        pairs = " ".join(ways[0][0] for ways in demand.pieces)
        return f'_query_:"{{!dismax qf={field} mm={demand.minimum}}}{pairs}"'
    pieces = [
        _any_of([f"{field}:{quoted(' '.join(tokens))}" for tokens in ways])
        for ways in demand.pieces
    ]
    return pieces[0] if len(pieces) == 1 else _all_of(pieces)


def _pattern(field: str, text: str) -> str:
    if ckans_schema().field(field).kind == "string":
        return typed(Pattern(field, text))
    literals = [part for part in re.split(r"[*?]", text) if part]
    if len(literals) == 1 and is_cjk(literals[0]) and "?" not in text:
        return _words(field, Words(field, literals[0], quoted=True))
    if len(literals) == 1 and text == f"{literals[0]}*":
        tokens = beginning(literals[0]).tokens
        if len(tokens) > 1:
            raise NotSayable("a word that goes on behind another, gb/t-2*")
        return f"{field}:{tokens[0]}*" if tokens else f'{field}:""'
    return f"{field}:{escaped_pattern(folded(text))}"


def _is_plain(word: TypedWord) -> bool:
    """Say whether a word is its own token, in text fields and in all others."""
    tokens = [way for d in demands(word.text, in_order=word.quoted) for p in d.pieces for way in p]
    return len(tokens) == 1 and " ".join(tokens[0]) == word.text


def _box(box: SearchBox) -> str:
    """Write a dismax query in the standard language, which can say what our words ask for."""
    written: dict[str, list[str]] = {REQUIRED: [], OPTIONAL: [], FORBIDDEN: []}
    for occur, word in occurrences(box.words):
        ways = [_words(f, Words(f, word.text, word.quoted)) for f in box.fields]
        written[occur].append(_any_of(ways))
    optional = written[OPTIONAL]
    minimum = max(minimum_of(len(optional), box.mm), 0 if written[REQUIRED] else 1)
    demanded = [f"+{part}" for part in written[REQUIRED]]
    if optional and minimum:
        chosen = itertools.combinations(optional, minimum)
        demanded.append(f"+{_any_of([_all_of(some) for some in chosen])}")
    query = " ".join((*demanded, *(f"-{part}" for part in written[FORBIDDEN])))
    # dismax: who forbids everything typed finds nothing, as anybody does inside of brackets.
    return query if demanded else f"+({query})"
