"""Patterns of mapping files: what they may be, and that none of them hangs."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.scigov.intake.domain.mapping.patterns import (
    BadPattern,
    SlowPattern,
    compile_pattern,
)


@pytest.mark.parametrize(
    ("pattern", "longest"),
    [
        ("年", 2000),
        (r"\d{4}-\d{2}", 2000),
        (r"^([^(（]*)", 2000),
        ("（(.*?)）", 2000),
        (r"^(.*)：(.*)$", 2000),
        (r"(\d+)年(\d+)月", 200),
        (r"(?:甲|乙)?丙", 2000),
        (r"(?:\d{4}-){2}", 2000),
        (r"^[]a^\]-]+$", 2000),
        (r"^(a|b*){2}c", 200),
        (r"^a{2,}b{0,}", 2000),
    ],
)
def test_what_a_pattern_may_be(pattern: str, longest: int) -> None:
    assert compile_pattern(pattern).longest == longest


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)", "(?!a)", "(?<=a)b", "(?P<x>a)", "(?i)a", r"(a)\1", r"\Aa\Z", "(a", "a)", "[a", "*a",
        "a**", "a*{2}", "a" * 201, r"\p{Han}", "a" + "\\", "[[]", "[a--b]", "b{,}", "a++", "[b-a]", "^*a", "a${2}",
    ],
)  # fmt: skip
def test_what_a_pattern_may_not_be(pattern: str) -> None:
    with pytest.raises(BadPattern):
        compile_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+b",
        "(a|aa)+$",
        "(.*)*x",
        ".*.*.*x",
        "^.*.*.*.*x",
        "a?" * 40 + "b",
        "(a{0,9}){9}",
        "(a*){3}",
    ],
)
def test_what_could_take_for_ever_is_refused(pattern: str) -> None:
    with pytest.raises(SlowPattern):
        compile_pattern(pattern)


def test_groups() -> None:
    assert compile_pattern("（(.*?)）").group("甲（乙）") == "乙"
    assert compile_pattern("甲|乙").group("丙乙") == "乙"
    assert compile_pattern("甲(乙)?").group("甲") == ""
    assert compile_pattern("甲").group("乙") is None


PIECES = st.sampled_from(
    [
        "a",
        "b",
        ".",
        r"\d",
        "[ab]",
        "(a|b)",
        "(a*)",
        "(?:ab)",
        "a*",
        "a+?",
        ".*",
        "b{0,5}",
        "(a?)",
        "^",
        "|",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(PIECES, min_size=1, max_size=8), st.sampled_from(["", "*", "+", "?", "{2}", "{0,3}"])
)
def test_whatever_is_accepted_ends_soon(pieces: list[str], repeat: str) -> None:
    text = "".join(pieces)
    try:
        pattern = compile_pattern(f"(?:{text}){repeat}x")
    except (BadPattern, SlowPattern):
        return
    started = time.monotonic()
    for subject in ("a" * pattern.longest, "ab" * (pattern.longest // 2), "1" * pattern.longest):
        assert pattern.group(subject) is None
    assert time.monotonic() - started < 10


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab.*+?{}[]()|^$\\d,12:-", max_size=20))
def test_any_text_is_judged(text: str) -> None:
    try:
        pattern = compile_pattern(text)
    except (BadPattern, SlowPattern):
        return
    assert pattern.compiled.pattern == re.compile(text).pattern
