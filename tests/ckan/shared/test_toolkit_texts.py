"""Plain texts in the input of actions."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import described
from ckanext.scigov.shared.toolkit_texts import is_plain, plain_text


def test_a_text_is_stripped_and_keeps_its_lines() -> None:
    assert plain_text(" One\n\tTwo ") == "One\n\tTwo"


@pytest.mark.parametrize("value", [None, tk.missing])
def test_what_is_not_there_stays_so(value: Any) -> None:
    assert plain_text(value) is value


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (5, "A text is expected here."),
        (["text"], "A text is expected here."),
        ("a\x00b", "Remove the control characters from this text."),
        ("a\x7f", "Remove the control characters from this text."),
    ],
)
def test_what_is_no_plain_text_is_refused(value: Any, sentence: str) -> None:
    with pytest.raises(tk.Invalid) as refused:
        plain_text(value)
    assert refused.value.error == sentence


def test_only_control_characters_make_a_text_other_than_plain() -> None:
    found = {code for code in range(0x3000) if not is_plain(chr(code))}
    assert found == {*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F}


def test_a_plain_text_is_described_as_a_text() -> None:
    assert described({"note": [plain_text]}) == {
        "type": "object",
        "properties": {"note": {"type": "string"}},
    }
