"""A Word document in the form of GB/T 9704: fonts with stand-ins, margins, page numbers, red lines."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from copy import deepcopy
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from ckanext.scigov.application.papers.docx_placing import DAY as DATE
from ckanext.scigov.application.papers.docx_placing import LETTERHEAD, SIGNER

BODY, TITLE, HEADING, FIGURES = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
STAND_INS = {BODY: "仿宋", TITLE: "宋体", HEADING: "SimHei", FIGURES: "SimSun"}
LATIN, LATIN_HEADING = "Times New Roman", "Arial"
RED = RGBColor(0xD4, 0x12, 0x12)
LINE = 28
PLACED = (LETTERHEAD, SIGNER, DATE)
ALIGN = WD_ALIGN_PARAGRAPH
DAY = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)


def new_document(*, is_letter: bool) -> Any:
    document = Document()
    _plain(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    # The name of a letter's unit is 30 mm from the edge, the number of a page 7 mm below the text.
    section.header_distance, section.footer_distance = Mm(28), Mm(19.4)
    section.different_first_page_header_footer = is_letter
    if is_letter:
        document.settings.odd_and_even_pages_header_footer = True
        _number(section.footer, ALIGN.RIGHT).paragraph_format.right_indent = Pt(14)
        _number(section.even_page_footer, ALIGN.LEFT).paragraph_format.left_indent = Pt(14)
        low = write(first(section.first_page_footer), "", size=1, leading=4)
        # 20 mm from the edge.
        red_line(low, "thinThickSmallGap", space=1)
    else:
        _number(section.footer, ALIGN.CENTER)
    return document


def _plain(document: Any) -> None:
    """Leave one style: the text of an official paper."""
    normal = document.styles["Normal"]
    _set_font(normal, BODY, 16)
    normal.paragraph_format.space_after = Pt(0)
    for name in ("Title", "Heading 1"):
        document.styles[name].hidden = True
    for name in PLACED:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = normal
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in STAND_INS.items()
    )
    for part in document.part.package.parts:
        if part.partname == "/word/fontTable.xml":
            part._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _set_font(where: Any, name: str, size: float) -> None:
    where.font.size = Pt(size)
    where.font.name = LATIN_HEADING if name == HEADING else LATIN
    fonts = where.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), name)


def write(
    paragraph: Any,
    text: str,
    font: str = BODY,
    size: float = 16,
    *,
    align: Any = ALIGN.JUSTIFY,
    leading: float = LINE,
    indent: int = 0,
    color: Any = None,
) -> Any:
    """Write a text; ``indent`` of the first line is in characters."""
    run = paragraph.add_run(text)
    _set_font(run, font, size)
    if color is not None:
        run.font.color.rgb = color
    layout = paragraph.paragraph_format
    layout.alignment = align
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(leading)
    if indent:
        layout.first_line_indent = Pt(indent * size)
        paragraph._p.pPr.ind.set(qn("w:firstLineChars"), str(indent * 100))
    return paragraph


def red_line(paragraph: Any, kind: str, *, space: int) -> None:
    """Draw a red line of a letter below a paragraph, wider than the text (170 mm)."""
    border = parse_xml(
        f"<w:pBdr {nsdecls('w')}>"
        f'<w:bottom w:val="{kind}" w:sz="16" w:space="{space}" w:color="D41212"/></w:pBdr>'
    )
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    paragraph.paragraph_format.left_indent = Mm(-8)
    paragraph.paragraph_format.right_indent = Mm(-6)


def first(part: Any) -> Any:
    """Return the first paragraph of a header or footer."""
    part.is_linked_to_previous = False
    paragraph = part.paragraphs[0]
    paragraph.style = "Normal"
    return paragraph


def _number(footer: Any, align: Any) -> Any:
    paragraph = first(footer)
    write(paragraph, "— ", FIGURES, 14, align=align, leading=20)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    run = OxmlElement("w:r")
    field.append(run)
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    write(paragraph, " —", FIGURES, 14, align=align, leading=20)
    run.insert(0, deepcopy(paragraph.runs[0]._r.rPr))
    for one in (paragraph.runs[0], paragraph.runs[-1]):
        one._r.find(qn("w:t")).set(qn("xml:space"), "preserve")
    paragraph.paragraph_format.space_after = Mm(1.54)
    return paragraph


def saved(document: Any, title: str) -> bytes:
    """Return the document's bytes; they depend on nothing but what is in it."""
    about = document.core_properties
    about.title, about.author, about.comments, about.language = title, "", "", "zh-CN"
    about.created = about.modified = DAY
    about.last_modified_by, about.revision = "", 1
    raw, packed = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            part = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()
