"""The papers an application's reader is offered, and one of them as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import force_locale

import ckan.plugins.toolkit as tk

from ckanext.scigov.application import config, entries, paper_content, paper_facts, words
from ckanext.scigov.application.domain import papers
from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.paper_content import Case
from ckanext.scigov.application.papers import filling
from ckanext.scigov.application.papers.filling import PaperFormat
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.calendar import local_day

Shown = Mapping[str, Any]
OF_ALL = frozenset({Paper.APPLICATION, Paper.UNDERTAKING})
"""Papers about the whole application; any other is a provider's, about its part."""
LANGUAGE = "zh_Hans_CN"


def offered(filing: Shown, history: Sequence[Shown]) -> Iterator[tuple[str, str, str]]:
    """Yield title, DOCX's and PDF's address of each paper that the reader is offered."""
    several = len(filing["parts"]) > 1
    for place, part in enumerate(filing["parts"]):
        for paper in _of_part(filing, part, history):
            if paper not in OF_ALL:
                about = {"part": part["id"]} if several else {}
                title = words.word("paper", paper.value)
                if several:
                    title = tk._("{paper}: {title}").format(
                        paper=title, title=part["dataset_title"]
                    )
                yield title, *_addresses(filing, paper, **about)
            elif not place:
                yield words.word("paper", paper.value), *_addresses(filing, paper)


def make(context: Any, filing_id: str, name: str, form: str) -> tuple[bytes, str, str]:
    """Return a paper's bytes, its name and its media type.

    Raises:
        ObjectNotFound: there is no such application or paper, or the reader does not get it.
    """
    filing = tk.get_action("scigov_application_show")(tk.fresh_context(context), {"id": filing_id})
    paper, kind = _named(Paper, name), _named(PaperFormat, form)
    part = _part(filing, tk.request.args.get("part", ""), paper)
    history = tk.get_action("scigov_application_history")(
        tk.fresh_context(context), {"id": filing["id"]}
    )
    if paper not in _of_part(filing, part, history):
        raise tk.ObjectNotFound
    # A paper is in Chinese, whatever language its reader has chosen for the pages.
    with force_locale(LANGUAGE):
        content = paper_content.of(
            paper, _case(context, filing, part, paper, history), local_day(clock.now())
        )
    body = filling.fill(
        paper,
        content,
        kind,
        template_folder=config.paper_templates(),
        fonts=config.paper_fonts(),
    )
    return body, filling.file_name(paper, content, kind), filling.MEDIA_TYPES[kind]


def _case(context: Any, filing: Shown, part: Shown, paper: Paper, history: Sequence[Shown]) -> Case:
    parts = filing["parts"] if paper in OF_ALL else [part]
    known = entries.of(tk.fresh_context(context), (one["dataset_id"] for one in parts))
    return Case(
        filing,
        parts,
        known,
        paper_facts.past_of(part["id"], history),
        _credit_code(context, filing),
    )


def _credit_code(context: Any, filing: Shown) -> str:
    agency_id = filing["applicant"]["agency_id"]
    if not agency_id:
        return ""
    wish = {"id": agency_id}
    found = tk.get_action("scigov_access_agency_show")(tk.fresh_context(context), wish)
    return str(found.get("credit_code") or "")


def _of_part(filing: Shown, part: Shown, history: Sequence[Shown]) -> tuple[Paper, ...]:
    reader = paper_facts.reader(part)
    if reader is None:
        return ()
    facts = paper_facts.facts(part, paper_facts.past_of(part["id"], history))
    return papers.offered(paper_facts.procedure(filing, part), facts, reader)


def _part(filing: Shown, part_id: str, paper: Paper) -> Shown:
    """Return the part that a paper is about: the one that is named, or the only one."""
    parts = filing["parts"]
    if paper in OF_ALL or (len(parts) == 1 and not part_id):
        part_id = parts[0]["id"] if parts else ""
    found = next((one for one in parts if one["id"] == part_id), None)
    if found is None:
        raise tk.ObjectNotFound
    return found


def _named(kind: Any, name: str) -> Any:
    try:
        return kind(name)
    except ValueError:
        raise tk.ObjectNotFound from None


def _addresses(filing: Shown, paper: Paper, **about: str) -> tuple[str, str]:
    docx, pdf = (
        tk.h.url_for(
            "scigov_application.paper", id=filing["id"], paper=paper.value, form=form, **about
        )
        for form in ("docx", "pdf")
    )
    return docx, pdf
