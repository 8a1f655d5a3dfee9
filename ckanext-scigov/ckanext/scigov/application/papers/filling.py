"""Make a paper of an application: DOCX from a template, PDF from the filled DOCX.

The PDF needs no office suite; the decision is docs/decisions/0015.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ckanext.scigov.application.domain.paper_values import PaperValues
from ckanext.scigov.application.domain.papers import Paper, lacking
from ckanext.scigov.application.papers import docx_filling, environment, fields, pdf_filling
from ckanext.scigov.application.papers.about import About
from ckanext.scigov.application.papers.pdf_fonts import BY_NAME, Fonts
from ckanext.scigov.application.papers.titles import BY_APPLICANTS, TITLES


class PaperFormat(enum.Enum):
    DOCX = "docx"
    PDF = "pdf"


MEDIA_TYPES = {
    PaperFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperFormat.PDF: "application/pdf",
}


class LackingValues(Exception):
    """A paper was wanted of an application that has not come so far."""


def fill(
    paper: Paper,
    values: PaperValues,
    form: PaperFormat,
    *,
    template_folder: Path | None = None,
    fonts: Fonts = BY_NAME,
) -> bytes:
    """Return a paper; the same values give the same bytes.

    Args:
        paper: which.
        values: all that it may say.
        form: DOCX or PDF.
        template_folder: of the unit's own templates; ours stand in for those that are not there.
        fonts: of the PDF.

    Raises:
        LackingValues: a required value is empty.
        BrokenTemplate: the unit's template cannot be filled; the sentence names what is wrong.
        UnfitFont: a font's file cannot be put into a PDF.
    """
    if missing := lacking(paper, values):
        raise LackingValues(
            f"The paper '{paper.value}' cannot be made without: {', '.join(missing)}."
        )
    known = fields.context(values)
    author = values.applicant.name if paper in BY_APPLICANTS else values.issuer
    about = About(
        _title(paper, known),
        fields.clean(author),
        fields.clean(values.number),
        values.issued_on,
    )
    docx = docx_filling.fill(docx_filling.template_of(paper, template_folder), known, about)
    return docx if form is PaperFormat.DOCX else pdf_filling.draw(docx, about, fonts)


def file_name(paper: Paper, values: PaperValues, form: PaperFormat) -> str:
    """Return the name under which a paper is downloaded: its title and the acceptance number."""
    known = fields.context(values)
    stem = "_".join(part for part in (_title(paper, known), known["受理编号"]) if part)
    return f"{stem}.{form.value}"


def _title(paper: Paper, known: Mapping[str, Any]) -> str:
    return environment.make(escapes=False).from_string(TITLES[paper]).render(known)
