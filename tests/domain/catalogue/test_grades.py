"""The matrix of grades, against tables a steward can read (tests/domain/golden)."""

import csv
import itertools
from pathlib import Path

import pytest

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.catalogue.domain import grades
from ckanext.scigov.catalogue.domain.grades import (
    Grade,
    GradeReason,
    Level,
    OpenType,
    PartialGrade,
    ShareType,
)

GOLDEN = Path(__file__).parents[1] / "golden"


def rows(name):
    with (GOLDEN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MATRIX = rows("grade_matrix")
UNCLASSIFIED = rows("grade_unclassified")


def test_matrix_has_every_combination_once():
    found = [(row["level"], row["share_type"], row["open_type"]) for row in MATRIX]
    expected = itertools.product(
        *([item.value for item in kind] for kind in (Level, ShareType, OpenType))
    )
    assert found == list(expected)
    assert len(found) == 36
    assert sum(row["legal"] == "yes" for row in MATRIX) == 6


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: "-".join(list(row.values())[:3]))
def test_grade_is_judged_as_the_table_says(row):
    grade = Grade(Level(row["level"]), ShareType(row["share_type"]), OpenType(row["open_type"]))
    refusals = grades.judge(grade.level, grade.share, grade.open)
    assert " ".join(refusal.field for refusal in refusals) == row["refused_fields"]
    assert grades.is_legal(grade) == (row["legal"] == "yes") == (not refusals)
    assert grade.sensitivity.value == row["sensitivity"]
    if row["legal"] == "yes":
        assert grade.access_rights.value == row["access_rights"]


def test_unclassified_table_has_every_combination_once():
    found = [(row["share_type"], row["open_type"]) for row in UNCLASSIFIED]
    choices = ["", *(share.value for share in ShareType)]
    assert found == list(itertools.product(choices, choices))


@pytest.mark.parametrize("row", UNCLASSIFIED, ids=lambda row: "-".join(row.values()))
def test_unclassified_has_neither_share_nor_open_type(row):
    share = ShareType(row["share_type"]) if row["share_type"] else None
    open_type = OpenType(row["open_type"]) if row["open_type"] else None
    refusals = grades.judge(None, share, open_type)
    assert " ".join(refusal.field for refusal in refusals) == row["refused_fields"]
    assert {refusal.reason for refusal in refusals} <= {GradeReason.UNCLASSIFIED_WITH_TYPE}


def test_level_without_types_asks_for_both():
    refusals = grades.judge(Level.TWO, None, None)
    assert [(refusal.reason, refusal.field) for refusal in refusals] == [
        (GradeReason.SHARE_MISSING, "share_type"),
        (GradeReason.OPEN_MISSING, "open_type"),
    ]


def test_refusal_names_what_the_level_allows():
    (refusal,) = grades.judge(Level.THREE, ShareType.CONDITIONAL, OpenType.UNCONDITIONAL)
    assert refusal.reason is GradeReason.OPEN_NOT_ALLOWED
    assert refusal.values == {"level": "3", "allowed": "conditional,none"}


TWO_OPEN = Grade(Level.TWO, ShareType.UNCONDITIONAL, OpenType.CONDITIONAL)


@pytest.mark.parametrize(
    ("own", "refused"),
    [
        (PartialGrade(), []),
        (PartialGrade(open=OpenType.NONE), []),
        (PartialGrade(Level.THREE, ShareType.CONDITIONAL), []),
        (PartialGrade(Level.FOUR, ShareType.NONE, OpenType.NONE), []),
        # Stricter in one field alone may be no legal combination.
        (PartialGrade(Level.THREE), [("share_not_allowed", "share_type")]),
        (PartialGrade(Level.ONE, None, OpenType.UNCONDITIONAL), [
            ("looser_than_parent", "security_level"), ("looser_than_parent", "open_type")]),
        (PartialGrade(open=OpenType.UNCONDITIONAL), [
            ("open_not_allowed", "open_type"), ("looser_than_parent", "open_type")]),
    ],
)  # fmt: skip
def test_part_inherits_and_may_only_be_stricter(own, refused):
    refusals = grades.judge_part(own, TWO_OPEN)
    assert [(refusal.reason.value, refusal.field) for refusal in refusals] == refused


def test_part_without_any_value_is_empty():
    assert PartialGrade().is_empty
    assert not PartialGrade(open=OpenType.NONE).is_empty


def test_strictest_takes_the_stricter_value_of_each_field():
    stale = Grade(Level.ONE, ShareType.UNCONDITIONAL, OpenType.NONE)
    assert grades.strictest(stale, TWO_OPEN) == Grade(
        Level.TWO, ShareType.UNCONDITIONAL, OpenType.NONE
    )


@pytest.mark.parametrize(
    ("vocabulary", "codes"),
    [
        ("security_level", [*(level.value for level in Level), grades.UNCLASSIFIED]),
        ("share_type", [share.value for share in ShareType]),
        ("open_type", [open_type.value for open_type in OpenType]),
    ],
)
def test_vocabulary_has_the_codes_of_the_matrix(vocabulary, codes):
    assert list(vocabularies.codes(vocabulary)) == codes
