"""The runs of a paragraph: letters with their look, page numbers, pictures, and where a page ends.

A run inside a link, a content control or an insertion counts as one of the paragraph's. What is not read
here is told by ``docx_undrawn``; both go by the same names.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from docx.oxml.ns import qn
from PIL import Image, UnidentifiedImageError

from ckanext.scigov.application.papers.docx_styles import (
    Element,
    Properties,
    Styles,
    is_on,
    length,
    local,
    number,
    value,
)  # fmt: skip
from ckanext.scigov.application.papers.drawn import Letters, Look, Number, Picture, Piece

EMU = 12_700
"""A point, in the unit of drawings."""
PAGE_END = "\f"
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "TIFF")
AROUND = frozenset({"hyperlink", "smartTag", "ins", "moveTo", "sdt", "sdtContent", "dir", "bdo"})
"""What a run may stand in."""
NUMBERS = {"PAGE": Number.PAGE, "NUMPAGES": Number.PAGES, "SECTIONPAGES": Number.PAGES}
_SIGNS = {"noBreakHyphen": "-", "cr": "\n", "tab": "\t", "ptab": "\t"}
_HIGHLIGHTS = {
    "yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF", "blue": "0000FF",
    "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080",
    "lightGray": "C0C0C0", "black": "000000",
}  # fmt: skip
Found: TypeAlias = "Piece | str"
"""A piece, or ``PAGE_END``."""


def color_of(name: str) -> str:
    """Return a colour's six digits; ``auto`` and none are empty."""
    return (
        name.upper() if len(name) == 6 and all(c in "0123456789abcdefABCDEF" for c in name) else ""
    )


def fill_of(properties: Properties) -> str:
    """Return the colour behind a paragraph, a run or a cell."""
    return color_of(properties.get("shd", {}).get("fill", ""))


def look_of(properties: Properties, styles: Styles) -> Look:
    """Return the look that a run's properties give it."""
    eastern, latin = styles.fonts(properties)
    size = number(properties.get("sz", {}).get("val"), 20) / 2
    above = properties.get("vertAlign", {}).get("val", "")
    is_small = above in ("superscript", "subscript")
    rise = number(properties.get("position", {}).get("val")) / 2
    stretch = number(properties.get("w", {}).get("val", "").rstrip("%"), 100) / 100
    return Look(
        eastern,
        latin,
        size * 0.65 if is_small else size,
        is_bold=is_on(properties, "b"),
        is_italic=is_on(properties, "i"),
        is_underlined=properties.get("u", {}).get("val", "none") != "none",
        is_struck=is_on(properties, "strike") or is_on(properties, "dstrike"),
        color=color_of(properties.get("color", {}).get("val", "")) or "000000",
        fill=_HIGHLIGHTS.get(properties.get("highlight", {}).get("val", ""), "") or fill_of(properties),
        spread=length(properties, "spacing", "val"),
        stretch=stretch or 1,
        rise=rise + {"superscript": 0.35, "subscript": -0.15}.get(above, 0) * size,
    )  # fmt: skip


class Runs:
    """Reads the runs of one part of a file: its body, a header or a footer.

    Args:
        styles: of the file.
        part: which pictures belong to.
        look: of a run with these properties.
    """

    def __init__(self, styles: Styles, part: Any, look: Callable[[Element | None], Properties]) -> None:  # fmt: skip
        self._styles, self._part, self._look = styles, part, look
        self._fields: list[_Field] = []

    def of(self, element: Element) -> Iterator[Found]:
        """Yield what a paragraph holds, in its order."""
        for child in element:
            name = local(child)
            if name == "r":
                yield from self._run(child)
            elif name == "fldSimple":
                yield from self._simple(child)
            elif name in AROUND:
                yield from self.of(child)

    def _simple(self, element: Element) -> Iterator[Found]:
        counted = _number(value(element, "instr"))
        if counted is None:
            yield from self.of(element)
            return
        own = next((run.find(qn("w:rPr")) for run in element.iter(qn("w:r"))), None)
        yield Letters(counted.value, look_of(self._look(own), self._styles))

    def _run(self, run: Element) -> Iterator[Found]:
        properties = self._look(run.find(qn("w:rPr")))
        if is_on(properties, "vanish"):
            return
        look = look_of(properties, self._styles)
        for child in run:
            name = local(child)
            if name == "fldChar":
                yield from self._mark(value(child, "fldCharType"), look)
            elif name == "instrText" and self._fields:
                self._fields[-1].instruction += child.text or ""
            elif all(one.is_shown for one in self._fields):
                yield from self._said(child, look, is_capital=is_on(properties, "caps"))

    def _mark(self, kind: str, look: Look) -> Iterator[Found]:
        """Begin, part or end a field; of a page's number its letter is kept, of others what they show."""
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].is_shown = _number(self._fields[-1].instruction) is None
        elif self._fields and kind == "end":
            counted = _number(self._fields.pop().instruction)
            if counted is not None and all(one.is_shown for one in self._fields):
                yield Letters(counted.value, look)

    def _said(self, child: Element, look: Look, *, is_capital: bool) -> Iterator[Found]:
        name = local(child)
        if name == "t":
            text = child.text or ""
            yield Letters(text.upper() if is_capital else text, look)
        elif name == "br":
            yield PAGE_END if value(child, "type") == "page" else Letters("\n", look)
        elif name in _SIGNS:
            yield Letters(_SIGNS[name], look)
        elif name == "sym":
            yield Letters(_symbol(value(child, "char")), look)
        elif name == "drawing":
            yield from self._picture(child)
        elif name == "ruby":
            for base in child.iter(qn("w:rubyBase")):
                yield from self.of(base)

    def _picture(self, drawing: Element) -> Iterator[Picture]:
        content = picture_in(drawing, self._part)
        extent = drawing.find(f"{qn('wp:inline')}/{qn('wp:extent')}")
        if content and extent is not None:
            yield Picture(content, number(extent.get("cx")) / EMU, number(extent.get("cy")) / EMU)


class _Field:
    def __init__(self) -> None:
        self.instruction = ""
        self.is_shown = False
        """What follows now is what the field shows, and not how it is worked out."""


def _number(instruction: str) -> Number | None:
    words = instruction.split()
    return NUMBERS.get(words[0].upper()) if words else None


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""


def picture_in(drawing: Element, part: Any) -> bytes:
    """Return the picture that stands in the text; empty where it is none that can be drawn."""
    blip = drawing.find(f"{qn('wp:inline')}//{qn('a:blip')}")
    key = "" if blip is None else blip.get(qn("r:embed")) or ""
    if key not in part.rels or part.rels[key].is_external:
        return b""
    content: bytes = part.rels[key].target_part.blob
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            picture.load()
    except (OSError, UnidentifiedImageError, ValueError, Image.DecompressionBombError):
        return b""
    return content
