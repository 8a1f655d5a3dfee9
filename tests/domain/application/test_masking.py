"""What is left of a person's data for whom it does not concern."""

from __future__ import annotations

from ckanext.scigov.application.domain import masking


def test_a_number_is_told_by_its_ends() -> None:
    found = [masking.phone(one) for one in ("13912345678", "12345", "")]
    assert found == ["139****78", "****", ""]


def test_an_address_is_told_by_its_first_letter_and_its_host() -> None:
    found = [masking.email(one) for one in ("clerk@example.org", "@x", "")]
    assert found == ["c****@example.org", "****@x", ""]


def test_a_name_is_told_by_its_first_character() -> None:
    assert [masking.person(one) for one in ("张某某", "")] == ["张**", ""]
