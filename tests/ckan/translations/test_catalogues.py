"""The committed catalogues are fresh, complete and keep every placeholder."""

from __future__ import annotations

import re

import polib
import pytest

from ckanext.scigov import translations

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[srid]|\{[^{}]*\}|</?\w+")


def test_nothing_is_missing_stale_or_in_doubt() -> None:
    assert translations.problems() == []


def test_a_new_string_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = translations.problems()
    fresh = translations.extract()
    fresh.append(polib.POEntry(msgid="Never said before"))
    monkeypatch.setattr(translations, "extract", lambda: fresh)
    new = set(translations.problems()) - set(before)
    assert new == {"Not in the template: 'Never said before'"}


def test_placeholders_and_tags_survive() -> None:
    for entry in polib.pofile(str(translations.PO)):
        wanted = sorted(PLACEHOLDER.findall(entry.msgid))
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert sorted(PLACEHOLDER.findall(text)) == wanted, entry.msgid


def test_known_errors_of_others_are_not_repeated() -> None:
    for entry in polib.pofile(str(translations.PO)):
        text = entry.msgstr or entry.msgstr_plural.get(0, "")
        for wrong in ("登陆", "沒", "請", "資", "組", "來"):
            assert wrong not in text, entry.msgid
