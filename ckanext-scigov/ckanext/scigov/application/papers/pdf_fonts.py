"""The fonts of a PDF: official faces by name, or files of the site that go into the PDF.

Official papers are set in faces that no free package has (方正小标宋, 仿宋, 黑体) and every office has. So
they are named and not embedded, with Adobe's character collection for Chinese: a reader without them
takes its own. A site that wants its PDFs to look the same everywhere configures files instead.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase._cidfontdata import CIDFontInfo
from reportlab.pdfbase.cidfonts import UnicodeCIDFont, structToPDF
from reportlab.pdfbase.ttfonts import TTFError, TTFont

KNOWN = "STSong-Light"
"""The one simplified Chinese face whose description comes with reportlab."""
BODY, TITLE, HEADING, FIGURES = "FangSong", "FZXBSJW--GB1-0", "SimHei", "SimSun"
LATIN, LATIN_HEADING = "Times-Roman", "Helvetica"
"""Of every reader, in known widths: letters and figures look well beside whatever face it takes."""
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

    def lacks(self, char: str) -> bool:
        return self._of(char)[1] != char

    def _of(self, char: str) -> tuple[str, str]:
        found = next((name for name in self.names if _has(name, char)), None)
        return (found, char) if found else (self.names[0], MISSING)


@dataclass(frozen=True, slots=True)
class Typefaces:
    body: Typeface
    title: Typeface
    heading: Typeface
    figures: Typeface


def load(fonts: Fonts) -> Typefaces:
    """Register the fonts of a paper.

    Raises:
        UnfitFont: a file is none that reportlab can embed.
    """
    body = _registered(fonts.body) or _named(BODY)
    title = _registered(fonts.title or fonts.body) or _named(TITLE)
    heading = _registered(fonts.heading or fonts.body) or _named(HEADING)
    figures = body if fonts.body else _named(FIGURES)
    latin = {heading: LATIN_HEADING}
    return Typefaces(
        *(
            Typeface((name, latin.get(name, LATIN), _named(BODY)))
            for name in (body, title, heading, figures)
        )
    )


def unprintable(text: str, fonts: Fonts = BY_NAME) -> tuple[str, ...]:
    """Return the characters of a text that a PDF would show as ``〓``: rare ones in names, mostly."""
    face = load(fonts).body
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
