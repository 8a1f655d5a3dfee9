"""What our feed and ckanext-dcat's own profile both say of the same entries, made comparable.

Both name datasets, distributions and publishers alike, so what they say can be compared triple by triple. Where they
write the same value in another form, both are brought into one; ``FORMS`` lists all of these. What only one of
them can say stands in ``MORE``. A property that ckanext-dcat writes and that is in neither list is told as a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from ckanext.scigov.dcat.domain.names import (
    ADMS,
    DCAT,
    DCT,
    FOAF,
    HYDRA,
    SKOS,
    TYPE,
    VCARD,
)  # fmt: skip

BASE = "http://no.address/"
"""ckanext-dcat writes codes of themes as addresses; a document can be read only against some base."""
Said = tuple[str, str, str]
Form = Callable[[str], str]


def _same(value: str) -> str:
    return value.strip()


def _last(value: str) -> str:
    return value.rstrip("/").rpartition("/")[2]


def _moment(value: str) -> str:
    return value.removesuffix("Z")


FORMS: Mapping[NamedNode, tuple[Form, str]] = {
    DCT["title"]: (_same, "ours says which language it is"),
    DCT["description"]: (_same, "ours says which language it is"),
    DCAT["keyword"]: (_same, "ours says which language it is"),
    DCT["identifier"]: (_last, "ours is the dataset's address, theirs the id that it ends with"),
    DCT["issued"]: (_moment, "ours says that a moment is in UTC"),
    DCT["modified"]: (_moment, "ours says that a moment is in UTC"),
    DCT["format"]: (_last, "ours is the term of the European list, theirs its label"),
    DCAT["theme"]: (_last, "ours is the term of the European list, theirs its code as an address"),
    DCT["publisher"]: (_same, ""), FOAF["name"]: (_same, ""),
    DCAT["distribution"]: (_same, ""), DCAT["version"]: (_same, ""), ADMS["versionNotes"]: (_same, ""),
    DCAT["byteSize"]: (_same, ""), DCAT["startDate"]: (_same, ""), DCAT["endDate"]: (_same, ""),
    SKOS["prefLabel"]: (_same, "ours says which language it is"),
    VCARD["fn"]: (_same, ""), VCARD["hasEmail"]: (_same, ""),
}  # fmt: skip
"""Property → the form that both are compared in, and in what they differ before."""

MORE: Mapping[NamedNode, str] = {
    TYPE: "ours names further classes; theirs are all among them",
    DCAT[
        "mediaType"
    ]: "ours follows from the format where none is stated; theirs are all among them",
}
"""Properties of which ours has all that theirs has, and more."""
PLACES = (DCAT["accessURL"], DCAT["downloadURL"])
"""Theirs is one address, the link; ours are the page, the gateway, and the link where everybody may know it."""
PARTS = (DCAT["contactPoint"], DCT["temporal"], DCT["spatial"])
"""Theirs have no names, ours have: what is said of them is compared as if it were said of the dataset."""


def read(document: str, base: str = BASE) -> set[Triple]:
    return {one.triple for one in parse(document.encode(), format=RdfFormat.TURTLE, base_iri=base)}


def differences(ours: Iterable[Triple], theirs: Iterable[Triple], root: str) -> list[str]:
    """Return in what both differ beyond what is listed above; ``root`` is the site's address."""
    ours, theirs = list(ours), list(theirs)
    here, there = _said(ours, root), _said(theirs, root)
    found = [f"only ours: {one}" for one in sorted(here - there)]
    if _objects(ours, DCAT["dataset"]) != _objects(theirs, DCAT["dataset"]):
        found.append("the datasets of the catalogue")
    found += [f"only theirs: {one}" for one in sorted(there - here)]
    found += [f"only theirs: {one}" for one in sorted(_more(theirs) - _more(ours))]
    found += [f"another place: {one}" for one in sorted(_links(theirs) - _known_links(ours))]
    return found + _unknown(theirs, root)


def _said(triples: Sequence[Triple], root: str) -> set[Said]:
    """Return what is said of datasets, their parts, distributions and publishers, in forms that compare."""
    parts = {_name(one.object): _name(one.subject) for one in triples if one.predicate in PARTS}
    datasets = _objects(triples, DCAT["dataset"])
    beside = _objects(triples, DCAT["distribution"]) | _objects(triples, DCT["publisher"])
    found: set[Said] = set()
    for one in triples:
        subject, form = _name(one.subject).rstrip("/"), FORMS.get(one.predicate)
        # Ours names distributions and codes of providers as well, and who publishes the catalogue.
        is_more = subject in beside and one.predicate == DCT["identifier"]
        if form is None or is_more or subject == f"{root}#publisher":
            continue
        if subject in datasets or subject in parts or subject in beside:
            owner = parts.get(subject, subject)
            found.add((owner, one.predicate.value, form[0](_name(one.object))))
    return found


def _objects(triples: Iterable[Triple], predicate: NamedNode) -> set[str]:
    return {_name(one.object) for one in triples if one.predicate == predicate}


def _more(triples: Iterable[Triple]) -> set[Said]:
    """Return classes and media types of what has a name."""
    return {
        (one.subject.value, one.predicate.value, _name(one.object).rpartition("media-types/")[2])
        for one in triples
        if one.predicate in MORE and isinstance(one.subject, NamedNode)
    }


def _links(triples: Iterable[Triple]) -> set[tuple[str, str]]:
    return {(_name(one.subject), _name(one.object)) for one in triples if one.predicate in PLACES}


def _known_links(triples: Sequence[Triple]) -> set[tuple[str, str]]:
    """Return where ours says that each distribution lies, and the gateway, which leads there."""
    found = {
        (_name(one.subject), _name(one.object))
        for one in triples
        if one.predicate.value.endswith("/def/stgov#location")
    }
    return found | {(one, f"{one}/access") for one in _objects(triples, DCAT["distribution"])}


def _unknown(theirs: Iterable[Triple], root: str) -> list[str]:
    """Return the properties that ckanext-dcat writes and that are compared in no way."""
    listed = {*FORMS, *MORE, *PLACES, *PARTS}
    return sorted({
        f"not compared: {one.predicate.value}" for one in theirs
        if one.predicate not in listed and _name(one.subject).rstrip("/") != root
        and not one.predicate.value.startswith(HYDRA.base)
    })  # fmt: skip


def _name(node: object) -> str:
    # An address that is a code stands against the base it was read with.
    value = str(getattr(node, "value", node))
    return value if isinstance(node, Literal) else value.removeprefix(BASE)
