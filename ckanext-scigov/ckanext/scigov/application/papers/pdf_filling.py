"""A paper as PDF: what its filled Word file says, drawn; no office suite is asked.

Nothing here knows markup: a text is drawn as it is, whatever it looks like.
"""

from __future__ import annotations

import io

from reportlab.pdfgen.canvas import Canvas

from ckanext.scigov.application.papers import docx_reading, pdf_fonts
from ckanext.scigov.application.papers.about import About
from ckanext.scigov.application.papers.pdf_marks import paint
from ckanext.scigov.application.papers.pdf_pages import pages_of


def draw(docx: bytes, about: About, fonts: pdf_fonts.Fonts) -> bytes:
    """Return a filled Word file as PDF; the same file gives the same bytes.

    Raises:
        UnfitFont: a font's file cannot be put into a PDF.
    """
    pages = pages_of(docx_reading.read(docx), pdf_fonts.load(fonts))
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True, lang="zh-CN")
    _describe(canvas, about)
    for page in pages:
        canvas.setPageSize((page.section.width, page.section.height))
        paint(canvas, page.placed, page.number, len(pages))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _describe(canvas: Canvas, about: About) -> None:
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setSubject(about.subject)
    canvas.setCreator("ckanext-scigov")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    moment = f"D:{about.on:%Y%m%d}000000+08'00'"
    canvas.setDateFormatter(lambda *_: moment)
