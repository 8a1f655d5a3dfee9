"""CKAN, harvest, dcat and scheming speak Chinese in the running site, and it is good Chinese.

The strings are read from the packages that are installed, so an upgrade that brings new ones,
or a worse translation, fails here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from flask_babel import get_translations

from ckanext.scigov import borrowed, translations, wording

# Sizes, addresses and examples: nothing in them could be translated.
SAME_IN_BOTH = {
    "1.0", "CSV", "http://example.com/dataset.json", "http://example.com/external-data.csv",
    "http://example.com/my-image.jpg", "joe@example.com", "{e}E", "{gibibytes} GiB", "{g}G", "{key}",
    "{kibibytes} KiB", "{k}k", "{mebibytes} MiB", "{m}M", "{n}", "{object_type}s", "{p}P", "{tag_link}",
    "<q>{key}</q>", "Markdown", "{actor} {activity_type}",
    "{tebibytes} TiB", "{t}T", "{y}Y", "{z}Z",
}  # fmt: skip
Says = Callable[[polib.POEntry], str]


@pytest.fixture
def says(app: Any) -> Iterator[Says]:
    """What a Chinese page says for a message: the last catalogue that has it wins."""

    def look_up(entry: polib.POEntry) -> str:
        chinese = get_translations()
        if entry.msgid_plural:
            return chinese.ungettext(entry.msgid, entry.msgid_plural, 2)
        return chinese.ugettext(entry.msgid)

    with app.flask_app.test_request_context("/", environ_overrides={"CKAN_LANG": "zh_Hans_CN"}):
        yield look_up


def test_the_packages_are_read() -> None:
    said = borrowed.said_by_others()
    places = {place for entry in said.values() for place, _ in entry.occurrences}
    assert {"ckan", "ckanext/harvest", "ckanext/dcat", "ckanext/scheming"} < places
    assert len(said) > 1300
    # In no .pot; only in a .pot; in a script; with a plural.
    assert "Manage resource: {name}" in said
    assert "View changes from %(old_select)s to %(new_select)s" in said
    assert "Double-click to reset filters" in said
    assert said["{number} view"].msgid_plural == "{number} views"


def test_every_string_of_theirs_is_said_in_good_chinese(says: Says) -> None:
    wrong = {
        text: faults
        for text, entry in borrowed.said_by_others().items()
        if (faults := wording.faults(text, entry.msgid_plural, says(entry)))
    }
    assert wrong == {}


def test_what_is_the_same_in_both_languages_is_known() -> None:
    theirs = borrowed.said_by_others()
    assert {text for text in theirs if wording.is_technical(text)} == SAME_IN_BOTH


def test_ckans_own_chinese_would_not_do() -> None:
    chinese = borrowed.of_ckan()
    bad = [
        text
        for text, entry in borrowed.said_by_others().items()
        if wording.faults(text, entry.msgid_plural, chinese.get(text, ""))
    ]
    assert len(bad) > 700
    assert "Log in" in bad  # 登陆


def test_what_ckan_looks_up_by_a_variable_is_chinese(says: Says) -> None:
    found = {text: says(polib.POEntry(msgid=text)) for text in ("active", "not modified", "Weekly")}
    assert found == {"active": "正常", "not modified": "未变", "Weekly": "每周"}


def test_our_own_strings_stay_ours(says: Says) -> None:
    for entry in polib.pofile(str(translations.PO)):
        assert says(entry) == borrowed.text_of(entry), entry.msgid


def test_english_pages_stay_english(app: Any) -> None:
    import ckan.plugins.toolkit as tk

    with app.flask_app.test_request_context("/en/", environ_overrides={"CKAN_LANG": "en"}):
        assert tk._("Reorder resource view") == "Reorder resource view"


def test_the_scripts_of_ckan_speak_chinese(app: Any) -> None:
    from ckan.lib.i18n import build_js_translations, get_js_translations_dir

    build_js_translations()
    found = json.loads(Path(get_js_translations_dir(), "zh_Hans_CN.js").read_text("utf-8"))
    spoken = of_scripts()
    assert len(spoken) > 50
    left = {text for text in spoken if wording.faults(text, "", (found.get(text) or ["", ""])[1])}
    assert left == set()


def of_scripts() -> set[str]:
    """Return the strings CKAN's template marks as said by a script."""
    import ckan

    template = polib.pofile(str(Path(str(ckan.__file__)).parent / "i18n" / "ckan.pot"))
    return {
        entry.msgid
        for entry in template
        if any(place.endswith(".js") for place, _line in entry.occurrences)
    }
