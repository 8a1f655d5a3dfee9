"""What is said about files, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.scigov.application import sentences_files
from ckanext.scigov.application.domain.evidence import EvidenceKind
from ckanext.scigov.application.papers.docx_undrawn import Place, Thing, Undrawn
from ckanext.scigov.application.papers.findings import Fault, Finding
from ckanext.scigov.shared.domain.evidence import EvidenceReason, ScanState
from ckanext.scigov.shared.errors import Refusal
from ckanext.scigov.shared.toolkit_errors import sentence

VALUES = {"types": "pdf, ofd", "type": "pdf", "most": 20}


def test_every_reason_state_and_kind_has_its_words() -> None:
    shown = {*EvidenceReason, *EvidenceKind, ScanState.UNSCANNED, ScanState.INFECTED}
    assert set(sentences_files.SENTENCES) == shown


@pytest.mark.parametrize("language", ["/zh_Hans_CN/", "/"])
def test_every_refusal_is_a_full_sentence(app: Any, language: str) -> None:
    with app.flask_app.test_request_context(language):
        said = [
            sentence(Refusal(reason, values=VALUES), sentences_files.SENTENCES)
            for reason in EvidenceReason
        ]
    assert [text for text in said if not text.endswith((".", "。")) or "%" in text] == []


def test_what_is_wrong_with_a_template_is_said_in_chinese(app: Any) -> None:
    finding = Finding(Fault.UNKNOWN_FIELD, "receipt.docx", "价格")
    with app.flask_app.test_request_context("/zh_Hans_CN/"):
        assert sentences_files.of_template(finding) == (
            "模板 receipt.docx 使用了不存在的字段 价格。请更正字段名或将其删除。"
        )
    assert str(finding) == (
        "The template receipt.docx names the field 价格, which does not exist. Correct its name or"
        " take it out."
    )


def test_what_a_pdf_will_not_show_is_said_in_chinese(app: Any) -> None:
    undrawn = Undrawn(Thing.SHAPE, Place.HEADER, "某省")
    finding = Finding(Fault.NOT_IN_PDF, "receipt.docx", undrawn=undrawn)
    with app.flask_app.test_request_context("/zh_Hans_CN/"):
        assert sentences_files.of_template(finding) == (
            "模板 receipt.docx 中的以下内容不会出现在 PDF 中：文本框或者绘制的形状，位于页眉“某省”附近。"
            "请改用正文、表格或嵌入型图片，或者删除。"
        )
