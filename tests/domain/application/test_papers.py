"""Which paper exists, who is offered it after what, and what it needs."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from papers import sample

from ckanext.scigov.application.domain.paper_values import Outcome
from ckanext.scigov.application.domain.papers import (
    EXISTING,
    OFFERED,
    REPLIES,
    REQUIRED,
    Fact,
    Paper,
    Procedure,
    Reader,
    lacking,
    offered,
    outcome_of,
)

# paper | procedures in which it exists | after what: applicant, provider, third party, authority
TABLE = """
application    at_once share open | drafted          submitted        -         submitted
receipt        share open         | accepted         accepted         -         accepted
supplement     share open         | returned         returned         -         returned
extension      share open         | extended         extended         -         extended
consultation   share open         | -                consulted        consulted consulted
reply_approved at_once share open | approved         approved         -         approved
reply_in_part  share open         | approved_in_part approved_in_part -         approved_in_part
reply_refused  share open         | refused          refused          -         refused
undertaking    at_once share open | drafted          submitted        -         submitted
revocation     at_once share open | revoked          revoked          -         revoked
appeal_reply   at_once share open | appeal_decided   appeal_decided   -         appeal_decided
"""
PROCEDURES = {
    "at_once": Procedure.SHARE_AT_ONCE,
    "share": Procedure.SHARE,
    "open": Procedure.OPEN,
}
READERS = (Reader.APPLICANT, Reader.PROVIDER, Reader.THIRD_PARTY, Reader.AUTHORITY)


def row(line):
    left, right = line.split("|")
    name, *procedures = left.split()
    return Paper(name), {PROCEDURES[one] for one in procedures}, right.split()


ROWS = [row(line) for line in TABLE.strip().splitlines()]


def test_every_paper_is_in_the_table_once():
    assert [paper for paper, _, _ in ROWS] == list(Paper)


@pytest.mark.parametrize(("paper", "procedures", "facts"), ROWS, ids=[one[0].value for one in ROWS])
def test_a_paper_is_offered_by_the_table(paper, procedures, facts):
    assert {one for one in Procedure if paper in EXISTING[one]} == procedures
    wanted = {
        reader: Fact(name) for reader, name in zip(READERS, facts, strict=True) if name != "-"
    }
    assert dict(OFFERED[paper]) == wanted


@pytest.mark.parametrize("procedure", Procedure)
@pytest.mark.parametrize("reader", Reader)
@pytest.mark.parametrize("fact", Fact)
def test_one_fact_offers_what_hangs_on_it(procedure, reader, fact):
    found = offered(procedure, {fact}, reader)
    assert found == tuple(
        paper
        for paper, procedures, facts in ROWS
        if procedure in procedures and facts[READERS.index(reader)] == fact.value
    )


def test_what_has_happened_adds_up():
    facts = {Fact.DRAFTED, Fact.SUBMITTED, Fact.ACCEPTED, Fact.EXTENDED, Fact.REFUSED}
    assert offered(Procedure.SHARE, facts, Reader.APPLICANT) == (
        Paper.APPLICATION, Paper.RECEIPT, Paper.EXTENSION, Paper.REPLY_REFUSED, Paper.UNDERTAKING,
    )  # fmt: skip
    assert offered(Procedure.SHARE, facts, Reader.THIRD_PARTY) == ()


def test_a_paper_lacks_what_it_must_say():
    assert lacking(Paper.REPLY_REFUSED, sample.ALL_REFUSED) == ()
    bare = replace(sample.ALL_REFUSED, number="", remedies=())
    assert lacking(Paper.REPLY_REFUSED, bare) == ("number", "remedies")
    assert lacking(Paper.SUPPLEMENT, sample.FILED) == ("supplement",)
    assert lacking(Paper.APPLICATION, bare) == ()


def test_every_required_value_is_one():
    assert set(REQUIRED) == set(Paper)
    for names in REQUIRED.values():
        assert all(hasattr(sample.FILED, name) for name in names)


@pytest.mark.parametrize(
    ("outcomes", "whole"),
    [
        ([Outcome.APPROVED, Outcome.APPROVED], Outcome.APPROVED),
        ([Outcome.REFUSED], Outcome.REFUSED),
        ([Outcome.APPROVED, Outcome.REFUSED], Outcome.APPROVED_IN_PART),
        ([Outcome.APPROVED_IN_PART, Outcome.APPROVED], Outcome.APPROVED_IN_PART),
    ],
)
def test_parts_decided_differently_come_to_one_outcome(outcomes, whole):
    assert outcome_of(outcomes) is whole
    assert REPLIES[whole].value.startswith("reply_")


def test_nothing_decided_has_no_outcome():
    with pytest.raises(ValueError, match="nothing was decided"):
        outcome_of([])


def test_values_are_plain_and_frozen():
    assert sample.FILED.issued_on == dt.date(2026, 10, 15)
    with pytest.raises(AttributeError):
        sample.FILED.number = "x"  # type: ignore[misc]
