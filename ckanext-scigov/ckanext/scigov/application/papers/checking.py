"""Are a unit's templates right? Told before a paper is wanted, for every field in every branch.

A trial with some values would see only what those values let it see, so what a template says is read and
not run: each name in it is looked up among the fields, and each loop's names among the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from docx.opc.exceptions import OpcError
from jinja2 import TemplateError, nodes

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers import docx_filling, docx_reading, environment
from ckanext.scigov.application.papers.docx_undrawn import Undrawn, undrawn
from ckanext.scigov.application.papers.fields import FIELDS, Kind
from ckanext.scigov.application.papers.findings import BrokenTemplate, Fault, Finding
from ckanext.scigov.application.papers.pdf_fonts import BY_NAME, load
from ckanext.scigov.application.papers.pdf_pages import pages_of
from ckanext.scigov.application.papers.titles import MUST_SHOW

LOOP = frozenset(
    {"index", "index0", "revindex", "revindex0", "first", "last", "length", "previtem", "nextitem"}
)
_TEXT: frozenset[str] = frozenset()
_Scope = Mapping[str, frozenset[str]]
"""Names that a loop has given, with the columns that they have."""


def check_templates(folder: Path) -> tuple[Finding, ...]:
    """Return what is wrong with the templates of a folder; nothing where all are right."""
    found: list[Finding] = []
    for path in sorted(folder.glob("*.docx")):
        # Word's own notice that somebody has the file open.
        if not path.name.startswith("~$"):
            found += check_template(path)
    return tuple(found)


def check_template(path: Path) -> list[Finding]:
    if path.stem not in {paper.value for paper in Paper}:
        return [Finding(Fault.UNKNOWN_PAPER, path.name)]
    try:
        used = [name for source in _sources(path) for name in _names_in(source, path.name)]
    except BrokenTemplate as error:
        return [error.finding]
    if not _can_be_drawn(path):
        return [Finding(Fault.UNREADABLE, path.name)]
    unknown = dict.fromkeys(name for name in used if not _is_known(name))
    missing = MUST_SHOW[Paper(path.stem)] - {name.partition(".")[0] for name in used}
    return [
        *(Finding(Fault.UNKNOWN_FIELD, path.name, name.rpartition(".")[2]) for name in unknown),
        *(Finding(Fault.MISSING_FIELD, path.name, name) for name in FIELDS if name in missing),
        *(Finding(Fault.NOT_IN_PDF, path.name, undrawn=one) for one in _undrawn(path)),
    ]


def _can_be_drawn(path: Path) -> bool:
    """Say whether a template is set without an error, whatever is still to be filled in."""
    try:
        pages_of(docx_reading.read(path.read_bytes()), load(BY_NAME))
    except (ArithmeticError, AttributeError, LookupError, OpcError, TypeError, ValueError):
        return False
    return True


def _undrawn(path: Path) -> Iterator[Undrawn]:
    return undrawn(docx_filling.opened(path).docx)


def _is_known(name: str) -> bool:
    return name in FIELDS


def _sources(path: Path) -> Iterator[str]:
    """Yield what docxtpl hands to Jinja: the body, headers and footers, what the file says of itself."""
    document = docx_filling.opened(path)
    yield document.patch_xml(document.get_xml())
    about = docx_filling.properties_of(document)
    yield from (about.author, about.comments, about.identifier, about.subject, about.title)
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield document.patch_xml(document.get_part_xml(part))


def _names_in(source: str, template: str) -> Iterator[str]:
    """Yield every field that a text names, ``field`` or ``field.column``."""
    # A new line for each paragraph, as docxtpl does: an error is told with its paragraph.
    source = source.replace("<w:p ", "\n<w:p ").replace("<w:p>", "\n<w:p>")
    language = environment.make(escapes=True)
    try:
        tree = language.parse(source)
        language.compile(source)
    except TemplateError as error:
        raise docx_filling.fault_of(error, template) from None
    yield from _walk(tree, {})


def _walk(node: nodes.Node, scope: _Scope) -> Iterator[str]:
    if isinstance(node, nodes.For):
        yield from _loop(node, scope)
        return
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        # A column, when its list is walked through here; nothing else has parts.
        if node.attr not in scope.get(node.node.name, _TEXT):
            yield f"{node.node.name}.{node.attr}"
        return
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in scope:
        yield node.name
    for child in node.iter_child_nodes():
        yield from _walk(child, scope)


def _loop(node: nodes.For, scope: _Scope) -> Iterator[str]:
    yield from _walk(node.iter, scope)
    columns = _TEXT
    if isinstance(node.iter, nodes.Name):
        field = FIELDS.get(node.iter.name)
        if field is not None and field.kind is Kind.ROWS:
            columns = frozenset(field.columns)
    targets = (
        [node.target] if isinstance(node.target, nodes.Name) else node.target.find_all(nodes.Name)
    )
    inner = {**scope, **{name.name: columns for name in targets}, "loop": LOOP}
    for part in (*node.body, *([node.test] if node.test else [])):
        yield from _walk(part, inner)
    for part in node.else_:
        yield from _walk(part, scope)
