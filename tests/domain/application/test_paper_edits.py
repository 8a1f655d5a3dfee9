"""What a unit changes in its template shows in the PDF, too."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from papers import sample
from papers.drawing import MM, Line, lines, marks, pages, texts
from papers.reading import text_of_pdf
from PIL import Image as Pictures

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.checking import check_templates
from ckanext.scigov.application.papers.docx_filling import OURS
from ckanext.scigov.application.papers.filling import PaperFormat, fill
from ckanext.scigov.application.papers.pdf_marks import Glyphs, Image, Stroke, Surface

NAME = "extension.docx"
Edit = Callable[[Any], object]


@pytest.fixture
def edited(tmp_path) -> Callable[..., bytes]:
    """Return the DOCX out of our template after an edit; the template is right."""

    def fill_edited(edit: Edit, form: PaperFormat = PaperFormat.DOCX) -> bytes:
        document = Document(str(OURS / NAME))
        edit(document)
        document.save(str(tmp_path / NAME))
        assert check_templates(tmp_path) == ()
        return fill(Paper.EXTENSION, sample.EXTENDED, form, template_folder=tmp_path)

    return fill_edited


def paragraph(document: Any, text: str) -> Any:
    return next(one for one in document.paragraphs if text in one.text)


def line(docx: bytes, text: str) -> Line:
    return next(one for page in pages(docx) for one in lines(page) if text in one.text)


def picture(width: int = 40, height: int = 20, form: str = "PNG") -> io.BytesIO:
    target = io.BytesIO()
    Pictures.new("RGB", (width, height), (212, 18, 18)).save(target, form)
    target.seek(0)
    return target


def test_changed_added_and_moved_paragraphs(edited):
    def edit(document):
        paragraph(document, "特此通知").runs[0].text = "特此函告。"
        paragraph(document, "特此").insert_paragraph_before("请于{{ 延期至 }}后查询。")
        title = paragraph(document, "延期答复通知书")
        title._p.addnext(paragraph(document, "（联系人")._p)

    for form in PaperFormat:
        content = edited(edit, form)
        text = text_of_pdf(content) if form is PaperFormat.PDF else "".join(texts(content)[0])
        assert "请于2027年1月12日（暂定）后查询。特此函告。" in text
        assert "延期答复通知书（联系人：承办人丙" in text
        assert "特此通知" not in text


def test_size_weight_colour_and_place_of_letters(edited):
    def edit(document):
        one = paragraph(document, "特此通知")
        one.alignment = WD_ALIGN_PARAGRAPH.CENTER
        one.paragraph_format.first_line_indent = Pt(0)
        one._p.pPr.ind.attrib.pop(qn("w:firstLineChars"), None)
        run = one.runs[0]
        run.font.size, run.font.bold, run.font.color.rgb = Pt(22), True, RGBColor(0, 0, 0xFF)

    docx = edited(edit)
    found = line(docx, "特此通知")
    assert (found.size, round((found.x + found.to_x) / 2 / MM)) == (22, 106)
    (mark,) = [one for _, _, one in marks(pages(docx)[0], Glyphs) if one.text == "特此通知。"]
    assert (mark.color, mark.is_thickened) == ("0000FF", True)


def test_underlined_blanks_keep_their_line(edited):
    def edit(document):
        document.add_paragraph("签收：").add_run("          ").underline = True

    (place,) = [one for _, _, one in marks(pages(edited(edit))[0], Stroke) if one.color == "000000"]
    # Ten blanks of 16 points, a quarter as wide as they are high, below the line.
    assert place.to_x - place.x == pytest.approx(40)


def test_margins_of_the_page(edited):
    def edit(document):
        document.sections[0].left_margin = Mm(40)
        document.sections[0].top_margin = Mm(60)

    docx = edited(edit)
    assert line(docx, "某省某市高新").x == pytest.approx(40 * MM, abs=0.6)
    assert max(one.y for one in lines(pages(docx)[0])[1:]) < (297 - 60) * MM


def test_words_in_header_and_footer_and_how_many_pages_there_are(edited):
    def edit(document):
        section = document.sections[0]
        section.first_page_footer.add_paragraph("共")._p.append(field("NUMPAGES"))
        section.header.is_linked_to_previous = False
        section.header.paragraphs[0].text = "{{ 受理编号 }}"
        section.even_page_header.is_linked_to_previous = False
        section.even_page_header.paragraphs[0].text = "偶数页"
        document.add_page_break()
        document.add_paragraph("第二页")
        document.add_page_break()
        document.add_paragraph("第三页")

    found = [text_of_page(one) for one in pypdf.PdfReader(io.BytesIO(edited(edit, PaperFormat.PDF))).pages]  # fmt: skip
    assert found[0].count("某省科学技术厅") == 2
    assert "共3" in found[0]
    assert ("偶数页" in found[1], "第二页" in found[1], "—2—" in found[1]) == (True, True, True)
    assert ("SJSQ-20260924-0001" in found[2], "第三页" in found[2]) == (True, True)


def field(name: str) -> Any:
    """A field as WPS writes it: begin, instruction, what it showed, end."""
    run = OxmlElement("w:r")
    for kind, text in (("begin", ""), ("", name), ("separate", ""), ("shown", "99"), ("end", "")):
        if kind in ("begin", "separate", "end"):
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:t" if kind else "w:instrText")
            part.text = text
        run.append(part)
    link = OxmlElement("w:hyperlink")
    link.append(run)
    return link


def text_of_page(page: Any) -> str:
    return "".join(page.extract_text().split())


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_beside_the_name_of_the_unit(edited, form):
    def edit(document):
        head = document.sections[0].first_page_header.paragraphs[0]
        head.insert_paragraph_before().add_run().add_picture(picture(form=form), width=Mm(20))

    page = pages(edited(edit))[0]
    ((x, y, image),) = marks(page, Image)
    assert (image.width, image.height) == (pytest.approx(20 * MM), pytest.approx(10 * MM))
    assert (x / MM, (y + image.y + image.height) / MM) == (pytest.approx(28, abs=0.1), pytest.approx(269, abs=0.1))  # fmt: skip
    # What stands below it goes down.
    assert lines(page)[0].y < 269 * MM - 10 * MM
    reader = pypdf.PdfReader(io.BytesIO(edited(edit, PaperFormat.PDF)))
    assert len(reader.pages[0].images) == 1


def test_a_picture_that_is_too_wide_is_made_smaller(edited):
    def edit(document):
        document.add_paragraph().add_run().add_picture(picture(), width=Mm(312))

    ((_, _, image),) = [one for page in pages(edited(edit)) for one in marks(page, Image)]
    assert (image.width / MM, image.height / MM) == (pytest.approx(156, abs=0.1), pytest.approx(78, abs=0.1))  # fmt: skip


def test_characters_and_lines_keep_to_the_grid_of_the_page(edited):
    def edit(document):
        grid = document.sections[0]._sectPr.find(qn("w:docGrid"))
        for name, text in (("type", "linesAndChars"), ("linePitch", "600"), ("charSpace", "-8192")):
            grid.set(qn(f"w:{name}"), text)
        one = document.add_paragraph("格" * 60)
        one.paragraph_format.line_spacing = 1

    found = [
        one for page in pages(edited(edit)) for one in lines(page) if one.text.startswith("格")
    ]
    # Characters of 16 points two points nearer: 31 in a line of 156 mm; lines 30 points apart.
    assert [len(one.text) for one in found] == [31, 29]
    assert found[0].y - found[1].y == pytest.approx(30, abs=0.1)


def test_numbered_lists_count_and_begin_again(edited):
    def edit(document):
        for text, style in (
            ("甲", "List Number"), ("{{ 受理编号 }}", "List Number"), ("子", "List Number 2"),
            ("丙", "List Number"), ("点", "List Bullet"),
        ):  # fmt: skip
            document.add_paragraph(text, style=style)

    found = [text for page in texts(edited(edit)) for text in page if text[0] in "123•"]
    assert found[-5:] == ["1.甲", "2.SJSQ-20260924-0001", "1.子", "3.丙", "•点"]


def test_added_columns_and_merged_cells(edited):
    def edit(document):
        document.add_page_break()
        table = document.add_table(3, 3)
        table.style = "Table Grid"
        table.cell(0, 0).merge(table.cell(0, 1)).text = "横"
        table.cell(1, 2).merge(table.cell(2, 2)).text = "纵一\n纵二\n纵三"
        table.cell(2, 0).text = "底"
        shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="ddeeff"/>')
        table.cell(2, 0)._tc.get_or_add_tcPr().append(shade)

    page = pages(edited(edit))[1]
    assert [one.text for one in lines(page)][:-1] == ["横", "纵一", "底纵二", "纵三"]
    ((_, _, fill_),) = marks(page, Surface)
    assert fill_.color == "DDEEFF"
    wide = page.section.width - page.section.left - page.section.right
    level = sorted(one.to_x - one.x for _, _, one in marks(page, Stroke) if one.y == one.to_y and one.color == "000000")  # fmt: skip
    # A third of the width for each cell but the merged one: above and below each.
    assert level == [pytest.approx(wide / 3, abs=1)] * 12 + [pytest.approx(wide * 2 / 3, abs=1)] * 2


def test_tabs_stop_where_they_are_set(edited):
    def edit(document):
        one = document.add_paragraph("左\t中间\t右边")
        stops = one.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(75), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    page = pages(edited(edit))[0]
    found = {one.text: (x + one.x, one) for x, _, one in marks(page, Glyphs)}
    assert found["中间"][0] + 16 == pytest.approx((28 + 75) * MM, abs=0.6)
    assert found["右边"][0] + 32 == pytest.approx((28 + 150) * MM, abs=0.6)
    assert any(set(text) == {"."} for text in found)


def test_a_page_lies_across_and_numbers_begin_anew(edited):
    def edit(document):
        section = document.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.different_first_page_header_footer = False
        number = parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="11"/>')
        section._sectPr.append(number)
        document.add_paragraph("横向")

    reader = pypdf.PdfReader(io.BytesIO(edited(edit, PaperFormat.PDF)))
    boxes = [
        (round(one.mediabox.width / MM), round(one.mediabox.height / MM)) for one in reader.pages
    ]
    assert boxes == [(210, 297), (297, 210)]
    assert text_of_page(reader.pages[1]) == "横向—11—"


def test_borders_and_shading_of_paragraphs(edited):
    def edit(document):
        for text in ("框一", "框二"):
            one = document.add_paragraph(text)
            sides = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="0000FF"/>' for side in ("top", "left", "bottom", "right"))  # fmt: skip
            one._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{sides}</w:pBdr>"))

    found = [one for page in pages(edited(edit)) for _, _, one in marks(page, Stroke)]
    blue = [one for one in found if one.color == "0000FF"]
    # One box round both: a line above the first, one below the second, four at the sides.
    assert [one.y == one.to_y for one in blue].count(True) == 2
    assert len(blue) == 6


def test_the_same_template_and_values_give_the_same_bytes(edited):
    def edit(document):
        document.paragraphs[0].add_run().add_picture(picture(), width=Mm(20))

    assert edited(edit, PaperFormat.PDF) == edited(edit, PaperFormat.PDF)
