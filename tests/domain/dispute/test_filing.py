"""What is missing before a report can be filed."""

from __future__ import annotations

import dataclasses

import pytest

from ckanext.scigov.dispute.domain import filing
from ckanext.scigov.dispute.domain.filing import FilingReason, Problem, Report
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.proposal import Change, Proposal, ProposalReason
from ckanext.scigov.dispute.domain.target import Target, TargetKind

CELL = Target(TargetKind.CELL, "d", "r", "金额", key=(("a", "1"),))
SIGNED = Report(
    "inaccurate", "合同上的金额是十二万元", Proposal(Change.SET, "12"),
    ("https://www.example.org/contract?id=1",), ("other",), is_signed=True,
)  # fmt: skip
UNSIGNED = dataclasses.replace(SIGNED, is_signed=False, email="visitor@example.org")


@pytest.mark.parametrize("report", [SIGNED, UNSIGNED])
def test_nothing_is_wrong_with_a_whole_report(report: Report) -> None:
    assert filing.problems(report, CELL, "10") == ()
    assert filing.kind_of(report) is Kind.INACCURATE


def test_explanation_alone_is_enough() -> None:
    assert filing.problems(Report("other", SIGNED.explanation, is_signed=True), CELL) == ()


LINK = "https://example.org/"
WRONG: dict[str, tuple[dict[str, object], Problem]] = {
    "no kind": ({"kind": ""}, Problem("kind", FilingReason.MISSING)),
    "another kind": ({"kind": "ugly"}, Problem("kind", FilingReason.UNKNOWN)),
    "the same value": (
        {"proposal": Proposal(Change.SET, "10")}, Problem("proposal", ProposalReason.SAME)),
    "no explanation": ({"explanation": " "}, Problem("explanation", FilingReason.MISSING)),
    "a word": ({"explanation": "错了"}, Problem("explanation", FilingReason.TOO_SHORT)),
    "a book": ({"explanation": "错" * 4001}, Problem("explanation", FilingReason.TOO_LONG)),
    "many links": ({"links": (LINK,) * 6}, Problem("links", FilingReason.TOO_MANY)),
    "many datasets": (
        {"dataset_ids": tuple("abcefg")}, Problem("datasets", FilingReason.TOO_MANY)),
    "itself": ({"dataset_ids": ("d",)}, Problem("datasets", FilingReason.OWN_DATASET, "d")),
    "no address": ({"email": ""}, Problem("email", FilingReason.MISSING)),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str) -> None:
    changes, problem = WRONG[name]
    report = dataclasses.replace(UNSIGNED, **changes)  # type: ignore[arg-type]
    assert filing.problems(report, CELL, "10") == (problem,)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)", "ftp://example.org/a", "https://", "example.org", "https://[::1",
        "https://a b.org", "https://somebody@example.org", "https://example.org/\n",
        "https://example.org/" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_link_is_named(link: str) -> None:
    report = dataclasses.replace(SIGNED, links=(link,))
    assert filing.problems(report, CELL) == (Problem("links", FilingReason.NO_LINK, link),)


@pytest.mark.parametrize(
    "email",
    [
        "visitor",
        "a@b",
        "a@b@c.org",
        "a b@c.org",
        "a@c.org, b@c.org",
        "a@c.org.",
        "a@" + "c" * 252 + ".org",
    ],
)
def test_what_is_no_address_is_said(email: str) -> None:
    report = dataclasses.replace(UNSIGNED, email=email)
    assert filing.problems(report, CELL) == (Problem("email", FilingReason.NO_ADDRESS),)


def test_whoever_is_signed_in_needs_no_address() -> None:
    assert filing.problems(dataclasses.replace(SIGNED, email="visitor"), CELL) == ()
