"""Short questions in words that a person answers at once: no picture, no sound, nothing to drag.

Every answer is a number from 0 to 20, so it can be given in digits or in words, in any script that
Unicode counts with.
"""

from __future__ import annotations

import enum
import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


class Kind(enum.Enum):
    SUM = "sum"
    DIFFERENCE = "difference"
    LARGEST = "largest"
    SMALLEST = "smallest"
    FOLLOWING = "following"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; the sentence is made in the glue."""

    kind: Kind
    numbers: tuple[int, ...]
    """Two of a sum and of a difference (the larger first), three to choose from, one to follow."""

    @property
    def answer(self) -> int:
        return _ANSWERS[self.kind](self.numbers)


_ANSWERS: Final[dict[Kind, Callable[[tuple[int, ...]], int]]] = {
    Kind.SUM: sum,
    Kind.DIFFERENCE: lambda numbers: numbers[0] - numbers[1],
    Kind.LARGEST: max,
    Kind.SMALLEST: min,
    Kind.FOLLOWING: lambda numbers: numbers[0] + 1,
}  # fmt: skip

_ENGLISH: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_CHINESE: Final = (
    "零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
    "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十",
)  # fmt: skip
_USUAL: Final = str.maketrans(
    "〇○壹贰貳叁參肆伍陆陸柒捌玖拾两兩", "零零一二二三三四五六六七八九十二二"
)
_FROM_WORDS: Final = {
    **{word: number for number, word in enumerate(_ENGLISH)},
    **{word: number for number, word in enumerate(_CHINESE)},
    **{f"一{word}": number for number, word in enumerate(_CHINESE) if word.startswith("十")},
}
_AROUND: Final = " \t\r\n.,;:!?=。，、；：！？“”‘’\"'"
_MOST_DIGITS: Final = 4


def question(source: random.Random) -> Question:
    """Return a question, another one each time.

    Args:
        source: where chance comes from; ``random.SystemRandom()`` outside tests.
    """
    kind = source.choice(list(Kind))
    if kind is Kind.FOLLOWING:
        return Question(kind, (source.randint(1, 19),))
    if kind is Kind.SUM:
        return Question(kind, (source.randint(1, 9), source.randint(1, 9)))
    if kind is Kind.DIFFERENCE:
        smaller, larger = sorted(source.sample(range(1, 11), 2))
        return Question(kind, (larger, smaller))
    return Question(kind, tuple(source.sample(range(1, 21), 3)))


def worded(number: int, language: str) -> str:
    """Return a number from 0 to 20 in words: Chinese for ``zh`` in all its forms, else English."""
    return (_CHINESE if language.lower().startswith("zh") else _ENGLISH)[number]


def number_in(text: str) -> int | None:
    """Return the number that an answer says; None when it says none.

    Digits of any script and width; Chinese numerals from zero to twenty, also 两, 〇 and 壹; English
    words.
    """
    plain = unicodedata.normalize("NFKC", text).strip(_AROUND).casefold()
    if plain.isdecimal():
        return int(plain) if len(plain) <= _MOST_DIGITS else None
    return _FROM_WORDS.get(plain.translate(_USUAL))
