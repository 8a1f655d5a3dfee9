"""A unit's own templates: taken where they are, and what is wrong with one is told in a sentence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from docx import Document
from papers import sample
from papers.reading import lines_of_docx

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.checking import check_templates
from ckanext.scigov.application.papers.docx_filling import OURS
from ckanext.scigov.application.papers.fields import FIELDS
from ckanext.scigov.application.papers.filling import PaperFormat, fill
from ckanext.scigov.application.papers.findings import BrokenTemplate, Fault, Finding
from ckanext.scigov.application.papers.titles import MUST_SHOW, TITLES

RECEIPT = "receipt.docx"
MUST = (
    "{{ 文号 }}{{ 受理编号 }}{{ 制发单位 }}{{ 制发日期 }}{{ 申请人 }}{{ 提交日期 }}{{ 收到日期 }}"
)
ROWS = "{% for 件 in 数据 %}{{ 件.数据资源 }}{% endfor %}"


def template(folder: Path, *texts: str, name: str = RECEIPT) -> Path:
    """Write a template with a paragraph for each text, as Word would save it."""
    document = Document()
    for text in texts:
        document.add_paragraph(text)
    document.save(str(folder / name))
    return folder


def filled(folder: Path, paper: Paper = Paper.RECEIPT) -> list[str]:
    content = fill(paper, sample.OF_PAPERS[paper], PaperFormat.DOCX, template_folder=folder)
    return lines_of_docx(content)


def test_ours_are_right():
    assert check_templates(OURS) == ()
    assert set(TITLES) == set(MUST_SHOW) == set(Paper)
    assert all(names <= FIELDS.keys() for names in MUST_SHOW.values())


def test_the_units_own_template_is_taken_and_ours_for_the_rest(tmp_path):
    template(tmp_path, MUST, "本单位的版本：{{ 受理编号 }}", ROWS)
    assert check_templates(tmp_path) == ()
    assert "本单位的版本：SJSQ-20260924-0001" in filled(tmp_path)
    assert "延期答复通知书" in filled(tmp_path, Paper.EXTENSION)


def test_word_may_part_a_field_into_pieces(tmp_path):
    document = Document()
    paragraph = document.add_paragraph("编号{{ 受")
    paragraph.add_run("理编").bold = True
    paragraph.add_run("号 }}止")
    document.save(str(tmp_path / RECEIPT))
    assert filled(tmp_path) == ["编号SJSQ-20260924-0001止"]


@pytest.mark.parametrize(
    ("text", "fault", "field"),
    [
        ("{{ 受理号码 }}", Fault.UNKNOWN_FIELD, "受理号码"),
        ("{% for 件 in 数据 %}{{ 件.价格 }}{% endfor %}", Fault.UNKNOWN_FIELD, "价格"),
        ("{% for 件 in 数据源 %}{% endfor %}", Fault.UNKNOWN_FIELD, "数据源"),
        ("{{ range(3) }}", Fault.UNKNOWN_FIELD, "range"),
        ("{{ 受理编号 x }}", Fault.SYNTAX, "{{ 受理编号 x }} (expected token 'end of print statement', got 'x')"),
        ("{{ 受理编号|粗体 }}", Fault.SYNTAX, "{{ 受理编号|粗体 }} (No filter named '粗体'.)"),
        ("{{ 使用目的|safe }}", Fault.SYNTAX, "{{ 使用目的|safe }} (No filter named 'safe'.)"),
        ("{% autoescape false %}{{ 使用目的 }}{% endautoescape %}", Fault.FORBIDDEN, "{% autoescape %}"),
        ("{% include 'x' %}", Fault.FORBIDDEN, "{% include %}"),
        ("{% set x = 1 %}", Fault.FORBIDDEN, "{% set %}"),
    ],
)  # fmt: skip
def test_a_broken_template_is_named_with_its_field(tmp_path, text, fault, field):
    template(tmp_path, MUST, ROWS, text)
    found = Finding(fault, RECEIPT, field)
    assert check_templates(tmp_path) == (found,)
    with pytest.raises(BrokenTemplate) as error:
        filled(tmp_path)
    assert error.value.finding == found
    assert str(error.value) == str(found)


def test_the_sandbox_lets_nothing_out(tmp_path):
    template(tmp_path, MUST, ROWS, "{{ 受理编号.__class__.__mro__ }}")
    assert check_templates(tmp_path) == (Finding(Fault.UNKNOWN_FIELD, RECEIPT, "__class__"),)
    with pytest.raises(BrokenTemplate) as error:
        filled(tmp_path)
    assert error.value.finding.fault is Fault.FORBIDDEN


def test_a_for_without_its_end_is_told(tmp_path):
    template(tmp_path, MUST, "{% for 件 in 数据 %}{{ 件.数据资源 }}")
    (found,) = check_templates(tmp_path)
    assert (found.fault, found.template) == (Fault.SYNTAX, RECEIPT)
    assert "endfor" in found.field
    with pytest.raises(BrokenTemplate):
        filled(tmp_path)


def test_a_sum_of_words_and_numbers_is_told(tmp_path):
    template(tmp_path, MUST, ROWS, "{{ 受理编号 + 1 }}")
    with pytest.raises(BrokenTemplate) as error:
        filled(tmp_path)
    assert error.value.finding.fault is Fault.SYNTAX


def test_an_unknown_field_in_a_branch_that_is_not_taken_is_found(tmp_path):
    template(tmp_path, MUST, ROWS, "{% if 延期至 %}{{ 延期之日 }}{% endif %}")
    assert "延期之日" not in "".join(filled(tmp_path))
    assert check_templates(tmp_path) == (Finding(Fault.UNKNOWN_FIELD, RECEIPT, "延期之日"),)


def test_loops_know_their_columns_their_counter_and_no_others(tmp_path):
    inside = "{% for 件 in 数据 %}{{ loop.index }}{{ 件.提供单位 }}{% for 名 in 材料 if 名 %}{{ 名 }}{% else %}{{ 无 }}{% endfor %}{% endfor %}"
    other = "{% for 数 in [1, 2] %}{{ 数 }}{% endfor %}"
    template(tmp_path, MUST, inside, "{{ loop.index }}{{ 件.序号 }}", other)
    assert [finding.field for finding in check_templates(tmp_path)] == ["无", "index", "序号"]


def test_what_the_paper_must_show_is_missed(tmp_path):
    template(tmp_path, MUST.replace("{{ 收到日期 }}", ""))
    assert check_templates(tmp_path) == (
        Finding(Fault.MISSING_FIELD, RECEIPT, "收到日期"),
        Finding(Fault.MISSING_FIELD, RECEIPT, "数据"),
    )


def test_a_field_in_the_footer_or_the_properties_counts(tmp_path):
    document = Document()
    document.add_paragraph(MUST + ROWS)
    document.sections[0].footer.paragraphs[0].text = "{{ 页脚 }}"
    document.core_properties.title = "{{ 题名 }}"
    document.save(str(tmp_path / RECEIPT))
    assert [finding.field for finding in check_templates(tmp_path)] == ["题名", "页脚"]


def test_a_file_that_is_none_is_told(tmp_path):
    (tmp_path / RECEIPT).write_bytes(b"no document")
    shutil.copy(OURS / RECEIPT, tmp_path / "回执.docx")
    (tmp_path / "~$receipt.docx").write_bytes(b"Word has it open")
    assert [str(finding) for finding in check_templates(tmp_path)] == [
        "The template receipt.docx cannot be read as a Word document. Save it again as .docx.",
        "The file 回执.docx has no paper's name and is never used. Rename or remove it.",
    ]
    with pytest.raises(BrokenTemplate, match="cannot be read as a Word document"):
        filled(tmp_path)


def test_a_template_that_cannot_be_set_is_told(tmp_path):
    document = Document(str(OURS / RECEIPT))
    sections = document.element.body.sectPr
    sections.footerReference_lst[0].rId = "rId999"
    document.save(str(tmp_path / RECEIPT))
    assert check_templates(tmp_path) == (Finding(Fault.UNREADABLE, RECEIPT),)


def test_lengths_that_are_none_are_taken_as_nothing(tmp_path):
    document = Document(str(OURS / RECEIPT))
    sizes = document.element.body.xpath(".//w:sz | .//w:spacing | .//w:gridCol | .//w:tblW")
    for one in sizes:
        for name in one.attrib:
            one.set(name, "viel")
    document.save(str(tmp_path / RECEIPT))
    assert check_templates(tmp_path) == ()


def test_a_folder_without_templates_or_none_at_all_is_right(tmp_path):
    assert check_templates(tmp_path / "absent") == ()
