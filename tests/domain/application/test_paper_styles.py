"""What holds for a paragraph or run: its own properties over its styles', its list's and its table's."""

from __future__ import annotations

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ckanext.scigov.application.papers.docx_runs import color_of, look_of
from ckanext.scigov.application.papers.docx_styles import Styles, flat, is_on, length, merged, value

THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:fontScheme>'
    '<a:minorFont><a:latin typeface="Calibri"/><a:ea typeface=""/>'
    '<a:font script="Hans" typeface="宋体"/></a:minorFont></a:fontScheme></a:theme>'
).encode()


def element(xml: str):
    return parse_xml(f"<w:x {nsdecls('w')}>{xml}</w:x>")[0]


STYLES = Styles(
    parse_xml(
        f"<w:styles {nsdecls('w')}>"
        '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia"/>'
        '<w:sz w:val="21"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="240"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:styleId="a" w:default="1"><w:name w:val="Normal"/>'
        '<w:pPr><w:jc w:val="both"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:keepNext/><w:ind w:firstLine="640" w:firstLineChars="200"/></w:pPr>'
        '<w:rPr><w:b/><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="c"><w:name w:val="Strong"/><w:rPr><w:b w:val="0"/><w:sz w:val="32"/></w:rPr></w:style>'
        '<w:style w:type="table" w:styleId="t"><w:name w:val="Table Grid"/><w:pPr><w:spacing w:after="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="round"><w:basedOn w:val="round"/></w:style>'
        "</w:styles>"
    ),
    THEME,
)


def paragraph(xml: str, table: str = "", numbers=None, *, is_styles: bool = False):
    return STYLES.paragraph(element(f"<w:pPr>{xml}</w:pPr>"), table, numbers or {}, is_styles=is_styles)  # fmt: skip


def test_a_paragraph_without_a_style_has_the_usual_one():
    found = paragraph('<w:spacing w:before="40"/>')
    assert found["jc"] == {"val": "both"}
    assert found["spacing"] == {"after": "100", "line": "240", "before": "40"}


def test_a_table_has_its_own_spacing_below_a_paragraphs_own():
    assert paragraph("", "t")["spacing"]["after"] == "0"
    assert paragraph('<w:spacing w:after="60"/>', "t")["spacing"]["after"] == "60"


def test_styles_stand_on_one_another_and_never_on_themselves():
    found = paragraph('<w:pStyle w:val="b"/>')
    assert (is_on(found, "keepNext"), found["jc"]["val"]) == (True, "both")
    assert [value(one, "styleId") for one in STYLES.chain("round", "paragraph")] == ["round"]
    assert STYLES.name("b") == "heading 1"


def test_a_hanging_indent_takes_the_place_of_a_first_lines():
    found = paragraph('<w:pStyle w:val="b"/><w:ind w:left="400" w:hanging="200"/>')
    assert found["ind"] == {"left": "400", "hanging": "200"}


def test_a_lists_indent_goes_before_its_styles_unless_the_list_comes_with_it():
    level = flat(element('<w:pPr><w:ind w:firstLine="100"/></w:pPr>'))
    assert paragraph('<w:pStyle w:val="b"/>', "", level)["ind"] == {"firstLine": "100"}
    own = paragraph('<w:pStyle w:val="b"/>', "", level, is_styles=True)["ind"]
    assert own == {"firstLine": "640", "firstLineChars": "200"}


def test_a_run_has_its_paragraphs_letters_and_may_switch_them_off():
    look = look_of(STYLES.run("b", None, ""), STYLES)
    assert (look.eastern, look.latin, look.size, look.is_bold) == ("黑体", "Calibri", 10.5, True)
    plain = look_of(STYLES.run("b", element('<w:rPr><w:rStyle w:val="c"/></w:rPr>'), ""), STYLES)
    assert (plain.size, plain.is_bold) == (16, False)
    usual = look_of(STYLES.run("", None, ""), STYLES)
    assert (usual.eastern, usual.latin) == ("宋体", "Calibri")


def test_looks_of_letters():
    xml = (
        '<w:rPr><w:color w:val="ff0000"/><w:highlight w:val="yellow"/><w:u w:val="single"/><w:strike/>'
        '<w:vertAlign w:val="superscript"/><w:spacing w:val="40"/><w:w w:val="80"/><w:i/></w:rPr>'
    )
    look = look_of(STYLES.run("", element(xml), ""), STYLES)
    assert (look.color, look.fill, look.spread, look.stretch) == ("FF0000", "FFFF00", 2, 0.8)
    assert (look.is_underlined, look.is_struck, look.is_italic) == (True, True, True)
    assert (round(look.size, 2), round(look.rise, 2)) == (6.83, 3.67)


def test_colours_and_lengths_that_are_none():
    assert [color_of(one) for one in ("auto", "", "12345g", "0a0b0c")] == ["", "", "", "0A0B0C"]
    assert length({"spacing": {"after": "x"}}, "spacing", "after") == 0
    assert length({}, "spacing", "after") == 0
    assert merged([{}, {"b": {"val": "0"}}]) == {"b": {"val": "0"}}
