"""Who has to accept terms before data are given to him."""

from __future__ import annotations

from ckanext.scigov.access.domain.obligations import NONE, Obligations
from ckanext.scigov.access.domain.terms import VERSION, TermsReason, must_accept


def test_terms_are_for_those_who_must_not_pass_data_on() -> None:
    assert must_accept(Obligations(no_onward_transfer=True)) is True
    assert must_accept(NONE) is False
    assert must_accept(Obligations(watermark=True, query_only=True, most_rows=5)) is False


def test_names() -> None:
    assert (VERSION, [reason.value for reason in TermsReason]) == ("1", ["not_confirmed"])
