"""The words of a kind of notice, and what they are filled with."""

from __future__ import annotations

import pytest

from ckanext.scigov.notices.domain.params import Code, Title
from ckanext.scigov.notices.domain.words import N_, Told, Words, check, faults, tell

WORDS = Words(
    N_("Decided: %(title)s"),
    N_("%(state)s, for %(days)s days, 100%%."),
    {"approved": N_("Approved"), "refused": N_("Refused")},
)
CHINESE = {
    "Decided: %(title)s": "已决定：%(title)s",
    "%(state)s, for %(days)s days, 100%%.": "%(state)s，%(days)s 天，100%%。",
    "Approved": "同意",
}
GIVEN = {"title": Title("立项清单"), "state": Code("approved"), "days": 30}


def test_places_are_those_of_both_texts():
    assert WORDS.places == {"title", "state", "days"}


def test_a_notice_is_told_in_a_language():
    kept = {"title": {"title": "50%的清单"}, "state": {"code": "approved"}, "days": 30}
    assert tell(WORDS, kept, lambda text: CHINESE.get(text, text)) == Told(
        "已决定：50%的清单", "同意，30 天，100%。"
    )
    assert tell(WORDS, kept, str) == Told("Decided: 50%的清单", "Approved, for 30 days, 100%.")


def test_what_fits_is_let_through():
    check(WORDS, GIVEN)
    assert faults(WORDS) == []


@pytest.mark.parametrize("given", [{}, {"title": Title("x")}, {**GIVEN, "secret": 1}])
def test_places_and_parameters_are_the_same(given):
    with pytest.raises(ValueError, match=r"have the places \['days', 'state', 'title'\]"):
        check(WORDS, given)


def test_a_code_without_a_word_is_refused():
    with pytest.raises(ValueError, match=r"no word for the codes \['lost'\]"):
        check(WORDS, {**GIVEN, "state": Code("lost")})


@pytest.mark.parametrize("text", ["100% sure", "%s", "%(days)d", "ends in %"])
def test_a_sign_that_is_no_named_place_is_a_fault(text):
    assert faults(Words(text, "x")) == [f"'{text}' has a % that is no named place."]


def test_an_empty_text_is_a_fault():
    assert faults(Words("x", "")) == ["A text is empty."]
