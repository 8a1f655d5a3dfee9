"""Writes triples in the four forms, whole documents or parts that are joined into one.

A part holds the triples of one dataset without what a document begins and ends with. No node is without a name,
so parts can stand side by side in any order, and what two of them say twice is said once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write triples; ``between`` stands between two parts."""

    name: str
    rdf: RdfFormat
    media_type: str
    between: str = ""


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "ttl": Form("ttl", RdfFormat.TURTLE, "text/turtle"),
        "rdf": Form("rdf", RdfFormat.RDF_XML, "application/rdf+xml"),
        "jsonld": Form("jsonld", RdfFormat.JSON_LD, "application/ld+json", between=","),
        "nt": Form("nt", RdfFormat.N_TRIPLES, "application/n-triples"),
    }
)
# Without a triple a document of Turtle declares nothing.
_PROBE = Triple(*(NamedNode(f"https://probe.invalid/{one}") for one in "spo"))


class Writer:
    """Writes one form with the abbreviations of one portal."""

    def __init__(self, form: Form, prefixes: Mapping[str, str]) -> None:
        self.form = form
        self._prefixes = dict(prefixes) if form.name != "nt" else None
        self._head, _none, self._foot = self._split(self._serialize([_PROBE]))

    def document(self, triples: Iterable[Triple]) -> str:
        return self.join([self.part(triples)])

    def part(self, triples: Iterable[Triple]) -> str:
        """Return triples without what a document begins and ends with; empty for none."""
        triples = list(triples)
        return self._split(self._serialize(triples))[1] if triples else ""

    def join(self, parts: Iterable[str]) -> str:
        return "".join(self.pieces(parts))

    def pieces(self, parts: Iterable[str]) -> Iterator[str]:
        """Yield a document of parts, piece by piece."""
        yield self._head
        between = ""
        for part in parts:
            if part:
                yield between
                yield part
                between = self.form.between
        yield self._foot

    def _serialize(self, triples: Sequence[Triple]) -> str:
        written = serialize(triples, format=self.form.rdf, prefixes=self._prefixes)
        assert written is not None
        return written.decode("utf-8")

    def _split(self, written: str) -> tuple[str, str, str]:
        """Return a document as what it begins with, its triples, and what it ends with."""
        if self.form.name == "jsonld":
            return "[", written[1:-1], "]"
        if self.form.name == "rdf":
            # The root element closes where its attributes end; a line of its own ends the document.
            begins = written.index(">", written.index("<rdf:RDF")) + 2
            ends = written.rindex("</rdf:RDF>")
            return written[:begins], written[begins:ends], written[ends:]
        begins = 0
        while written.startswith("@prefix ", begins):
            begins = written.index("\n", begins) + 1
        return written[:begins], written[begins:], ""


def read(document: bytes | str, form: Form) -> list[Triple]:
    """Return the triples of a document.

    Raises:
        SyntaxError: with the library's sentence about the first place that is wrong.
        ValueError: an address in it is none.
    """
    quads = parse(document, format=form.rdf)
    return [quad.triple for quad in quads]
