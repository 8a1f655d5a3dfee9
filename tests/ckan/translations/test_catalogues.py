"""The committed catalogues are fresh, complete and keep every placeholder."""

from __future__ import annotations

import polib
import pytest

from ckanext.scigov import borrowed, translations


def test_nothing_is_missing_stale_or_in_doubt() -> None:
    assert translations.problems() == []


def test_a_new_string_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = translations.problems()
    fresh = translations.extract()
    fresh.append(polib.POEntry(msgid="Never said before"))
    monkeypatch.setattr(translations, "extract", lambda: fresh)
    new = set(translations.problems()) - set(before)
    assert new == {"Not in the template: 'Never said before'"}


@pytest.fixture
def ours() -> dict[str, str]:
    return {entry.msgid: borrowed.text_of(entry) for entry in polib.pofile(str(translations.PO))}


def test_a_new_string_of_ckan_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch, ours: dict[str, str]
) -> None:
    said = dict(borrowed.said_by_others())
    del said["Reorder resource view"]
    new = polib.POEntry(msgid="Never said by CKAN", occurrences=[("ckan", "")])
    monkeypatch.setattr(borrowed, "said_by_others", lambda: {**said, new.msgid: new})
    assert borrowed.problems(ours) == [
        "No longer said by anybody: 'Reorder resource view'",
        "no Chinese: 'Never said by CKAN' (ckan)",
    ]


def test_a_translation_that_is_not_needed_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch, ours: dict[str, str]
) -> None:
    chinese = {**borrowed.of_ckan(), "Trash": "回收站"}
    monkeypatch.setattr(borrowed, "of_ckan", lambda: chinese)
    assert borrowed.problems({**ours, "Trash": "回收站"}) == [
        "CKAN says the same: 'Trash'",
        "Translated twice: 'Trash'",
    ]
