"""What a Word file holds that a PDF of it will not show: told beforehand, never left out in silence."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any, NamedTuple

from docx.oxml.ns import qn

from ckanext.scigov.application.papers.docx_reading import styles_of
from ckanext.scigov.application.papers.docx_runs import picture_in
from ckanext.scigov.application.papers.docx_styles import (
    Element,
    Styles,
    flat,
    local,
    number,
    value,
    word,
)  # fmt: skip


class Thing(enum.Enum):
    SHAPE = "shape"
    FLOATING_PICTURE = "floating_picture"
    PICTURE_FORMAT = "picture_format"
    PICTURE_EDITED = "picture_edited"
    CHART = "chart"
    DIAGRAM = "diagram"
    OBJECT = "object"
    CHANGE = "change"
    NOTE = "note"
    FORMULA = "formula"
    FRAME = "frame"
    COLUMNS = "columns"
    PAGE_BORDERS = "page_borders"
    VERTICAL_TEXT = "vertical_text"
    TABLE_STYLE = "table_style"
    INSERTED_FILE = "inserted_file"
    RUBY = "ruby"


class Place(enum.Enum):
    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"


class Undrawn(NamedTuple):
    thing: Thing
    place: Place
    near: str
    """The beginning of the text that it stands in or below; empty at the beginning."""


_BY_NAME = {
    "pict": Thing.SHAPE, "object": Thing.OBJECT, "footnoteReference": Thing.NOTE,
    "endnoteReference": Thing.NOTE, "oMath": Thing.FORMULA, "framePr": Thing.FRAME,
    "tblpPr": Thing.FRAME, "pgBorders": Thing.PAGE_BORDERS, "altChunk": Thing.INSERTED_FILE,
    "ruby": Thing.RUBY, "AlternateContent": Thing.SHAPE,
    **dict.fromkeys(
        ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange",
         "tcPrChange", "sectPrChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
        Thing.CHANGE,
    ),
}  # fmt: skip
_WHOLE = frozenset({Thing.SHAPE, Thing.OBJECT, Thing.FORMULA, Thing.RUBY})
"""What is told once, whatever it is made of."""
_GRAPHICS = {"chart": Thing.CHART, "diagram": Thing.DIAGRAM}
_LENGTH = 20


def undrawn(document: Any) -> Iterator[Undrawn]:
    """Yield each thing once for each place, in the order of the file."""
    styles = styles_of(document)
    found: dict[Undrawn, None] = {}
    for place, part, element in _parts(document):
        found.update(dict.fromkeys(_Search(styles, place, part).within(element)))
    yield from found


def _parts(document: Any) -> Iterator[tuple[Place, Any, Element]]:
    yield Place.BODY, document.part, document.element.body
    for rel in document.part.rels.values():
        kind = rel.reltype.rpartition("/")[2]
        if kind in ("header", "footer"):
            part = rel.target_part
            yield Place(kind), part, part.element


class _Search:
    def __init__(self, styles: Styles, place: Place, part: Any) -> None:
        self._styles, self._place, self._part = styles, place, part
        self._near = ""

    def within(self, element: Element) -> Iterator[Undrawn]:
        for child in element:
            name = local(child)
            if name == "p":
                text = "".join(one.text or "" for one in child.iter(qn("w:t"))).strip()
                self._near = text[:_LENGTH] or self._near
            thing = self._thing(name, child)
            if thing is not None:
                yield Undrawn(thing, self._place, self._near)
            if thing not in _WHOLE:
                yield from self.within(child)

    def _thing(self, name: str, element: Element) -> Thing | None:
        if name == "drawing":
            return self._drawing(element)
        if name == "cols":
            return Thing.COLUMNS if number(value(element, "num"), 1) > 1 else None
        if name == "textDirection":
            return Thing.VERTICAL_TEXT if value(element) not in ("lrTb", "lr") else None
        if name == "tblStyle":
            return Thing.TABLE_STYLE if self._is_conditional(value(element)) else None
        if name == "AlternateContent" and not _is_drawn(element):
            return None
        return _BY_NAME.get(name)

    def _drawing(self, element: Element) -> Thing | None:
        data = next(element.iter(qn("a:graphicData")), None)
        kind = "" if data is None else str(data.get("uri")).rpartition("/")[2]
        if kind in _GRAPHICS:
            return _GRAPHICS[kind]
        if kind != "picture":
            return Thing.SHAPE
        if element.find(qn("wp:inline")) is None:
            return Thing.FLOATING_PICTURE
        if not picture_in(element, self._part):
            return Thing.PICTURE_FORMAT
        return Thing.PICTURE_EDITED if _is_edited(element) else None

    def _is_conditional(self, style: str) -> bool:
        """Say whether a table's style lets its heads or every other row look in another way."""
        parts = (one for chain in self._styles.chain(style, "table") for one in chain.iter(qn("w:tblStylePr")))  # fmt: skip
        return any(flat(word(one, part)) for one in parts for part in ("pPr", "rPr", "tcPr"))


def _is_edited(drawing: Element) -> bool:
    """Say whether a picture is cropped, turned or mirrored."""
    crops = any(
        number(text) for one in drawing.iter(qn("a:srcRect")) for text in one.attrib.values()
    )
    turns = (
        one.get(name) for one in drawing.iter(qn("a:xfrm")) for name in ("rot", "flipH", "flipV")
    )
    return crops or any(number(text) for text in turns)


def _is_drawn(element: Element) -> bool:
    """Say whether there is a drawing in an element, and not only a setting of another version."""
    return any(local(one) in ("drawing", "pict") for one in element.iter())
