"""Reads RDF that anybody has written: within limits, as it stands, and never with anything fetched.

A declaration of a document type is refused in XML, because entities make much of little; a context that lies
elsewhere is refused in JSON-LD, because somebody would have to ask for it.
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast
from xml.parsers import expat

from pyoxigraph import Triple, parse

from ckanext.scigov.dcat.domain.writing import FORMS

_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACE = re.compile(r"^Parser error (?:at|between) line [^:]*: ")
_LINE = re.compile(r" \(line \d+\)$")
_LONGEST_SAID = 300
ENDINGS = MappingProxyType({**{name: name for name in FORMS}, "xml": "rdf", "n3": "ttl", "json": "jsonld", "owl": "rdf"})  # fmt: skip
MEDIA_TYPES = MappingProxyType({
    **{one.media_type: name for name, one in FORMS.items()}, "text/n3": "ttl", "application/x-turtle": "ttl",
})  # fmt: skip


class Reason(enum.Enum):
    TOO_LARGE = "more bytes than are taken"
    TOO_MANY = "more triples than are checked"
    NOT_UTF8 = "another encoding"
    DECLARES = "XML that declares a document type"
    REMOTE_CONTEXT = "JSON-LD whose context lies elsewhere"
    SYNTAX = "it is not what its form asks for"
    NOTHING = "there is no triple in it"


class Unreadable(Exception):
    """A document that is not taken; ``values`` go into the sentence about it."""

    def __init__(self, reason: Reason, **values: str | int) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.values = values


@dataclass(frozen=True, slots=True)
class Limits:
    most_bytes: int
    most_triples: int


def form_of(document: bytes, name: str = "", media_type: str = "") -> str:
    """Return the form that a document has: by its media type, its name, or how it begins."""
    told = MEDIA_TYPES.get(media_type.split(";", 1)[0].strip().lower())
    told = told or ENDINGS.get(name.lower().rpartition(".")[2])
    if told:
        return told
    start = document[:2000].decode("utf-8-sig", "ignore").lstrip()
    if start.startswith(("<?xml", "<!--", "<!DOCTYPE", "<rdf:RDF")):
        return "rdf"
    # A list of Turtle begins with a bracket, too, and no object stands in it.
    return "jsonld" if re.match(r"\{|\[\s*[\[{\]]", start) else "ttl"


def read_within(document: bytes, form: str, limits: Limits, base: str = "") -> list[Triple]:
    """Return the triples of a document.

    Args:
        document: as it came.
        form: one of ``FORMS``.
        limits: what is taken.
        base: the address that shorter ones in it begin with; empty: it must have none.

    Raises:
        Unreadable: with the reason.
    """
    if len(document) > limits.most_bytes:
        raise Unreadable(Reason.TOO_LARGE, most=limits.most_bytes, found=len(document))
    try:
        text = document.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(Reason.NOT_UTF8, line=document.count(b"\n", 0, error.start) + 1) from None
    if form == "rdf":
        _look_at_xml(text)
    elif form == "jsonld":
        _look_at_json(text)
    return _parsed(text, form, limits.most_triples, base)


def _parsed(text: str, form: str, most: int, base: str) -> list[Triple]:
    found: list[Triple] = []
    try:
        for quad in parse(text, format=FORMS[form].rdf, base_iri=base or None):
            found.append(quad.triple)
            if len(found) > most:
                raise Unreadable(Reason.TOO_MANY, most=most)
    except SyntaxError as error:
        raise _syntax(error.msg, error.lineno) from None
    except ValueError as error:
        raise _syntax(str(error), None) from None
    if not found:
        raise Unreadable(Reason.NOTHING)
    return found


def _syntax(said: str, line: int | None) -> Unreadable:
    words = _LINE.sub("", _PLACE.sub("", said)).strip().rstrip(".")
    return Unreadable(Reason.SYNTAX, line=line or 0, said=words[:_LONGEST_SAID])


def _look_at_xml(text: str) -> None:
    declared = _DECLARATION.search(text)
    if declared:
        raise Unreadable(Reason.DECLARES, line=text.count("\n", 0, declared.start()) + 1)
    try:
        # Only for the line: the parser of RDF does not tell it.
        expat.ParserCreate().Parse(text, True)
    except expat.ExpatError as error:
        raise _syntax(expat.ErrorString(error.code), error.lineno) from None


def _look_at_json(text: str) -> None:
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        raise _syntax(error.msg, error.lineno) from None
    except (RecursionError, ValueError):
        raise _syntax("it is nested too deeply, or holds a number that is too long", None) from None
    if any(_leads_elsewhere(one) for one in _objects(said)):
        raise Unreadable(Reason.REMOTE_CONTEXT)


def _objects(said: Any) -> Iterable[Mapping[str, Any]]:
    waiting: list[Any] = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            known = cast("dict[str, Any]", one)
            yield known
            waiting.extend(known.values())
        elif isinstance(one, list):
            waiting.extend(cast("list[Any]", one))


def _leads_elsewhere(one: Mapping[str, Any]) -> bool:
    context = one.get("@context")
    contexts = cast("list[Any]", context) if isinstance(context, list) else [context]
    return "@import" in one or any(isinstance(given, str) for given in contexts)
