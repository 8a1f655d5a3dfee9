"""Make the templates that are shipped, out of ``sheets.py``.

    PYTHONPATH=tests .venv/bin/python -m papers.make

A unit copies one into its own folder and changes it in Word; nothing here is needed for that.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.docx_filling import OURS
from papers.blocks import (
    Block,
    BySelf,
    Form,
    Grid,
    Head,
    Line,
    Questions,
    Section,
    Sheet,
    Signature,
    Style,
    Text,
)  # fmt: skip
from papers.page import (
    ALIGN,
    DATE,
    HEADING,
    LETTERHEAD,
    LINE,
    RED,
    SIGNER,
    TITLE,
    first,
    new_document,
    red_line,
    saved,
    write,
)  # fmt: skip
from papers.sheets import SHEETS

WIDTH = 156  # mm
LABEL = 0.18
LOOKS: dict[Style, dict[str, Any]] = {
    Style.TITLE: {"font": TITLE, "size": 22, "align": ALIGN.CENTER, "leading": 34},
    Style.NUMBER: {"align": ALIGN.RIGHT},
    Style.CAPTION: {"size": 12, "align": ALIGN.CENTER, "leading": 22},
    Style.ADDRESSEE: {},
    Style.HEADING: {"font": HEADING, "indent": 2},
    Style.BODY: {"indent": 2},
    Style.NOTE: {"indent": 2},
}
PADS = (
    f"<w:tblCellMar {nsdecls('w')}>"
    + "".join(f'<w:{side} w:w="100" w:type="dxa"/>' for side in ("top", "left", "bottom", "right"))
    + "</w:tblCellMar>"
)
"""Five points between borders and text."""
CELL = {"size": 12, "leading": 19}


def template(sheet: Sheet) -> bytes:
    document = new_document(is_letter=sheet.is_letter)
    for number, block in enumerate(sheet.blocks):
        following = sheet.blocks[number + 1] if number + 1 < len(sheet.blocks) else None
        _add(document, block, following, is_letter=sheet.is_letter)
    return saved(document, sheet.title)


def _add(document: Any, block: Block, following: Block | None, *, is_letter: bool) -> None:
    if isinstance(block, Head):
        _head(document, block)
    elif isinstance(block, Text):
        _text(document, block, following, is_letter=is_letter)
    elif isinstance(block, Form):
        _form(document, block)
    elif isinstance(block, Grid):
        _grid(document, block)
    elif isinstance(block, Signature):
        _signature(document, block)
    else:
        _by_self(document, block)


def _head(document: Any, block: Head) -> None:
    """The letterhead is the header of the first page: it stands above the text of the others."""
    paragraph = first(document.sections[0].first_page_header)
    paragraph.style = LETTERHEAD
    write(paragraph, block.text, TITLE, 38, align=ALIGN.CENTER, leading=44, color=RED)
    paragraph.paragraph_format.space_after = Pt(10)
    # 4 mm below the name.
    red_line(paragraph, "thickThinSmallGap", space=11)


def _text(document: Any, block: Text, following: Block | None, *, is_letter: bool) -> None:
    if block.when:
        document.add_paragraph(f"{{%p if {block.when} %}}")
    if block.each:
        document.add_paragraph(f"{{%p for 项 in {block.each} %}}")
    paragraph = write(document.add_paragraph(), block.text, **LOOKS[block.style])
    layout = paragraph.paragraph_format
    if block.style is Style.TITLE:
        layout.space_before, layout.space_after = (Pt(LINE), Pt(LINE)) if is_letter else (0, Pt(10))
    if isinstance(following, Grid):
        layout.space_after = Pt(4)
    layout.keep_with_next = (
        block.style is Style.HEADING
        or block.text.endswith("：")
        or isinstance(following, Signature | BySelf)
    )
    if block.style is Style.NOTE:
        layout.space_before = Pt(LINE / 2)
    if block.each:
        document.add_paragraph("{%p endfor %}")
    if block.when:
        document.add_paragraph("{%p endif %}")


def _table(document: Any, shares: Sequence[float]) -> Any:
    table = document.add_table(rows=0, cols=len(shares))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    table._tbl.tblPr.append(parse_xml(PADS))
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(WIDTH * share)
    return table


def _row(table: Any, spans: Sequence[int], texts: Sequence[tuple[str, dict[str, Any]]]) -> Any:
    """Add a row whose cells span so many of the table's columns."""
    row = table.add_row()
    row.height_rule, row.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Pt(29)
    column = 0
    for span, (text, look) in zip(spans, texts, strict=True):
        cell = row.cells[column]
        if span > 1:
            cell = cell.merge(row.cells[column + span - 1])
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        lines = text.split("\n")
        for number, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
            write(paragraph, line, **{**CELL, "align": ALIGN.LEFT, **look})
        column += span
    return row


def _tag(table: Any, columns: int, tag: str) -> None:
    """Add a row that only docxtpl sees."""
    _row(table, (columns,), ((f"{{%tr {tag} %}}", {}),))


LABELLED = {"font": HEADING, "align": ALIGN.CENTER}


def _form(document: Any, block: Form) -> None:
    table = _table(document, (LABEL, 0.5 - LABEL, LABEL, 0.5 - LABEL))
    for row in block.rows:
        if isinstance(row, Section):
            added = _row(table, (4,), ((row.text, {"font": HEADING}),))
            added.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        elif isinstance(row, Questions):
            _tag(table, 4, f"for 项 in {row.each}")
            _row(table, (1, 3), ((row.label, LABELLED), (row.text, {})))
            _tag(table, 4, "endfor")
        else:
            _line(table, row)
    _end(document)


def _line(table: Any, row: Line) -> None:
    if row.when:
        _tag(table, 4, f"if {row.when}")
    texts = [one for label, text in row.cells for one in ((label, LABELLED), (text, {}))]
    spans = (1, 3) if len(row.cells) == 1 else (1, 1, 1, 1)
    if row.is_tall:
        texts[-1] = (texts[-1][0], {"align": ALIGN.RIGHT})
    added = _row(table, spans, texts)
    if row.is_tall:
        added.height = Pt(150)
        added.cells[-1].vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    if row.when:
        _tag(table, 4, "endif")


def _grid(document: Any, block: Grid) -> None:
    count = len(block.columns)
    table = _table(document, [column.share / 100 for column in block.columns])
    head = _row(table, [1] * count, [(column.heading, LABELLED) for column in block.columns])
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head._tr.get_or_add_trPr().append(repeated)
    for cell in head.cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    _tag(table, count, f"for 件 in {block.each}")
    _row(
        table,
        [1] * count,
        [(one.text, {"align": ALIGN.CENTER} if one.is_short else {}) for one in block.columns],
    )
    _tag(table, count, "endfor")
    _end(document)


def _end(document: Any) -> None:
    """Word joins tables that no paragraph parts."""
    write(document.add_paragraph(), "", size=4, leading=8)


def _signature(document: Any, block: Signature) -> None:
    for text in ("", ""):
        write(document.add_paragraph(), text).paragraph_format.keep_with_next = True
    for text, style in ((block.signer, SIGNER), (block.day, DATE)):
        paragraph = write(document.add_paragraph(style=style), text, align=ALIGN.RIGHT)
        paragraph.paragraph_format.right_indent = Pt(64)
        paragraph.paragraph_format.keep_with_next = style == SIGNER


def _by_self(document: Any, block: BySelf) -> None:
    write(document.add_paragraph(), "").paragraph_format.keep_with_next = True
    for number, (text, when) in enumerate(block.lines, 1):
        if when:
            document.add_paragraph(f"{{%p if {when} %}}")
        paragraph = write(document.add_paragraph(), text, align=ALIGN.RIGHT, leading=LINE + 6)
        paragraph.paragraph_format.keep_with_next = number < len(block.lines)
        if when:
            document.add_paragraph("{%p endif %}")


def all_templates() -> dict[str, bytes]:
    return {f"{paper.value}.docx": template(SHEETS[paper]) for paper in Paper}


def main(folder: Path = OURS) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in all_templates().items():
        (folder / name).write_bytes(content)
        sys.stdout.write(f"{folder / name}: {len(content)} bytes\n")


if __name__ == "__main__":
    main()
