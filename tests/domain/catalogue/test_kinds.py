"""Sub-kinds belong to their kinds; records that are not electronic say where they are."""

from __future__ import annotations

import pytest

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.catalogue.domain import rules
from ckanext.scigov.catalogue.domain.rules import RuleReason
from ckanext.scigov.shared.errors import Refusal

KINDS = {"project": "management", "process": "management", "opinion": "interaction"}
ARCHIVED = {"archive_number": "2026-17", "storage_place": "档案库房"}


@pytest.mark.parametrize(
    ("kind", "subkind"),
    [("management", "project"), ("management", ""), ("", "opinion"), ("management", "unheard-of")],
)
def test_a_sub_kind_of_the_kind_none_or_one_that_is_no_code_is_no_matter_of_this_rule(
    kind, subkind
):
    assert rules.subkind(kind, subkind, KINDS) == ()


def test_a_sub_kind_of_another_kind_is_refused_with_those_that_fit():
    (refusal,) = rules.subkind("management", "opinion", KINDS)
    values = {"subkind": "opinion", "kind": "management", "allowed": "project,process"}
    assert refusal == Refusal(RuleReason.SUBKIND_OF_OTHER_KIND, "data_subkind", values)


def test_the_four_kinds_have_the_sub_kinds_of_the_paper():
    found: dict[str, list[str]] = {}
    for one in vocabularies.values("data_subkind"):
        found.setdefault(one["kind"], []).append(one["value"])
    assert found == {
        "management": ["project", "person", "institution", "output", "process"],
        "scientific": ["raw", "derived"],
        "interaction": ["statistics", "opinion", "consultation", "complaint"],
        "public_distributed": ["procurement", "cooperation"],
    }
    assert tuple(found) == vocabularies.codes("data_kind")


def test_what_is_derived_from_a_sub_kind_or_a_form_is_a_code():
    periods = vocabularies.codes("retention_period")
    for one in vocabularies.values("data_subkind"):
        assert one.get("default_retention", "y5") in periods
    for one in vocabularies.values("data_form"):
        assert one.get("structure", "structured") in vocabularies.codes("data_structure")
        assert one.get("medium", "table") in vocabularies.codes("data_medium")


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        (ARCHIVED, []),
        ({**ARCHIVED, "archive_number": " "}, ["archive_number"]),
        ({}, ["archive_number", "storage_place"]),
    ],
)
def test_r10_what_is_not_electronic_has_a_file_number_and_a_place(texts, missing):
    refusals = rules.archive(non_electronic=True, texts=texts)
    assert [refusal.field for refusal in refusals] == missing
    assert {refusal.reason for refusal in refusals} <= rules.GAPS
    assert rules.archive(non_electronic=False, texts=texts) == ()
    assert rules.is_archived({**texts, "non_electronic": "true"}) == (not missing)
    assert not rules.is_archived(texts)


def test_r7_records_that_are_not_electronic_need_nothing_attached():
    assert rules.publication(publishes=True, resources=0, reason="", archived=True) == ()
