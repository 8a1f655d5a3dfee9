"""A paper as DOCX: a template with fields, filled by docxtpl in a sandbox.

The unit's own template is taken where its folder has one. What people wrote is escaped and never read as
a template; what a template gets wrong is told by a sentence that names it.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx.opc.coreprops import CoreProperties
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import Environment, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from lxml.etree import LxmlError

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers import docx_placing, environment
from ckanext.scigov.application.papers.about import About
from ckanext.scigov.application.papers.findings import BrokenTemplate, Fault, Finding

OURS = Path(__file__).parent.parent / "paper_templates"
EARLIEST = (1980, 1, 1, 0, 0, 0)

_TAG = re.compile(r"\{[{%].*?[}%]\}")
_QUOTED = re.compile(r"'([^']*)'")


class Template(DocxTemplate):
    """A template in which a line's end in a value begins a paragraph like the one it stands in."""

    def render(
        self,
        context: dict[str, Any],
        jinja_env: Environment | None = None,
        autoescape: bool = False,
    ) -> None:
        self._plain = context
        super().render(_parted(context), jinja_env, autoescape)

    def render_properties(
        self, context: dict[str, Any], jinja_env: Environment | None = None
    ) -> None:
        super().render_properties(self._plain, jinja_env)


def _parted(value: Any) -> Any:
    """Write docxtpl's sign for a new paragraph in place of each line's end."""
    if isinstance(value, dict):
        return {name: _parted(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_parted(one) for one in value]
    return value.replace("\n", "\a") if isinstance(value, str) else value


def template_of(paper: Paper, folder: Path | None) -> Path:
    """Return the unit's template of a paper, or ours."""
    name = f"{paper.value}.docx"
    if folder is not None and (folder / name).is_file():
        return folder / name
    return OURS / name


def fill(template: Path, fields: Mapping[str, Any], about: About) -> bytes:
    """Fill a template; the same fields give the same bytes.

    Raises:
        BrokenTemplate: it is none, or names what does not exist.
    """
    document = opened(template)
    try:
        document.render(dict(fields), environment.make(escapes=True), autoescape=True)
        docx_placing.place(document.docx)
    except TemplateError as error:
        raise fault_of(error, template.name) from None
    except (LxmlError, OpcError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise broken(Fault.SYNTAX, template.name, _first_line(error)) from None
    _describe(document, about)
    target = io.BytesIO()
    document.save(target)
    return _repacked(target.getvalue(), (about.on.year, about.on.month, about.on.day, 0, 0, 0))


def opened(template: Path) -> DocxTemplate:
    """Open a template.

    Raises:
        BrokenTemplate: the file is no DOCX.
    """
    try:
        document = Template(template)
        document.init_docx()
    except (OSError, OpcError, LxmlError, ValueError, KeyError, zipfile.BadZipFile):
        raise broken(Fault.UNREADABLE, template.name) from None
    return document


def broken(fault: Fault, template: str, field: str = "") -> BrokenTemplate:
    return BrokenTemplate(Finding(fault, template, field))


def fault_of(error: TemplateError, template: str) -> BrokenTemplate:
    """Return what a template has got wrong, with the field where it can be told."""
    message = error.message or ""
    if isinstance(error, SecurityError):
        return broken(Fault.FORBIDDEN, template, message)
    if isinstance(error, UndefinedError):
        quoted = _QUOTED.findall(message)
        return broken(Fault.UNKNOWN_FIELD, template, quoted[-1] if quoted else message)
    near = _near(error) if isinstance(error, TemplateSyntaxError) else ""
    return broken(Fault.SYNTAX, template, near or message)


def _near(error: TemplateSyntaxError) -> str:
    """Return the fields of the paragraph in which the error was met, as they are written there."""
    source = error.source or ""
    lines = source.splitlines()
    line = lines[error.lineno - 1] if 0 < error.lineno <= len(lines) else ""
    tags = _TAG.findall(re.sub(r"<[^>]+>", "", line))
    return f"{' '.join(tags)} ({error.message})" if tags else ""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def properties_of(document: DocxTemplate) -> CoreProperties:
    """Return what the file says of itself. ``get_docx`` would read a filled template anew."""
    assert document.docx is not None
    return document.docx.core_properties


def _describe(document: DocxTemplate, about: About) -> None:
    found = properties_of(document)
    moment = dt.datetime(about.on.year, about.on.month, about.on.day, tzinfo=dt.timezone.utc)
    found.title, found.author, found.subject = about.title, about.author, about.subject
    found.last_modified_by = about.author
    found.created = found.modified = moment
    found.language, found.comments, found.revision = "zh-CN", "", 1


def _repacked(content: bytes, moment: tuple[int, int, int, int, int, int]) -> bytes:
    """Give every part of the package the paper's date: python-docx writes the time of day."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, max(moment, EARLIEST))
            part.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(part, source.read(name))
    return target.getvalue()
