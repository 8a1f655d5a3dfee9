"""Rules R1 to R9 against their golden tables."""

import csv
import datetime as dt
import itertools
from pathlib import Path

import pytest

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.catalogue.domain import rules
from ckanext.scigov.catalogue.domain.grades import (
    ACCESS_RIGHTS,
    Grade,
    Level,
    OpenType,
    ShareType,
)

GOLDEN = Path(__file__).parents[1] / "golden"
LEVELS = [level.value for level in Level]
SHARES = [share.value for share in ShareType]
OPENS = [open_type.value for open_type in OpenType]
BOTH = ["true", "false"]


def rows(name):
    with (GOLDEN / f"rule_{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name):
    return pytest.mark.parametrize("row", rows(name), ids=lambda row: "-".join(row.values()))


def member(kind, code):
    return kind(code) if code else None


def date(text):
    return dt.date.fromisoformat(text) if text else None


LEGAL = ["", *(f"{g.level.value}/{g.share.value}/{g.open.value}" for g in ACCESS_RIGHTS)]


@pytest.mark.parametrize(
    ("name", "axes"),
    [
        ("item_level", [["", *LEVELS], LEVELS]),
        ("national_grade", [vocabularies.codes("data_grade"), ["", *LEVELS], BOTH]),
        ("personal_data", [BOTH, BOTH, ["", *OPENS]]),
        ("terms", [["", *SHARES], ["", *OPENS], ["given", "empty"]]),
        ("loosens", [LEGAL, LEGAL]),
        ("item_cycle", [["", *vocabularies.codes("update_cycle")], vocabularies.codes("update_cycle")]),
        ("publication", [BOTH, ["0", "1"], ["", "档案库房存放"]]),
        ("secrecy", [vocabularies.codes("secrecy_level")]),
    ],
)  # fmt: skip
def test_table_has_every_combination_once(name, axes):
    found = [tuple(row.values())[: len(axes)] for row in rows(name)]
    assert found == list(itertools.product(*axes))


def is_refused(refusals, reason, field):
    assert {(refusal.reason, refusal.field) for refusal in refusals} <= {(reason, field)}
    return "yes" if refusals else "no"


@table("item_level")
def test_r1_item_level(row):
    refusals = rules.item_level(member(Level, row["item"]), Level(row["resource"]))
    reason = rules.RuleReason.ITEM_LEVEL_ABOVE_RESOURCE
    assert is_refused(refusals, reason, "security_level") == row["refused"]


@table("national_grade")
def test_r2_national_grade(row):
    refusals = rules.national_grade(
        row["data_grade"],
        member(Level, row["level"]),
        needs_level_four=row["needs_level_four"] == "true",
    )
    reason = rules.RuleReason.GRADE_NEEDS_LEVEL_FOUR
    assert is_refused(refusals, reason, "security_level") == row["refused"]


@table("personal_data")
def test_r3_personal_data(row):
    refusals = rules.personal_data(
        personal=row["personal"] == "true",
        safeguarded=row["safeguarded"] == "true",
        open_type=member(OpenType, row["open_type"]),
    )
    reason = rules.RuleReason.PERSONAL_DATA_OPEN
    assert is_refused(refusals, reason, "open_type") == row["refused"]


TEXT_FIELDS = (
    "share_condition", "non_share_basis", "license_id",
    "open_condition", "open_method", "security_measure", "non_open_basis",
)  # fmt: skip


@table("terms")
def test_r4_terms(row):
    text = "说明" if row["texts"] == "given" else "  "
    texts = dict.fromkeys(TEXT_FIELDS, text)
    refusals = [
        *rules.sharing_terms(member(ShareType, row["share_type"]), texts),
        *rules.opening_terms(member(OpenType, row["open_type"]), texts),
    ]
    assert " ".join(refusal.field for refusal in refusals) == row["refused_fields"]
    assert {refusal.reason for refusal in refusals} <= rules.GAPS


def test_r4_absent_text_is_missing():
    assert rules.sharing_terms(ShareType.NONE, {})


def grade(text):
    if not text:
        return None
    level, share, open_type = text.split("/")
    return Grade(Level(level), ShareType(share), OpenType(open_type))


@table("loosens")
def test_r5_loosens(row):
    loosens = rules.loosens(grade(row["old"]), grade(row["new"]))
    assert loosens == (row["loosens"] == "yes")


@table("item_cycle")
def test_r6_item_cycle(row):
    refusals = rules.item_cycle(row["item"], row["dataset"])
    reason = rules.RuleReason.ITEM_FASTER_THAN_CYCLE
    assert is_refused(refusals, reason, "update_frequency") == row["refused"]


def test_r6_says_nothing_without_a_cycle():
    assert rules.item_cycle("daily", "") == ()


def test_r6_periods_are_those_of_the_vocabulary_in_its_order():
    codes = vocabularies.codes("update_cycle")
    assert codes[: len(rules.PERIODIC_CYCLES)] == rules.PERIODIC_CYCLES


@table("publication")
def test_r7_publication(row):
    refusals = rules.publication(
        publishes=row["publishes"] == "true",
        resources=int(row["resources"]),
        reason=row["reason"],
    )
    reason = rules.RuleReason.PUBLISHED_WITHOUT_RESOURCE
    assert is_refused(refusals, reason, "no_resource_reason") == row["refused"]


@table("retirement")
def test_r8_retirement(row):
    refusals = rules.retirement(date(row["deprecated_on"]), date(row["retired_on"]))
    assert (
        is_refused(refusals, rules.RuleReason.RETIREMENT_TOO_SOON, "retired_at") == row["refused"]
    )


def test_r8_notice_is_the_sites():
    days = (dt.date(2026, 1, 1), dt.date(2026, 1, 11))
    assert rules.retirement(*days, notice=dt.timedelta(days=10)) == ()
    (refusal,) = rules.retirement(*days, notice=dt.timedelta(days=11))
    assert refusal.values == {"days": 11}


@table("secrecy")
def test_r9_secrecy(row):
    refusals = rules.secrecy(row["secrecy_level"])
    assert is_refused(refusals, rules.RuleReason.SECRET, "secrecy_level") == row["refused"]


def test_r9_accepts_no_answer():
    assert rules.secrecy("") == ()


@pytest.mark.parametrize(
    ("start", "end", "refused"),
    [
        ("2020", "2021", "no"),
        ("2021", "2020", "yes"),
        ("2021-05", "2021", "no"),
        ("2021-05-02", "2021-05-01", "yes"),
        ("2021", "2021-03-01", "no"),
        ("", "2021", "no"),
        ("2021", "", "no"),
    ],
)
def test_period(start, end, refused):
    reason = rules.RuleReason.PERIOD_ENDS_BEFORE_START
    assert is_refused(rules.period(start, end), reason, "end") == refused
