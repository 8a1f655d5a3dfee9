"""The fonts of a PDF, and what it does with characters that they lack."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
import reportlab
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from papers import sample
from papers.reading import text_of_pdf

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.drawn import Look
from ckanext.scigov.application.papers.filling import PaperFormat, fill
from ckanext.scigov.application.papers.pdf_fonts import (
    Fonts,
    UnfitFont,
    eastern_name,
    load,
    unprintable,
)

VERA = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"


def fonts_in(content: bytes) -> dict[str, bool]:
    """Return the faces on the pages, and whether each is embedded."""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for one in page["/Resources"]["/Font"].values():
            font = one.get_object()
            found[str(font["/BaseFont"])] = "/FontFile2" in font.get("/FontDescriptor", {})
    return found


def test_official_faces_are_named_and_not_embedded():
    content = fill(Paper.REPLY_REFUSED, sample.ALL_REFUSED, PaperFormat.PDF)
    faces = fonts_in(content)
    assert {"/FangSong", "/FZXBSJW--GB1-0", "/SimHei", "/Times-Roman"} <= faces.keys()
    assert not any(faces.values())


def test_a_configured_font_is_embedded_and_others_help_it():
    values = replace(sample.FILED, applicant=replace(sample.APPLICANT, address="Science Road 1"))
    content = fill(Paper.APPLICATION, values, PaperFormat.PDF, fonts=Fonts(body=VERA))
    faces = fonts_in(content)
    embedded = [name for name, is_embedded in faces.items() if is_embedded]
    assert [name.partition("+")[2] for name in embedded] == ["BitstreamVeraSans-Roman"]
    assert "/FangSong" in faces
    text = text_of_pdf(content)
    assert "ScienceRoad1" in text
    assert "核验辖区企业申报高新技术企业认定的材料" in text


def test_fonts_of_title_and_headings_stand_for_themselves():
    title, heading = Look("方正小标宋简体"), Look("黑体")
    faces = load(Fonts(title=VERA))
    assert faces.of(title).names[0].startswith("site-")
    assert faces.of(heading).names[0] == "SimHei"
    assert faces.of(Look("仿宋_GB2312")).names[0] == "FangSong"
    whole = load(Fonts(body=VERA, heading=VERA))
    assert {whole.of(one).names[0] for one in (title, heading, Look("楷体"))} == {
        faces.of(title).names[0]
    }


@pytest.mark.parametrize(
    ("word", "pdf"),
    [
        ("仿宋_GB2312", "FangSong"), ("FangSong", "FangSong"), ("华文仿宋", "STFangsong"),
        ("方正小标宋简体", "FZXBSJW--GB1-0"), ("SimHei", "SimHei"), ("新宋体", "NSimSun"),
        ("楷体_GB2312", "KaiTi"), ("Microsoft YaHei", "MicrosoftYaHei"), ("华文琥珀", "FangSong"),
        ("", "FangSong"),
    ],
)  # fmt: skip
def test_chinese_faces_go_by_their_names(word, pdf):
    assert eastern_name(word) == pdf


@pytest.mark.parametrize(
    ("look", "latin"),
    [
        (Look(latin="Times New Roman"), "Times-Roman"),
        (Look(latin="Arial", is_bold=True), "Helvetica-Bold"),
        (Look(latin="Courier New", is_italic=True), "Courier-Oblique"),
        (Look(latin="", is_bold=True, is_italic=True), "Times-BoldItalic"),
    ],
)
def test_latin_letters_have_their_own_bold_and_slanted_ones(look, latin):
    face = load(Fonts()).of(look)
    assert face.names[1] == latin
    assert face.has_bold(latin)
    assert not face.has_bold("FangSong")


def test_nothing_has_no_runs():
    face = load(Fonts()).of(Look())
    assert list(face.runs("")) == []
    assert list(face.runs("第1项ö")) == [
        ("FangSong", "第"), ("Times-Roman", "1"), ("FangSong", "项"), ("Times-Roman", "ö"),
    ]  # fmt: skip


def chinese(path: Path, characters: str) -> Path:
    """Write a TrueType font whose characters are all the same square, as wide as high."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for place in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(place)
    pen.closePath()
    names = {ord(char): f"u{ord(char):x}" for char in characters}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (1000, 100)))
    builder.setupHorizontalHeader(ascent=860, descent=-140)
    builder.setupNameTable({"familyName": "Square", "styleName": "Regular", "psName": "Square"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(path)
    return path


def test_a_chinese_font_of_the_site_goes_into_the_pdf_and_says_the_same(tmp_path):
    plain = text_of_pdf(fill(Paper.EXTENSION, sample.EXTENDED, PaperFormat.PDF))
    font = chinese(tmp_path / "square.ttf", "".join(dict.fromkeys(plain)))
    content = fill(Paper.EXTENSION, sample.EXTENDED, PaperFormat.PDF, fonts=Fonts(body=font))
    assert text_of_pdf(content) == plain
    faces = fonts_in(content)
    assert [name.partition("+")[2] for name, is_embedded in faces.items() if is_embedded] == [
        "Square"
    ]
    assert "/FangSong" not in faces
    again = fill(Paper.EXTENSION, sample.EXTENDED, PaperFormat.PDF, fonts=Fonts(body=font))
    assert again == content


def test_outlines_of_another_kind_are_told(tmp_path):
    pen = T2CharStringPen(1000, None)
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupCFF("Curves", {}, {".notdef": pen.getCharString()}, {})
    builder.setupHorizontalMetrics({".notdef": (1000, 0)})
    builder.setupHorizontalHeader(ascent=860, descent=-140)
    builder.setupNameTable({"familyName": "Curves", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.save(tmp_path / "curves.otf")
    with pytest.raises(
        UnfitFont, match=r"curves\.otf cannot be put into a PDF: .*postscript outlines"
    ):
        load(Fonts(body=tmp_path / "curves.otf"))


@pytest.mark.parametrize("content", [b"no font", None])
def test_a_file_that_is_no_font_is_told(tmp_path, content):
    path = tmp_path / "bad.ttf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(
        UnfitFont, match=r"bad\.ttf cannot be put into a PDF: .+ Name a TrueType file"
    ):
        fill(Paper.APPLICATION, sample.FILED, PaperFormat.PDF, fonts=Fonts(body=path))


def test_rare_characters_are_marked_and_told():
    name = "𠮷田，Müller é 㐂"
    assert unprintable(name + "\n𠮷") == ("𠮷",)
    values = replace(sample.FILED, applicant=replace(sample.APPLICANT, name=name))
    assert "〓田，Mülleré㐂" in text_of_pdf(fill(Paper.APPLICATION, values, PaperFormat.PDF))


@pytest.mark.parametrize("length", [10, 2_000, 30_000])
def test_a_text_of_any_length_is_told_whole(length):
    words = "为核验企业申报材料减少重复证明"
    purpose = (words * (length // len(words) + 1))[:length]
    values = replace(sample.FILED, use=replace(sample.USE, purpose=purpose))
    text = text_of_pdf(fill(Paper.APPLICATION, values, PaperFormat.PDF))
    signs = sum(purpose.count(char) for char in "核验")
    other = text_of_pdf(fill(Paper.APPLICATION, sample.FILED, PaperFormat.PDF))
    base = sum(other.count(char) - sample.USE.purpose.count(char) for char in "核验")
    assert sum(text.count(char) for char in "核验") == signs + base


def test_long_names_and_many_data_are_told_whole():
    parts = tuple(
        replace(sample.REFUSED, dataset=f"数据{number}" + "很长的名称" * 40) for number in range(60)
    )
    values = replace(sample.ALL_REFUSED, parts=parts, issuer="某省" + "很长的单位名称" * 8)
    text = text_of_pdf(fill(Paper.REPLY_REFUSED, values, PaperFormat.PDF))
    # The unit's name stands above the first page and at the end.
    assert text.count("称") == 60 * 40 + 2 * 8
