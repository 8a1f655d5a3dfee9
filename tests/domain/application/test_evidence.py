"""What the files of an application are for, and who brings which."""

from __future__ import annotations

from ckanext.scigov.application.domain.evidence import BROUGHT, EvidenceKind


def test_the_paper_of_the_government_is_brought_by_no_applicant():
    assert [one.value for one in EvidenceKind] == [
        "sealed_letter", "evidence", "other", "outside_decision",
    ]  # fmt: skip
    assert [one.value for one in BROUGHT] == ["sealed_letter", "evidence", "other"]
