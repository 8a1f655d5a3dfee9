"""What a PDF will not show of a template is told, with its place; nothing is left out in silence."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from papers import sample
from papers.reading import text_of_pdf
from PIL import Image

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.checking import check_templates
from ckanext.scigov.application.papers.docx_filling import OURS
from ckanext.scigov.application.papers.docx_undrawn import Place, Thing, Undrawn
from ckanext.scigov.application.papers.filling import PaperFormat, fill
from ckanext.scigov.application.papers.findings import PLACES, THINGS, Fault, Finding

NAME = "receipt.docx"
SPACES = (
    nsdecls("w", "wp", "a", "pic", "r", "m")
    + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006/{}"


def drawing(uri: str, around: str = "inline") -> str:
    return (
        f'<w:r><w:drawing><wp:{around}><a:graphic><a:graphicData uri="{uri}"/></a:graphic></wp:{around}>'
        "</w:drawing></w:r>"
    )


IN_PARAGRAPHS = {
    Thing.SHAPE: f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing("x/wordprocessingShape")}</mc:Choice><mc:Fallback><w:pict><v:rect/></w:pict></mc:Fallback></mc:AlternateContent></w:r>',
    Thing.FLOATING_PICTURE: drawing(GRAPHIC.format("picture"), "anchor"),
    Thing.PICTURE_FORMAT: drawing(GRAPHIC.format("picture")),
    Thing.CHART: drawing(GRAPHIC.format("chart")),
    Thing.DIAGRAM: drawing(GRAPHIC.format("diagram")),
    Thing.OBJECT: "<w:r><w:object/></w:r>",
    Thing.CHANGE: '<w:ins w:id="1" w:author="x"><w:r><w:t>新</w:t></w:r></w:ins>',
    Thing.NOTE: '<w:r><w:footnoteReference w:id="2"/></w:r>',
    Thing.FORMULA: "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>",
    Thing.RUBY: "<w:r><w:ruby><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>",
}
IN_SECTIONS = {
    Thing.COLUMNS: '<w:cols w:num="2"/>',
    Thing.PAGE_BORDERS: '<w:pgBorders><w:top w:val="single"/></w:pgBorders>',
    Thing.VERTICAL_TEXT: '<w:textDirection w:val="tbRl"/>',
}


def element(xml: str) -> Any:
    return parse_xml(f"<w:x {SPACES}>{xml}</w:x>")[0]


def picture() -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG")
    target.seek(0)
    return target


def found(tmp_path: Any, document: Any) -> tuple[Finding, ...]:
    document.save(str(tmp_path / NAME))
    return check_templates(tmp_path)


@pytest.mark.parametrize("thing", IN_PARAGRAPHS)
def test_what_stands_in_a_paragraph_is_told_with_its_text(tmp_path, thing):
    document = Document(str(OURS / NAME))
    document.add_paragraph("附图见下")._p.append(element(IN_PARAGRAPHS[thing]))
    near = {Thing.CHANGE: "附图见下新", Thing.RUBY: "附图见下字"}.get(thing, "附图见下")
    undrawn = Undrawn(thing, Place.BODY, near)
    assert found(tmp_path, document) == (Finding(Fault.NOT_IN_PDF, NAME, undrawn=undrawn),)


@pytest.mark.parametrize("thing", IN_SECTIONS)
def test_what_holds_for_a_page_is_told(tmp_path, thing):
    document = Document(str(OURS / NAME))
    document.sections[0]._sectPr.append(element(IN_SECTIONS[thing]))
    assert [one.undrawn.thing for one in found(tmp_path, document)] == [thing]


def test_what_holds_for_paragraphs_and_tables_is_told(tmp_path):
    document = Document(str(OURS / NAME))
    one = document.add_paragraph("图文框")
    one._p.get_or_add_pPr().append(element('<w:framePr w:w="100"/>'))
    document.add_table(1, 1).style = "Light Shading"
    document.element.body.insert(0, element('<w:altChunk r:id="x"/>'))
    things = [one.undrawn.thing for one in found(tmp_path, document)]
    assert things == [Thing.INSERTED_FILE, Thing.FRAME, Thing.TABLE_STYLE]


def test_every_thing_has_its_words_and_its_test():
    assert set(THINGS) == set(Thing)
    assert set(PLACES) == set(Place)
    tested = {
        *IN_PARAGRAPHS, *IN_SECTIONS, Thing.INSERTED_FILE, Thing.FRAME, Thing.TABLE_STYLE,
        Thing.PICTURE_EDITED,
    }  # fmt: skip
    assert tested == set(Thing)


def test_a_header_is_searched_and_the_paper_is_made_all_the_same(tmp_path):
    document = Document(str(OURS / NAME))
    head = document.sections[0].first_page_header.paragraphs[0]
    head._p.append(element(IN_PARAGRAPHS[Thing.SHAPE]))
    (finding,) = found(tmp_path, document)
    assert finding.is_broken is False
    assert str(finding) == (
        "The PDF will not show this of the template receipt.docx: a text box or a drawn shape. It stands"
        " in a header, near “{{ 制发单位 }}”. Write it as text, table or inline picture, or take it out."
    )
    content = fill(Paper.RECEIPT, sample.FILED, PaperFormat.PDF, template_folder=tmp_path)
    assert "政务数据共享申请受理回执" in text_of_pdf(content)


def test_a_picture_that_can_be_drawn_is_not_told(tmp_path):
    document = Document(str(OURS / NAME))
    document.add_paragraph().add_run().add_picture(picture())
    assert found(tmp_path, document) == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.blipFill.append(element('<a:srcRect l="10000"/>')),
        lambda one: one.spPr.xfrm.set("rot", "5400000"),
    ],
)
def test_a_picture_that_is_cropped_or_turned_is_drawn_as_it_was_and_told(tmp_path, change):
    document = Document(str(OURS / NAME))
    shape = document.add_paragraph("图").add_run().add_picture(picture())
    assert found(tmp_path, document) == ()
    change(shape._inline.graphic.graphicData.pic)
    undrawn = Undrawn(Thing.PICTURE_EDITED, Place.BODY, "图")
    assert found(tmp_path, document) == (Finding(Fault.NOT_IN_PDF, NAME, undrawn=undrawn),)


def test_only_what_a_reader_sees_of_changes_is_drawn(tmp_path):
    document = Document(str(OURS / NAME))
    one = document.add_paragraph("前")
    one._p.append(
        element('<w:del w:id="1" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>')
    )
    one._p.append(element('<w:ins w:id="2" w:author="x"><w:r><w:t>新</w:t></w:r></w:ins>'))
    assert [one.undrawn.thing for one in found(tmp_path, document)] == [Thing.CHANGE]
    content = fill(Paper.RECEIPT, sample.FILED, PaperFormat.PDF, template_folder=tmp_path)
    assert "前新" in text_of_pdf(content)
    assert "旧" not in text_of_pdf(content)
