"""What a reader gets out of a paper: the text, line by line, as it would be copied."""

from __future__ import annotations

import io
from typing import Any

import pypdf
from docx import Document


def text_of_pdf(content: bytes) -> str:
    """Return the text without the breaks of lines and pages."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def lines_of_docx(content: bytes) -> list[str]:
    """Return every paragraph's text, those of tables and of headers and footers among them."""
    document = Document(io.BytesIO(content))
    return [text for one in _parts(document) for text in _lines(one)]


def _parts(document: Any) -> list[Any]:
    section = document.sections[0]
    heads = (
        []
        if section.first_page_header.is_linked_to_previous
        else [section.first_page_header._element]
    )
    return [
        *heads,
        document.element.body,
        section.first_page_footer._element,
        section.footer._element,
        section.even_page_footer._element,
    ]


def _lines(element: Any) -> list[str]:
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    found = []
    for paragraph in element.iter(f"{word}p"):
        pieces = [
            "\n" if one.tag == f"{word}br" else one.text or ""
            for one in paragraph.iter(f"{word}t", f"{word}br")
        ]
        found += "".join(pieces).split("\n")
    return [line for line in found if line.strip()]
