"""A Word document in the form of GB/T 9704: fonts with stand-ins, margins, page numbers, red lines."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

BODY, TITLE, HEADING, FIGURES = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
STAND_INS = {BODY: "仿宋", TITLE: "宋体", HEADING: "SimHei", FIGURES: "SimSun"}
LATIN = "Times New Roman"
RED = RGBColor(0xD4, 0x12, 0x12)
LINE = 28
ALIGN = WD_ALIGN_PARAGRAPH
DAY = dt.datetime(2026, 1, 1, tzinfo=dt.timezone.utc)


def new_document(*, is_letter: bool) -> Any:
    document = Document()
    _plain(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(24 if not is_letter else 18)
    section.different_first_page_header_footer = is_letter
    if is_letter:
        document.settings.odd_and_even_pages_header_footer = True
        _number(section.footer, ALIGN.RIGHT)
        _number(section.even_page_footer, ALIGN.LEFT)
        red_line(_first(section.first_page_footer), "thinThickSmallGap", "top")
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
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in STAND_INS.items()
    )
    for part in document.part.package.parts:
        if part.partname == "/word/fontTable.xml":
            part._blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()


def _set_font(where: Any, name: str, size: float) -> None:
    where.font.size = Pt(size)
    where.font.name = LATIN
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


def red_line(paragraph: Any, kind: str, side: str) -> None:
    """Give a paragraph one of the red lines of a letter, wider than the text (170 mm)."""
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="{kind}" w:sz="24" w:space="4" w:color="D41212"/></w:pBdr>'
    )
    properties = paragraph._p.get_or_add_pPr()
    properties.append(border)
    paragraph.paragraph_format.left_indent = Mm(-8)
    paragraph.paragraph_format.right_indent = Mm(-6)


def _first(part: Any) -> Any:
    part.is_linked_to_previous = False
    return part.paragraphs[0]


def _number(footer: Any, align: Any) -> None:
    paragraph = _first(footer)
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
    for one in (paragraph.runs[0], paragraph.runs[-1]):
        one._r.find(qn("w:t")).set(qn("xml:space"), "preserve")


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
