"""RDF of a source as a graph, read without asking anybody else for anything."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from lxml.etree import XMLParser, XMLSyntaxError, fromstring, tostring
from rdflib import Graph

from ckanext.scigov.intake.contract import SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov_harvesters import json_text

TURTLE, XML, JSON_LD, TRIPLES = "turtle", "xml", "json-ld", "nt"
CUT_UNSEEN = frozenset({TURTLE, TRIPLES})
"""A file in these that is cut off between two statements looks complete."""
_MEDIA_TYPES = {
    "text/turtle": TURTLE,
    "application/x-turtle": TURTLE,
    "text/n3": TURTLE,
    "application/rdf+xml": XML,
    "application/xml": XML,
    "text/xml": XML,
    "application/ld+json": JSON_LD,
    "application/json": JSON_LD,
    "application/n-triples": TRIPLES,
}
_ENDINGS = {
    "ttl": TURTLE, "n3": TURTLE, "rdf": XML, "xml": XML, "jsonld": JSON_LD, "json": JSON_LD, "nt": TRIPLES,
}  # fmt: skip
ACCEPT = "text/turtle, application/rdf+xml, application/ld+json;q=0.9, application/n-triples;q=0.9"
_CONTEXT_KEYS = ("@context", "@import")


def format_of(media_type: str, path: str) -> str:
    """Return the format that an answer is in, by what it says or by how its address ends.

    Raises:
        SourceFailed: neither tells.
    """
    ending = path.rpartition(".")[2].lower()
    found = _MEDIA_TYPES.get(media_type.lower()) or _ENDINGS.get(ending)
    if not found:
        raise SourceFailed(Cause.BAD_ANSWER.value, {"expected": "RDF"})
    return found


def graph_of(text: str, form: str, base: str, contexts: Mapping[str, Any] | None = None) -> Graph:
    """Read RDF.

    Args:
        text: the file's text.
        form: one of the formats above.
        base: where it lies, for relative addresses in it.
        contexts: address of a JSON-LD context → its content, for those that the file names.

    Raises:
        SourceFailed: it is none, or would have us fetch or unfold something.
    """
    graph = Graph()
    data: str | bytes = text
    if form == XML:
        data = plain_xml(text)
    elif form == JSON_LD:
        data = json.dumps(without_remote_contexts(json_text.document(text), contexts or {}))
    try:
        with _quietly():
            graph.parse(data=data, format=form, publicID=base)
    except RecursionError:
        raise SourceFailed(Cause.TOO_DEEP.value, {"most": json_text.DEEPEST}) from None
    except Exception:  # noqa: BLE001 (rdflib's parsers raise whatever their grammars meet)
        raise SourceFailed(Cause.BAD_ANSWER.value, {"expected": "RDF"}) from None
    return graph


def plain_xml(text: str) -> bytes:
    """Return XML as its tree is written by us: what is read further has no declarations any more.

    Raises:
        SourceFailed: it is no XML, or declares a document type, and with it entities.
    """
    parser = XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        # As bytes, without a declaration of an encoding that no longer holds.
        root = fromstring(_without_declaration(text).encode(), parser)
    except XMLSyntaxError as error:
        is_unsafe = "<!DOCTYPE" in text or "<!ENTITY" in text
        if is_unsafe:
            raise SourceFailed(Cause.UNSAFE_XML.value) from None
        line = error.lineno or 0
        raise SourceFailed(Cause.BAD_ANSWER.value, {"expected": "XML", "line": line}) from None
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise SourceFailed(Cause.UNSAFE_XML.value)
    return tostring(root, encoding="utf-8")


def _without_declaration(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        return text.partition("?>")[2]
    return text


def without_remote_contexts(value: Any, contexts: Mapping[str, Any]) -> Any:
    """Return a JSON-LD document with the contexts it names put in their places.

    Raises:
        SourceFailed: one is not given. A library would fetch it, wherever it lies.
    """
    if isinstance(value, list):
        return [without_remote_contexts(one, contexts) for one in value]
    if not isinstance(value, dict):
        return value
    local = {
        name: _local(inner, contexts) if name in _CONTEXT_KEYS else inner
        for name, inner in value.items()
    }
    return {name: without_remote_contexts(inner, contexts) for name, inner in local.items()}


def _local(context: Any, contexts: Mapping[str, Any]) -> Any:
    if isinstance(context, list):
        return [_local(one, contexts) for one in context]
    if not isinstance(context, str):
        return context
    given = contexts.get(context)
    if given is None:
        raise SourceFailed(Cause.REMOTE_CONTEXT.value)
    # A context's own file wraps it once more. What it names in turn must be given, too.
    inner = given.get("@context", given) if isinstance(given, Mapping) else given
    others = {name: one for name, one in contexts.items() if name != context}
    return _local(inner, others)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep doubtful values of a source out of the log, where rdflib puts each with a traceback."""
    loggers = [logging.getLogger(name) for name in ("rdflib", "rdflib.term")]
    levels = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for one, level in zip(loggers, levels, strict=True):
            one.setLevel(level)
