"""Advice to who edits an entry: each rule once, with the field of the form that it is about."""

from __future__ import annotations

import dataclasses

import pytest
from described import D1, PORTAL
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.catalogue import reference
from ckanext.scigov.dcat.domain import advising
from ckanext.scigov.dcat.domain.advising import Advice
from ckanext.scigov.dcat.domain.checking import Finding, Severity
from ckanext.scigov.dcat.domain.names import DCAT, DCT

R1 = f"{D1}/resource/r1"
MISSING = Finding(
    Severity.WARNING, R1, DCT["license"].value, "", "建议提供许可。", "A licence is recommended."
)


def test_a_rule_is_told_once() -> None:
    other = dataclasses.replace(MISSING, focus=f"{D1}/resource/r2")
    theme = Finding(Severity.ERROR, D1, DCAT["theme"].value, "", "须", "must")
    assert advising.advise([theme, MISSING, other], PORTAL) == (
        Advice("error", "theme", "须", "must", 1),
        Advice("warning", "license_id", "建议提供许可。", "A licence is recommended.", 2),
    )
    assert advising.advise([], PORTAL) == ()


@pytest.mark.parametrize(
    ("focus", "path", "field"),
    [
        (D1, DCT["description"].value, "notes"), (R1, DCT["description"].value, "description"),
        (D1, PORTAL.st["securityLevel"].value, "security_level"), (R1, PORTAL.st["rowCount"].value, "row_count"),
        (D1, PORTAL.st["rowCount"].value, ""), (D1, "", ""), (D1, "https://other.example/p", ""),
    ],
)  # fmt: skip
def test_the_field_is_that_of_the_form(focus: str, path: str, field: str) -> None:
    assert advising.field_of(dataclasses.replace(MISSING, focus=focus, path=path), PORTAL) == field


def test_every_field_is_in_the_form() -> None:
    schema = reference.load("dataset.yaml")
    for known, part in (
        (advising.OF_DATASET, "dataset_fields"),
        (advising.OF_RESOURCE, "resource_fields"),
    ):
        there = {one["field_name"] for one in schema[part]} | {"resources", "license_id"}
        assert set(known.values()) <= there


@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_a_shape_says_there_is_an_answer(focus: str, path: str) -> None:
    assert isinstance(
        advising.field_of(dataclasses.replace(MISSING, focus=focus, path=path), PORTAL), str
    )
