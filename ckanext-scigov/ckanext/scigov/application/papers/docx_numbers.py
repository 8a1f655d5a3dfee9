"""The numbers of lists: Word keeps rules in the file, and counts when it shows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from docx.oxml.ns import qn

from ckanext.scigov.application.papers.docx_styles import (
    Element,
    Properties,
    flat,
    number,
    value,
    word,
)

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BULLETS = {"\uf0b7": "•", "\uf06c": "●", "\uf06e": "■", "\uf075": "◆", "\uf0d8": "➢", "\uf0fc": "✓", "\uf0a7": "▪"}  # fmt: skip
"""Of Word's symbol fonts, which no PDF names."""
_LEVELS = 9


class Label(NamedTuple):
    """What stands before a paragraph of a list."""

    text: str
    gap: str
    """``tab``, ``space`` or ``nothing``."""
    paragraph: Properties
    run: Properties


def chinese(count: int) -> str:
    """``十二``, ``二十``, ``一百〇三``; figures from ten thousand."""
    if not 0 < count < 10_000:
        return str(count)
    said, digits = "", str(count)
    for place, digit in enumerate(digits):
        unit = _UNITS[len(digits) - 1 - place]
        if digit != "0":
            said += _DIGITS[int(digit)] + unit
        elif not said.endswith("〇"):
            said += "〇"
    return said.rstrip("〇").removeprefix("一") if 10 <= count < 20 else said.rstrip("〇")


def roman(count: int) -> str:
    said = ""
    for worth, letters in _ROMAN:
        said += letters * (count // worth)
        count %= worth
    return said


def _letters(count: int) -> str:
    """``a`` to ``z``, then ``aa``, ``bb``, as Word goes on."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


def _circled(count: int) -> str:
    return chr(0x2460 + count - 1) if 0 < count <= 20 else str(count)


WRITTEN: Mapping[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "ideographDigital": lambda count: "".join(_DIGITS[int(one)] for one in str(count)),
    "ideographTraditional": lambda count: _STEMS[(count - 1) % 10],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalZero": lambda count: f"{count:02}",
    "decimalFullWidth": lambda count: str(count).translate({48 + one: 0xFF10 + one for one in range(10)}),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "none": lambda _number: "",
}  # fmt: skip
"""Others are written in figures."""


class Numbers:
    """Counts the paragraphs of a document's lists, from its beginning to its end."""

    def __init__(self, numbering: Element | None) -> None:
        root = () if numbering is None else numbering
        self._rules = {value(one, "abstractNumId"): one for one in root if one.tag == qn("w:abstractNum")}  # fmt: skip
        self._lists = {value(one, "numId"): one for one in root if one.tag == qn("w:num")}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def next(self, list_id: str, level: int) -> Label | None:
        """Count one more paragraph; None where there is no such list."""
        rule = value(word(self._lists.get(list_id), "abstractNumId"))
        found = self._level(list_id, level)
        if found is None or not 0 <= level < _LEVELS:
            return None
        counts = self._counts.setdefault(rule, [None] * _LEVELS)
        if list_id not in self._begun:
            self._begun.add(list_id)
            self._begin_again(list_id, counts)
        last = counts[level]
        counts[level] = self._start(list_id, level) if last is None else last + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        gap = value(word(found, "suff")) or "tab"
        text = self._text(list_id, found, counts)
        return Label(text, gap, flat(word(found, "pPr")), flat(word(found, "rPr")))

    def _begin_again(self, list_id: str, counts: list[int | None]) -> None:
        for one in self._lists[list_id].iter(qn("w:lvlOverride")):
            if word(one, "startOverride") is not None:
                counts[int(number(value(one, "ilvl")))] = None

    def _level(self, list_id: str, level: int) -> Element | None:
        one = self._lists.get(list_id)
        if one is None:
            return None
        own = one.findall(f"{qn('w:lvlOverride')}/{qn('w:lvl')}")
        rule = self._rules.get(value(word(one, "abstractNumId")))
        shared = () if rule is None else rule.findall(qn("w:lvl"))
        found = (lvl for lvl in (*own, *shared) if value(lvl, "ilvl") == str(level))
        return next(found, None)

    def _start(self, list_id: str, level: int) -> int:
        for one in self._lists[list_id].iter(qn("w:lvlOverride")):
            if value(one, "ilvl") == str(level) and word(one, "startOverride") is not None:
                return int(number(value(word(one, "startOverride")), 1))
        return int(number(value(word(self._level(list_id, level), "start")), 1))

    def _text(self, list_id: str, level: Element, counts: list[int | None]) -> str:
        text = value(word(level, "lvlText"))
        if value(word(level, "numFmt")) == "bullet":
            return _BULLETS.get(text, text)
        for place in range(_LEVELS):
            if (mark := f"%{place + 1}") in text:
                form = value(word(self._level(list_id, place), "numFmt"))
                if word(level, "isLgl") is not None:
                    form = "decimal"
                count = counts[place] or self._start(list_id, place)
                text = text.replace(mark, WRITTEN.get(form, str)(count))
        return text
