"""What a notice may carry."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.notices.domain.params import Code, Title, shown, stored

DAY = dt.date(2026, 10, 15)


def test_what_is_safe_is_kept_with_its_kind():
    given = {
        "days": 10,
        "due_on": DAY,
        "state": Code("approved_in_part"),
        "title": Title("立项清单"),
    }
    kept = {
        "days": 10, "due_on": {"day": "2026-10-15"}, "state": {"code": "approved_in_part"},
        "title": {"title": "立项清单"},
    }  # fmt: skip
    assert stored(given) == kept
    words = {"approved_in_part": "部分同意"}
    assert shown(kept, words) == {
        "days": "10", "due_on": "2026-10-15", "state": "部分同意", "title": "立项清单",
    }  # fmt: skip


@pytest.mark.parametrize(
    "value",
    ["a text", 1.5, True, None, {"title": "x"}, ["x"], dt.datetime(2026, 10, 15, tzinfo=dt.timezone.utc)],
    ids=["text", "fraction", "truth", "nothing", "object", "list", "moment"],
)  # fmt: skip
def test_anything_else_is_refused_and_not_repeated(value):
    with pytest.raises(TypeError, match=r"The parameter 'x' is a \w+\. A notice carries"):
        stored({"x": value})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nBcc: x@example.org", "a Bcc: x@example.org"),
        ("\u202eevil\u2066 \u3000 清单\t", "evil 清单"),
        ("长" * 200, "长" * 200),
        ("长" * 201, "长" * 199 + "…"),
        ("", ""),
    ],
)
def test_a_title_is_one_line(text, line):
    assert Title(text).line == line


@pytest.mark.parametrize("value", ["approved", "in-review_2"])
def test_a_code_is_a_word_of_a_list(value):
    assert Code(value).value == value


@pytest.mark.parametrize("value", ["", "two words", "部分同意", "a" * 61, "x@example.org"])
def test_a_text_is_no_code(value):
    with pytest.raises(ValueError, match="This is no code"):
        Code(value)
