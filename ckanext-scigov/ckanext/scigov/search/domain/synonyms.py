"""Widen a query by words of the same meaning.

It happens to the query, never to the index, so the list can be edited at any time. What was
typed counts more than what is put beside it; quoted text and exact fields are left alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence

from ckanext.scigov.search.domain.fields import Kind, kind_of
from ckanext.scigov.search.domain.tokens import Unit, folded, units
from ckanext.scigov.search.domain.tree import (
    Best,
    Boosted,
    Clause,
    Clauses,
    Node,
    Occur,
    Words,
)

WEIGHT = 0.5
"""What a hit by another word counts beside a hit by the word typed."""
MAX_WORDS = 40
"""Longer queries say enough, and widening every word of them would take long."""
MAX_KNOWN = 8
"""In one text without blanks, for the same reason."""
_GLUE = "的之和与及或 "
"""Characters that tie words together: nobody looks for them where a text has been cut."""

Key = tuple[str, ...]


class UnreadableSynonymsError(ValueError):
    """A line of the file is no list of words; the message names it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text and the words that mean the same."""

    text: str
    others: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Synonyms:
    """Words of one meaning, found by their units: case, script, plural do not matter."""

    others: dict[Key, tuple[str, ...]] = dataclasses.field(
        default_factory=dict[Key, tuple[str, ...]]
    )
    longest: int = 0

    @classmethod
    def parse(cls, text: str) -> Synonyms:
        """Read Solr's format: equal words with commas between on a line, # before comments."""
        others: dict[Key, dict[str, None]] = {}
        for number, line in enumerate(text.splitlines(), 1):
            words = {_key(word): word for word in _words(line, number)}
            for key in words:
                beside = (word for other, word in words.items() if other != key)
                others.setdefault(key, {}).update(dict.fromkeys(beside))
        found = {key: tuple(words) for key, words in others.items()}
        return cls(found, max(map(len, found), default=0))

    def parts(self, text: str) -> list[Part]:
        """Cut ``text`` so that the longest known words from the left are pieces of their own."""
        text = folded(text)
        cut: list[Part] = []
        behind = 0
        for start, end, others in self._known(units(text)):
            cut += [Part(text[behind:start]), Part(text[start:end], others)]
            behind = end
        cut.append(Part(text[behind:]))
        pieces = (part if part.others else Part(part.text.strip(_GLUE)) for part in cut)
        return [part for part in pieces if units(part.text)]

    def _known(self, all_units: Sequence[Unit]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        place = 0
        while place < len(all_units):
            for length in range(min(self.longest, len(all_units) - place), 0, -1):
                here = all_units[place : place + length]
                others = self.others.get(tuple(unit.key for unit in here))
                if others:
                    yield here[0].start, here[-1].end, others
                    place += length
                    break
            else:
                place += 1


NONE = Synonyms()


def _words(line: str, number: int) -> list[str]:
    said = line.partition("#")[0].strip()
    if not said:
        return []
    words = [folded(word.strip()) for word in said.split(",")]
    if "=>" in said or not all(_key(word) for word in words):
        raise UnreadableSynonymsError(
            f"Line {number} of the synonyms is not words with commas between them: {line!r}."
        )
    return words


def _key(text: str) -> Key:
    return tuple(unit.key for unit in units(folded(text)))


def expanded(node: Node, synonyms: Synonyms) -> Node:
    """Return ``node`` with the words that mean the same beside its words."""
    if not synonyms.others or _size(node) > MAX_WORDS:
        return node
    return _expanded(node, synonyms)


def _expanded(node: Node, synonyms: Synonyms) -> Node:
    if isinstance(node, Boosted):
        return Boosted(_expanded(node.node, synonyms), node.factor)
    if isinstance(node, Clauses):
        return _expanded_group(node, synonyms)
    text = _typed(node)
    return node if text is None else _expanded_text(node, synonyms.parts(text))


def _size(node: Node) -> int:
    if isinstance(node, Clauses):
        return sum(_size(clause.node) for clause in node.clauses)
    return 1


def _typed(node: Node) -> str | None:
    """Return the text of a node that may be widened: unquoted, in a field that holds prose."""
    ways = [way for way, _ in node.ways] if isinstance(node, Best) else [node]
    words = [way for way in ways if isinstance(way, Words) and not way.quoted]
    if len(words) < len(ways) or not any(kind_of(w.field) is Kind.TEXT for w in words):
        return None
    return words[0].text


def _with(node: Node, text: str, *, whole: bool = False) -> Node:
    """Return the same question for another text."""
    if isinstance(node, Best):
        return Best(tuple((_with(way, text, whole=whole), weight) for way, weight in node.ways))
    return dataclasses.replace(node, text=text, whole=whole) if isinstance(node, Words) else node


def _expanded_text(node: Node, parts: Sequence[Part]) -> Node:
    known = sum(bool(part.others) for part in parts)
    if not 0 < known <= MAX_KNOWN:
        return node
    if len(parts) == 1:
        return _one_of(node, _words_for(node, parts[0].others))
    # Inside a run the pieces need not stand side by side: 地铁票价 also asks for 轨道交通 and,
    # somewhere in the same text, 票价.
    pieces = (
        _one_of(_with(node, part.text, whole=bool(part.others)), _words_for(node, part.others))
        for part in parts
    )
    return _one_of(node, [_all_of(pieces)])


def _words_for(node: Node, words: Iterable[str]) -> Iterator[Node]:
    # Words of a list are words: a part of one is another word.
    return (_with(node, word, whole=True) for word in words)


def _one_of(typed: Node, others: Iterable[Node]) -> Node:
    beside = tuple(Clause(Occur.SHOULD, Boosted(other, WEIGHT)) for other in others)
    return Clauses((Clause(Occur.SHOULD, typed), *beside), 1) if beside else typed


def _all_of(nodes: Iterable[Node]) -> Node:
    return Clauses(tuple(Clause(Occur.MUST, node) for node in nodes))


def _expanded_group(group: Clauses, synonyms: Synonyms) -> Clauses:
    """Widen a group's members, also where several make up one word: machine learning."""
    clauses: list[Clause] = []
    while len(clauses) < len(group.clauses):
        members = group.clauses[len(clauses) :]
        count, others = _word_of_several(members, synonyms)
        if others:
            # 机器学习 stands for machine and for learning: how many must be found stays true.
            beside = list(_words_for(members[0].node, others))
            clauses += [Clause(m.occur, _one_of(m.node, beside)) for m in members[:count]]
        else:
            clauses.append(_expanded_member(members[0], synonyms))
    return Clauses(tuple(clauses), group.minimum)


def _expanded_member(member: Clause, synonyms: Synonyms) -> Clause:
    # What is forbidden stays as narrow as it was typed.
    forbidden = member.occur is Occur.MUST_NOT
    return member if forbidden else Clause(member.occur, _expanded(member.node, synonyms))


def _word_of_several(members: Sequence[Clause], synonyms: Synonyms) -> tuple[int, tuple[str, ...]]:
    """Say how many members from the first on are one known word, and what means the same."""
    first = members[0]
    found: tuple[int, tuple[str, ...]] = (1, ())
    key: Key = ()
    for count, member in enumerate(members[: synonyms.longest], 1):
        text = _typed(member.node)
        alike = member.occur is first.occur is not Occur.MUST_NOT
        if text is None or not alike or _with(member.node, "") != _with(first.node, ""):
            break
        key += _key(text)
        if count > 1 and key in synonyms.others:
            found = (count, synonyms.others[key])
    return found
