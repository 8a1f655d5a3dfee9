"""The fonts of a PDF: official faces by name, or files of the site that go into the PDF.

Official papers are set in faces that no free package has (方正小标宋, 仿宋, 黑体) and every office has. So
they are named and not embedded, with Adobe's character collection for Chinese: a reader without them
takes its own. A site that wants its PDFs to look the same everywhere configures files instead.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase._cidfontdata import CIDFontInfo
from reportlab.pdfbase.cidfonts import UnicodeCIDFont, structToPDF
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from ckanext.scigov.application.papers.drawn import Look, Number

KNOWN = "STSong-Light"
"""The one simplified Chinese face whose description comes with reportlab."""
BODY, TITLE, HEADING = "FangSong", "FZXBSJW--GB1-0", "SimHei"
EASTERN: Mapping[str, str] = {
    "仿宋": BODY, "方正仿宋": BODY, "华文仿宋": "STFangsong", "fangsong": BODY, "stfangsong": "STFangsong",
    "方正小标宋": TITLE, "小标宋": TITLE, "fzxiaobiaosong": TITLE,
    "黑体": HEADING, "方正黑体": HEADING, "simhei": HEADING, "华文黑体": "STHeiti", "华文细黑": "STXihei",
    "宋体": "SimSun", "新宋体": "NSimSun", "simsun": "SimSun", "nsimsun": "NSimSun",
    "方正书宋": "SimSun", "华文宋体": "STSong", "stsong": "STSong",
    "华文中宋": "STZhongsong", "stzhongsong": "STZhongsong",
    "楷体": "KaiTi", "方正楷体": "KaiTi", "kaiti": "KaiTi", "华文楷体": "STKaiti", "stkaiti": "STKaiti",
    "微软雅黑": "MicrosoftYaHei", "microsoftyahei": "MicrosoftYaHei",
    "等线": "DengXian", "dengxian": "DengXian", "隶书": "LiSu", "幼圆": "YouYuan",
}  # fmt: skip
"""Beginnings of the names of faces in Word, and their names in a PDF. Others are set in ``BODY``."""
SANS = frozenset(
    {
        "arial",
        "helvetica",
        "calibri",
        "verdana",
        "tahoma",
        "segoeui",
        "黑体",
        "simhei",
        "微软雅黑",
        "microsoftyahei",
        "等线",
        "dengxian",
    }
)
MONO = frozenset({"couriernew", "consolas", "courier", "lucidaconsole"})
_STANDARD = {
    "serif": ("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    "sans": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    "mono": ("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
}
"""Of every reader, in known widths: letters and figures look well beside whatever face it takes."""
_NUMBERS = frozenset(one.value for one in Number)
MISSING = "〓"
"""What printers put where a character is missing."""


class UnfitFont(Exception):
    """The file is no font that a PDF can take; the message is a full sentence."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """TrueType files of a site. What is not given is taken from ``body``, and that by its name."""

    body: Path | None = None
    title: Path | None = None
    heading: Path | None = None


BY_NAME = Fonts()


class NamedFont(UnicodeCIDFont):
    """A Chinese face that is named and not embedded; every character is as wide as it is high."""

    def __init__(self, name: str) -> None:
        super().__init__(KNOWN)
        self.name = self.fontName = name
        self.unicodeWidths = {}

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - reportlab's name
        internal = f"F{len(doc.fontMapping) + 1}"
        described = copy.deepcopy(CIDFontInfo[KNOWN])
        described.update(Name=f"/{internal}", BaseFont=f"/{self.name}", Encoding="/UniGB-UCS2-H")
        below = described["DescendantFonts"][0]
        # A TrueType face that is not embedded: characters are looked up in its own table.
        below.update(Subtype="/CIDFontType2", BaseFont=f"/{self.name}", W=[])
        below["FontDescriptor"].update(FontName=f"/{self.name}", Ascent=860, Descent=-140)
        reference = doc.Reference(structToPDF(described), internal)
        doc.idToObject["BasicFonts"].dict[internal] = reference
        doc.fontMapping[self.name] = f"/{internal}"


@dataclass(frozen=True, slots=True)
class Typeface:
    """A font, and those that help where it lacks a character."""

    names: tuple[str, ...]

    def runs(self, text: str) -> Iterator[tuple[str, str]]:
        """Part a text into pieces of one font each; what no font has becomes a mark."""
        font, piece = "", ""
        for char in text:
            name, shown = self._of(char)
            if name != font and piece:
                yield font, piece
                piece = ""
            font, piece = name, piece + shown
        if piece:
            yield font, piece

    def width(self, text: str, size: float) -> float:
        return sum(_width(*self._of(char)) for char in text) * size

    def has_bold(self, font: str) -> bool:
        """Say whether bold and slanted letters are a font's own; others are drawn so."""
        return any(font in names for names in _STANDARD.values())

    def lacks(self, char: str) -> bool:
        return self._of(char)[1] != char

    def _of(self, char: str) -> tuple[str, str]:
        wanted = "1" if char in _NUMBERS else char
        found = next((name for name in self.names if _has(name, wanted)), None)
        return (found, char) if found else (self.names[0], MISSING)


class Typefaces:
    """The fonts of a PDF, by the names that a Word file calls them.

    Raises:
        UnfitFont: a file is none that reportlab can embed.
    """

    def __init__(self, fonts: Fonts) -> None:
        self._whole = _registered(fonts.body)
        self._files = {
            BODY: self._whole,
            TITLE: _registered(fonts.title) or self._whole,
            HEADING: _registered(fonts.heading) or self._whole,
        }
        self._known: dict[tuple[str, str, bool, bool], Typeface] = {}

    def of(self, look: Look) -> Typeface:
        """Return the font of letters that look so, and those that help it."""
        key = (look.eastern, look.latin, look.is_bold, look.is_italic)
        if key not in self._known:
            eastern = eastern_name(look.eastern)
            first = self._files.get(eastern, self._whole) or _named(eastern)
            latin = _STANDARD[_kind(look.latin)][look.is_bold + 2 * look.is_italic]
            self._known[key] = Typeface((first, latin, _named(BODY)))
        return self._known[key]


def eastern_name(name: str) -> str:
    """Return how a PDF calls a Chinese face; the longest beginning that is known decides."""
    plain = _plain(name)
    known = sorted((one for one in EASTERN if plain.startswith(one)), key=len)
    return EASTERN[known[-1]] if known else BODY


def _kind(name: str) -> str:
    plain = _plain(name)
    return "sans" if plain in SANS else "mono" if plain in MONO else "serif"


def _plain(name: str) -> str:
    return "".join(name.split()).lower()


def load(fonts: Fonts) -> Typefaces:
    """Register the fonts of a paper.

    Raises:
        UnfitFont: a file is none that reportlab can embed.
    """
    return Typefaces(fonts)


def unprintable(text: str, fonts: Fonts = BY_NAME) -> tuple[str, ...]:
    """Return the characters of a text that a PDF would show as ``〓``: rare ones in names, mostly."""
    face = load(fonts).of(Look())
    return tuple(dict.fromkeys(char for char in text if char != "\n" and face.lacks(char)))


def _named(name: str) -> str:
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(NamedFont(name))
    return name


def _registered(path: Path | None) -> str:
    if path is None:
        return ""
    name = f"site-{hashlib.sha256(str(path).encode()).hexdigest()[:16]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        try:
            pdfmetrics.registerFont(TTFont(name, str(path)))
        except (TTFError, OSError) as error:
            raise UnfitFont(
                f"The font {path} cannot be put into a PDF: {error}. Name a TrueType file (.ttf, or"
                " .ttc with TrueType outlines), or leave the option empty."
            ) from None
    return name


@lru_cache(maxsize=20_000)
def _width(font: str, char: str) -> float:
    """Of a character of size 1; a sum of these is a text's width, for nothing is kerned."""
    return pdfmetrics.stringWidth(char, font, 1)


@lru_cache(maxsize=20_000)
def _has(name: str, char: str) -> bool:
    font = pdfmetrics.getFont(name)
    if isinstance(font, TTFont):
        return ord(char) in font.face.charToGlyph
    if not isinstance(font, NamedFont):
        return _encodes("cp1252", char)
    # Adobe's collection holds what GBK has and the first extension; ASCII is left to ``LATIN``.
    return not char.isascii() and ("\u3400" <= char <= "\u9fff" or _encodes("gbk", char))


def _encodes(encoding: str, char: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
