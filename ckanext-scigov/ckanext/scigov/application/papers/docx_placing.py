"""Places that depend on what is written: a letterhead in one line, a name above the middle of its date.

Word has no rule for either. Paragraphs are known by their styles, which a unit's template may use, too.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.parfmt import ParagraphFormat

from ckanext.scigov.application.papers import pdf_fonts
from ckanext.scigov.application.papers.docx_numbers import Numbers
from ckanext.scigov.application.papers.docx_paragraphs import Paragraphs
from ckanext.scigov.application.papers.docx_reading import styles_of
from ckanext.scigov.application.papers.docx_styles import Element, flat, length, number, value, word
from ckanext.scigov.application.papers.drawn import Letters, Paragraph

LETTERHEAD, SIGNER, DAY = "发文机关标志", "署名", "成文日期"
LEAST = 18.0
"""Size of a letterhead; a name that is too long even so takes several lines."""
FROM_EDGE = 4
"""Characters from the date to the right edge of the text (GB/T 9704)."""


def place(document: Any) -> None:
    """Set letterheads and signatures of a filled document where they belong."""
    placing = _Placing(document)
    for element, part in _parts(document):
        paragraphs = list(element.iter(qn("w:p")))
        for one in paragraphs:
            if placing.style(one) == LETTERHEAD:
                placing.fit(one, part)
        for signer, day in pairwise(paragraphs):
            if (placing.style(signer), placing.style(day)) == (SIGNER, DAY):
                placing.sign(signer, day, part)


def _parts(document: Any) -> Iterator[tuple[Element, Any]]:
    yield document.element.body, document.part
    for rel in document.part.rels.values():
        if rel.reltype.endswith(("/header", "/footer")):
            yield rel.target_part.element, rel.target_part


class _Placing:
    def __init__(self, document: Any) -> None:
        self._styles = styles_of(document)
        self._faces = pdf_fonts.load(pdf_fonts.BY_NAME)
        rules = flat(next(document.element.body.iter(qn("w:sectPr")), None))
        sides = (length(rules, "pgMar", one) for one in ("left", "right"))
        self._room = length(rules, "pgSz", "w") - sum(sides)

    def style(self, paragraph: Element) -> str:
        return self._styles.name(value(word(paragraph, "pPr", "pStyle")))

    def fit(self, paragraph: Element, part: Any) -> None:
        """Make letters smaller until they stand in one line."""
        wide = self._width(self._read(paragraph, part))
        if wide <= self._room:
            return
        for run in paragraph.iter(qn("w:r")):
            properties = run.get_or_add_rPr()
            style = value(word(paragraph, "pPr", "pStyle"))
            known = number(self._styles.run(style, properties, "").get("sz", {}).get("val"), 20) / 2
            size = max(known * self._room / wide, LEAST)
            # In half points, and never wider than there is room.
            properties.sz_val = Pt(int(size * 2) / 2)

    def sign(self, signer: Element, day: Element, part: Any) -> None:
        """Set the date four characters from the edge, and the name above its middle."""
        named, dated = self._read(signer, part), self._read(day, part)
        widths = [self._width(named), self._width(dated)]
        wide, room = min(max(widths), self._room), self._room
        middle = room - FROM_EDGE * _size(dated) - widths[1] / 2
        if wide / 2 > min(middle, room - middle):
            middle = room - wide / 2
        for one, width in zip((signer, day), widths, strict=True):
            layout = ParagraphFormat(one)
            layout.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            layout.right_indent = Pt(max(room - middle - min(width, room) / 2, 0))
            for name in ("rightChars", "end", "endChars"):
                one.pPr.ind.attrib.pop(qn(f"w:{name}"), None)

    def _read(self, paragraph: Element, part: Any) -> Paragraph:
        reader = Paragraphs(self._styles, Numbers(None), part, stop_every=21)
        return next(reader.of(paragraph))

    def _width(self, paragraph: Paragraph) -> float:
        """Return how wide a paragraph's letters are in one line."""
        letters = (one for one in paragraph.pieces if isinstance(one, Letters))
        return sum(
            self._faces.of(one.look).width(one.text, one.look.size)
            + one.look.spread * len(one.text)
            for one in letters
        )


def _size(paragraph: Paragraph) -> float:
    sizes = (one.look.size for one in paragraph.pieces if isinstance(one, Letters))
    return next(sizes, paragraph.mark.size)
