"""Who has to accept terms before data are given to him."""

from __future__ import annotations

from ckanext.scigov.access.domain.obligations import NONE, Obligations
from ckanext.scigov.access.domain.terms import VERSION, VERSIONS, TermsReason, version_for


def test_which_grants_have_terms() -> None:
    assert version_for(NONE, asks=True) == "2"
    assert version_for(NONE, asks=False) == ""
    assert version_for(Obligations(no_onward_transfer=True), asks=False) == "2"
    others = Obligations(watermark=True, query_only=True, most_rows=5)
    assert version_for(others, asks=False) == ""


def test_names() -> None:
    assert (VERSION, VERSIONS) == ("2", ("1", "2"))
    assert [reason.value for reason in TermsReason] == [
        "not_confirmed", "other_version", "not_holder",
    ]  # fmt: skip
