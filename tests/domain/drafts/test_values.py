"""What of a form is kept, and what of an earlier entry a new one begins with."""

from __future__ import annotations

from ckanext.scigov.drafts.domain import values

NAMES = {"title", "notes", "theme", "contact", "temporal_coverage", "source_id"}


def test_fields_of_the_schema_are_kept_and_nothing_else():
    sent = {
        "title": "企业名录", "notes": "", "theme": ["TECH", "EDUC"], "contact-0-email": "a@example.org",
        "save": "go", "_csrf_token": "x", "password": "x", "other-0-x": "y", "contact": None,
    }  # fmt: skip
    assert values.kept(sent, NAMES) == {
        "title": "企业名录",
        "notes": "",
        "theme": ["TECH", "EDUC"],
        "contact-0-email": "a@example.org",
    }


def test_a_list_of_one_is_a_text():
    assert values.kept({"theme": ["TECH"]}, NAMES) == {"theme": "TECH"}


def test_there_are_limits():
    sent = {f"contact-{n}-name": "x" for n in range(900)} | {"title": "长" * 30_000}
    found = values.kept(dict(reversed(sent.items())), NAMES)
    assert (len(found), len(found["title"])) == (500, 20_000)
    assert len(values.kept({"theme": ["T"] * 900}, NAMES)["theme"]) == 200


def test_a_copy_takes_over_what_is_not_the_entrys_own():
    entry = {
        "id": "1", "title": "企业名录", "notes": "", "theme": ["TECH"], "temporal_coverage": [{}],
        "source_id": "x-1", "state": "active",
    }  # fmt: skip
    assert values.copied(entry, NAMES) == {"title": "企业名录", "theme": ["TECH"]}


def test_what_a_draft_is_called():
    assert values.title_of({"title": " 企业名录 "}) == "企业名录"
    assert values.title_of({}) == values.title_of({"title": ["a", "b"]}) == ""


def test_a_dictionary_may_be_longer_than_other_texts():
    sent = {"data_items": "x" * 30_000, "title": "x" * 30_000}
    found = values.kept(sent, {"data_items", "title"})
    assert {name: len(text) for name, text in found.items()} == {
        "data_items": 30_000,
        "title": 20_000,
    }
    assert [values.is_of_file(one) for one in ("data_items-0-title", "pasted_items", "title")] == [
        True,
        True,
        False,
    ]
