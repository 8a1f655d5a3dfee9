"""Read a Word file as what is drawn: sections of pages with their text, headers and footers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from ckanext.scigov.application.papers.docx_numbers import Numbers
from ckanext.scigov.application.papers.docx_paragraphs import Paragraphs
from ckanext.scigov.application.papers.docx_styles import (
    Element,
    Properties,
    Styles,
    flat,
    is_on,
    length,
    local,
    number,
    value,
    word,
)  # fmt: skip
from ckanext.scigov.application.papers.docx_tables import Tables
from ckanext.scigov.application.papers.drawn import Block, Margins, Paragraph, Section, Which

AROUND = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
"""What paragraphs and tables may stand in."""
_CHARACTERS = frozenset({"linesAndChars", "snapToChars"})
_GRIDS = _CHARACTERS | {"lines"}
_A4 = (595.3, 841.9)


def read(content: bytes) -> tuple[Section, ...]:
    """Return the sections of a DOCX.

    Raises:
        docx.opc.exceptions.OpcError: it is none.
    """
    return _File(Document(io.BytesIO(content))).sections()


def styles_of(document: Any) -> Styles:
    theme = next(
        (
            rel.target_part.blob
            for rel in document.part.rels.values()
            if rel.reltype == RELATIONSHIP_TYPE.THEME
        ),
        b"",
    )
    return Styles(document.styles.element, theme)


class _File:
    def __init__(self, document: Any) -> None:
        self.part = document.part
        self.body: Element = document.element.body
        self.settings: Element = document.settings.element
        self.styles = styles_of(document)
        self.stop_every = max(number(value(word(self.settings, "defaultTabStop")), 720) / 20, 1)

    def sections(self) -> tuple[Section, ...]:
        part = _Part(self, self.part, _numbering(self.part))
        found: list[Section] = []
        headers: Margins = {}
        footers: Margins = {}
        for rules, elements in _sections(self.body):
            section = self._section(rules, is_first=not found)
            headers = {**headers, **self._margins(rules, "headerReference", section)}
            footers = {**footers, **self._margins(rules, "footerReference", section)}
            part.paragraphs.grid, part.paragraphs.spread = _grid(flat(rules))
            blocks = tuple(part.blocks(elements, room_of(section)))
            found.append(replace(section, blocks=blocks, headers=headers, footers=footers))
        return tuple(found)

    def _section(self, rules: Element | None, *, is_first: bool) -> Section:
        found = flat(rules)
        start = found.get("pgNumType", {}).get("start")
        return Section(
            length(found, "pgSz", "w") or _A4[0],
            length(found, "pgSz", "h") or _A4[1],
            *(abs(length(found, "pgMar", side)) for side in ("top", "right", "bottom", "left")),
            header_at=length(found, "pgMar", "header"),
            footer_at=length(found, "pgMar", "footer"),
            blocks=(),
            headers={},
            footers={},
            has_first=is_on(found, "titlePg"),
            has_even=is_on(flat(self.settings), "evenAndOddHeaders"),
            begins_page=is_first or found.get("type", {}).get("val") != "continuous",
            first_number=int(number(start, 1)) if start else None,
        )

    def _margins(self, rules: Element | None, name: str, section: Section) -> Margins:
        """Return the headers or footers that a section names; others go on from the one before."""
        found: dict[Which, tuple[Block, ...]] = {}
        for one in () if rules is None else rules.findall(qn(f"w:{name}")):
            target = self.part.rels[one.get(qn("r:id"))].target_part
            part = _Part(self, target, _numbering(self.part))
            found[Which(value(one, "type") or "default")] = tuple(
                part.blocks(list(target.element), room_of(section))
            )
        return found


class _Part:
    """The body, a header or a footer."""

    def __init__(self, file: _File, part: Any, numbers: Numbers) -> None:
        self.paragraphs = Paragraphs(file.styles, numbers, part, file.stop_every)
        self.tables = Tables(file.styles, self._cell)

    def blocks(self, elements: list[Element], room: float, table: str = "") -> Iterator[Block]:
        for element in elements:
            name = local(element)
            if name == "p":
                yield from self.paragraphs.of(element, table)
            elif name == "tbl":
                yield self.tables.of(element, room)
            elif name in AROUND:
                yield from self.blocks(list(element), room, table)

    def _cell(self, element: Element, table: str) -> tuple[Block, ...]:
        found = list(self.blocks(list(element), length(flat(word(element, "tcPr")), "tcW", "w"), table))  # fmt: skip
        # Word wants a paragraph behind a table in a cell and shows nothing of it.
        if len(found) > 1 and isinstance(found[-1], Paragraph) and not isinstance(found[-2], Paragraph):  # fmt: skip
            found = found if found[-1].pieces else found[:-1]
        return tuple(found)


def room_of(section: Section) -> float:
    return section.width - section.left - section.right


def _numbering(part: Any) -> Numbers:
    rels = part.rels.values()
    parts = [one.target_part for one in rels if one.reltype == RELATIONSHIP_TYPE.NUMBERING]
    return Numbers(parts[0].element if parts else None)


def _grid(found: Properties) -> tuple[float, float]:
    """Return the height of the lines that a page's text keeps to, and the space between its characters.

    Both are 0 where it keeps to none.
    """
    grid = found.get("docGrid", {})
    lines = number(grid.get("linePitch")) / 20 if grid.get("type") in _GRIDS else 0
    spread = number(grid.get("charSpace")) / 4096 if grid.get("type") in _CHARACTERS else 0
    return lines, spread


def _sections(body: Element) -> Iterator[tuple[Element | None, list[Element]]]:
    """Yield the properties of each section and what stands in it."""
    elements: list[Element] = []
    for element in body:
        if element.tag == qn("w:sectPr"):
            yield element, elements
            return
        elements.append(element)
        if (rules := word(element, "pPr", "sectPr")) is not None:
            yield rules, elements
            elements = []
    yield None, elements
