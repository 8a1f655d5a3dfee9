"""Papers as DOCX and PDF: complete, the same every time, and nothing but text out of what people wrote."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from functools import lru_cache

import pypdf
import pytest
from docx import Document
from papers import make, sample
from papers.reading import lines_of_docx, text_of_pdf
from papers.sheets import SHEETS

from ckanext.scigov.application.domain.paper_values import PaperValues
from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers.docx_filling import OURS
from ckanext.scigov.application.papers.filling import (
    MEDIA_TYPES,
    LackingValues,
    PaperFormat,
    file_name,
    fill,
)
from ckanext.scigov.application.papers.titles import BY_APPLICANTS, TITLES

DOCX, PDF = PaperFormat.DOCX, PaperFormat.PDF
NUMBER = "SJSQ-20260924-0001"
HOSTILE = "{{ 7*7 }} {% for x in y %} <b>粗</b> &amp; <w:p/> ]]> {_{ '\" \\"
SAID = {
    Paper.APPLICATION: ["政务数据共享申请书", "核验辖区企业申报高新技术企业认定的材料", "单位公函（盖章）.pdf"],
    Paper.RECEIPT: ["政务数据共享申请受理回执", "自2026年9月24日起予以受理", "至2026年10月15日止"],
    Paper.SUPPLEMENT: ["政务数据共享申请补正通知书", "请你单位于2026年10月9日前一次性补正下列内容"],
    Paper.EXTENSION: ["延期答复通知书", "经某省政务数据主管部门同意，答复期限延长至2027年1月12日（暂定）", "节假日安排尚未公布"],
    Paper.CONSULTATION: ["关于政务数据共享申请的征求意见函", "某某科技有限公司：", "2026年10月22日前书面答复"],
    Paper.REPLY_APPROVED: ["政务数据共享申请答复书", "同意向你单位提供下列数据", "1．不得用于识别特定个人；"],
    Paper.REPLY_IN_PART: ["二、不予同意的内容和理由", "纳税信息依法应当保密", "四、救济途径", "报请本级人民政府决定"],
    Paper.REPLY_REFUSED: ["政务数据共享申请不予同意答复书", "纳税信息依法应当保密", "二、救济途径"],
    Paper.UNDERTAKING: ["数据安全使用承诺书", "《政务数据使用条款》（版本：2026-01）", "承诺单位（盖章）"],
    Paper.REVOCATION: ["撤销授权通知书", "自2026年11月1日起撤销上述授权", "2．未按要求落实访问留痕措施。"],
    Paper.APPEAL_REPLY: ["政务数据共享申请申诉处理答复书", "决定变更原答复。由提供单位于5个工作日内"],
}  # fmt: skip


@lru_cache
def text_of(paper: Paper, values: PaperValues, form: PaperFormat) -> str:
    content = fill(paper, values, form)
    return text_of_pdf(content) if form is PDF else "".join("".join(lines_of_docx(content)).split())


@pytest.mark.parametrize("form", PaperFormat)
@pytest.mark.parametrize("paper", Paper)
def test_a_paper_says_all_that_it_must(paper, form):
    text = text_of(paper, sample.OF_PAPERS[paper], form)
    assert [words for words in SAID[paper] if words not in text] == []
    assert NUMBER in text
    assert "某省某市高新技术产业开发区科技创新和知识产权局" in text
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize("paper", [one for one in Paper if one not in (Paper.APPLICATION, Paper.UNDERTAKING)])  # fmt: skip
@pytest.mark.parametrize("form", PaperFormat)
def test_a_letter_has_number_unit_and_date(paper, form):
    text = text_of(paper, sample.OF_PAPERS[paper], form)
    assert "某科数函〔2026〕12号" in text
    assert text.count("某省科学技术厅") >= 2
    assert "2026年10月15日" in text
    assert "（联系人：承办人丙，联系电话：000-00000003）" in text


@pytest.mark.parametrize("form", PaperFormat)
@pytest.mark.parametrize("paper", Paper)
def test_the_same_values_give_the_same_bytes(paper, form):
    values = sample.OF_PAPERS[paper]
    assert fill(paper, values, form) == fill(paper, values, form)


@pytest.mark.parametrize("paper", Paper)
def test_both_forms_say_the_same(paper):
    told = [
        # Without the numbers of pages, which may be others.
        Counter(re.sub(r"[0-9—]", "", text_of(paper, sample.OF_PAPERS[paper], form)))
        for form in PaperFormat
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("form", PaperFormat)
@pytest.mark.parametrize("paper", [Paper.APPLICATION, Paper.REPLY_IN_PART, Paper.CONSULTATION])
def test_what_people_wrote_is_only_text(paper, form):
    values = sample.OF_PAPERS[paper]
    part = replace(values.parts[0], dataset=HOSTILE, reasons=(HOSTILE,))
    use = replace(values.use, purpose=HOSTILE)
    text = text_of(paper, replace(values, use=use, parts=(part,)), form)
    shown = "".join(HOSTILE.split())
    # docxtpl writes the one sequence by which a template shows two brackets in another way.
    assert text.count(shown) + text.count(shown.replace("{_{", "{{")) >= 1
    assert "49" not in text


def test_line_ends_are_kept_in_a_form():
    use = replace(sample.USE, purpose="第一行\r\n第二行")
    lines = lines_of_docx(fill(Paper.APPLICATION, replace(sample.FILED, use=use), DOCX))
    assert lines[lines.index("第一行") : lines.index("第一行") + 2] == ["第一行", "第二行"]


def test_a_draft_has_no_number_yet():
    values = replace(sample.FILED, number="", filed_on=None)
    for form in PaperFormat:
        assert "受理编号：（提交后生成）" in text_of(Paper.APPLICATION, values, form)


def test_a_person_signs_for_himself():
    for form in PaperFormat:
        text = text_of(Paper.APPLICATION, sample.PERSON, form)
        assert "公共数据开放申请书" in text
        assert "居民身份证110101********0000" in text
        assert "申请人（签字）：" in text
        assert "单位盖章" not in text


def test_a_paper_of_what_has_not_happened_is_not_made():
    with pytest.raises(LackingValues, match="'extension' cannot be made without: extension"):
        fill(Paper.EXTENSION, sample.FILED, PDF)


def test_lists_that_are_empty_leave_their_headings_where_they_are():
    appeal = replace(sample.APPEALED.appeal, reasons=())
    values = replace(sample.APPEALED, appeal=appeal, remedies=())
    text = text_of(Paper.APPEAL_REPLY, values, PDF)
    assert "三、理由特此答复。" in text
    assert "四、" not in text


def test_a_pdf_says_what_it_is():
    content = fill(Paper.REPLY_REFUSED, sample.ALL_REFUSED, PDF)
    reader = pypdf.PdfReader(io.BytesIO(content))
    about = reader.metadata
    assert about is not None
    assert (about.title, about.author, about.subject) == (
        "政务数据共享申请不予同意答复书", "某省科学技术厅", NUMBER,
    )  # fmt: skip
    assert about["/CreationDate"] == about["/ModDate"] == "D:20261015000000+08'00'"
    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_a_docx_says_what_it_is():
    content = fill(Paper.REPLY_REFUSED, sample.ALL_REFUSED, DOCX)
    about = Document(io.BytesIO(content)).core_properties
    assert (about.title, about.author, about.subject, about.language) == (
        "政务数据共享申请不予同意答复书", "某省科学技术厅", NUMBER, "zh-CN",
    )  # fmt: skip
    assert about.created == dt.datetime(2026, 10, 15, tzinfo=dt.timezone.utc)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert {part.date_time for part in package.infolist()} == {(2026, 10, 15, 0, 0, 0)}


def test_a_file_has_a_readable_name():
    assert file_name(Paper.RECEIPT, sample.FILED, PDF) == f"政务数据共享申请受理回执_{NUMBER}.pdf"
    draft = replace(sample.FILED, number="")
    assert file_name(Paper.APPLICATION, draft, DOCX) == "政务数据共享申请书.docx"
    assert set(MEDIA_TYPES) == set(PaperFormat)


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_shipped_templates_are_made_of_the_sheets():
    """Renew them: PYTHONPATH=tests .venv/bin/python -m papers.make."""
    made = {name: parts_of(content) for name, content in make.all_templates().items()}
    shipped = {path.name: parts_of(path.read_bytes()) for path in OURS.glob("*")}
    assert made == shipped


def test_the_sheets_have_the_papers_titles():
    assert {paper: sheet.title for paper, sheet in SHEETS.items()} == dict(TITLES)
    assert {paper for paper in Paper if not SHEETS[paper].is_letter} == BY_APPLICANTS


def test_the_templates_can_be_written_to_a_folder(tmp_path, capsys):
    make.main(tmp_path / "templates")
    assert {path.name for path in (tmp_path / "templates").iterdir()} == {
        f"{paper.value}.docx" for paper in Paper
    }
    assert capsys.readouterr().out.count("bytes\n") == len(Paper)
