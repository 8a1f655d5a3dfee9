"""What an entry says comes back from each form as it was said, whatever its texts hold."""

from __future__ import annotations

from typing import Any

import pytest
from described import COMPLETE, CONCEPTS, D1, LISTS, PORTAL, described
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ckanext.scigov.dcat.domain import fields
from ckanext.scigov.dcat.domain.fields import Field, Kind
from ckanext.scigov.dcat.domain.reading import Document, entry
from ckanext.scigov.dcat.domain.writing import FORMS, Writer, read

WRITERS = {name: Writer(form, PORTAL.prefixes()) for name, form in FORMS.items()}
NASTY = st.sampled_from([
    '"', "'", "\\", '"""', "a\nb", "a\r\nb", "a\rb\tc", "\x85\u2028\x7f", "a\x00b\x1fc\x0b", "\ufffe\uffff", "\ud800甲",
    "😀👩\u200d🔬", "𠮷𪚥", "\u202eabc", "&amp;<&>", "]]>", "</rdf:RDF>", "<!--", "<?xml?>", "@prefix a: <b> .\n", "@zh", "^^",
    "{}[],", " 前后 ", "e\u0301", "true", "007", "https://a.example/ ?q=<>", "st:open-none", "\ufeff甲",
])  # fmt: skip
TEXTS = st.one_of(NASTY, st.text(max_size=12), st.tuples(NASTY, NASTY).map("".join))
DAYS = st.sampled_from(["2024-02-29", "2024-01-02T03:04:05Z", "2024-01-02T03:04:05.123456+08:00"])


def kept(text: str) -> str:
    """What XML can hold of a text, which is what every form holds."""
    fit = (one for one in text if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff"))
    return "".join(one for one in fit if not "\ud800" <= one <= "\udfff").strip()


def values_of(field: Field) -> st.SearchStrategy[Any]:
    several = st.lists(TEXTS.filter(kept), max_size=3, unique_by=kept)
    codes = st.sampled_from([one["value"] for one in LISTS.get(field.vocabulary, [{"value": ""}])])
    return {
        Kind.LIST: several, Kind.DAY: DAYS, Kind.FLAG: st.sampled_from([True, False, "true", "False"]),
        Kind.COUNT: st.integers(0, 10**12), Kind.CONCEPT: codes,
        Kind.CONCEPTS: st.lists(codes, unique=True, max_size=3),
    }.get(field.kind, TEXTS)  # fmt: skip


def filled(table: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={one.name: values_of(one) for one in table})


def expected(table: tuple[Field, ...], said: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in table:
        value = said.get(field.name, "")
        if field.kind in (Kind.LIST, Kind.CONCEPTS):
            found[field.name] = sorted(kept(one) for one in value or ())
        else:
            found[field.name] = str(value).lower() if field.kind is Kind.FLAG else kept(str(value))
    return {name: value for name, value in found.items() if value}


def again(said: dict[str, Any], form: str) -> dict[str, Any]:
    document = WRITERS[form].document(described(said).triples)
    return entry(Document(read(document, FORMS[form])), D1, CONCEPTS)


def only(table: tuple[Field, ...], found: dict[str, Any]) -> dict[str, Any]:
    names = {one.name for one in table}
    return {name: value for name, value in found.items() if name in names}


bounded = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("form", FORMS)
@bounded
@given(said=filled(fields.DATASET))
def test_fields_of_an_entry_come_back(form: str, said: dict[str, Any]) -> None:
    assert only(fields.DATASET, again(said, form)) == expected(fields.DATASET, said)


@pytest.mark.parametrize("form", FORMS)
@bounded
@given(said=filled(fields.RESOURCE), items=st.lists(filled(fields.ITEM), max_size=3))
def test_fields_of_resources_and_items_come_back(
    form: str, said: dict[str, Any], items: list[dict[str, Any]]
) -> None:
    # An item of which nothing is said still counts its place: the columns keep their order.
    named = [{**item, "title": f"列{position}"} for position, item in enumerate(items)]
    (found,) = again({"resources": [{**said, "id": "r1", "data_items": named}]}, form)["resources"]
    assert only(fields.RESOURCE, found) == expected(fields.RESOURCE, said)
    columns = found.get("data_items", [])
    assert [one["title"] for one in columns] == [one["title"] for one in named]
    wanted = [expected(fields.ITEM, item) for item in items]
    assert [only(fields.ITEM, one) for one in columns] == wanted


WORDS = (
    "title", "notes", "version", "version_notes", "citation", "authoritative_source", "resource_code", "cstr", "doi",
    "registration_no",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@bounded
@given(
    said=st.fixed_dictionaries({}, optional=dict.fromkeys(WORDS, TEXTS)),
    tags=st.lists(TEXTS.filter(kept), max_size=3, unique_by=kept),
    name=TEXTS.filter(kept),
)
@example(said=dict.fromkeys(WORDS, '</rdf:RDF>]]>"\n'), tags=["，"], name="@prefix a: <b> .\n")
def test_words_come_back(form: str, said: dict[str, str], tags: list[str], name: str) -> None:
    more = {"tags": [{"name": one} for one in tags], "contact": [{"name": name}]}
    found = again({**said, **more}, form)
    wanted = {field: kept(text) for field, text in said.items() if kept(text)}
    assert {field: found[field] for field in WORDS if field in found} == wanted
    assert [one["name"] for one in found.get("tags", [])] == sorted(kept(one) for one in tags)
    assert found["contact"] == [{"name": kept(name)}]


def only_times(resource: dict[str, Any]) -> dict[str, Any]:
    names = ("created", "last_modified", "metadata_modified")
    return {name: resource[name] for name in names if name in resource}


@pytest.mark.parametrize("form", FORMS)
def test_complete_entry_is_described_alike_after_it_was_read(form: str) -> None:
    found = again(COMPLETE, form)
    # Neither who publishes nor when it was saved belongs to what is read, nor whose notes it carries.
    not_read = ("id", "organization", "metadata_created", "metadata_modified", "notes_in_doubt")
    more = {name: COMPLETE[name] for name in not_read}
    pairs = zip(COMPLETE["resources"], found["resources"], strict=True)
    resources = [{**only_times(before), **after} for before, after in pairs]
    swapped = {"spatial_coverage": COMPLETE["spatial_coverage"]}
    # Places have no order in triples: theirs is put back, for their nodes are counted.
    assert found["spatial_coverage"][::-1] == swapped["spatial_coverage"]
    second = described({**found, **more, **swapped, "resources": resources})
    assert set(second.triples) == set(described(COMPLETE).triples)
    assert second.terms == described(COMPLETE).terms
