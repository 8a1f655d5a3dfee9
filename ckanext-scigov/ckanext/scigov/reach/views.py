"""Addresses for programs: an entry as schema.org has it, citations to download, sitemaps."""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.reach import documents, facts, sitemap
from ckanext.scigov.reach.answers import pieces, text
from ckanext.scigov.shared.toolkit_pages import with_numbers

scigov_reach = with_numbers(flask.Blueprint("scigov_reach", __name__))
XML = "application/xml"


@scigov_reach.route("/dataset/<id>/schema.json")
def structured(id: str) -> Response:  # noqa: A002 the name is CKAN's
    """Answer with the JSON-LD of the entry's page: of what everybody may find, and of nothing else."""
    dataset = _shown(id)
    if not facts.is_everybodys(dataset):
        return _absent()
    return text(*documents.linked(dataset))


@scigov_reach.route("/dataset/<id>/citation.<ending>")
def citation(id: str, ending: str) -> Response:  # noqa: A002 the name is CKAN's
    """Answer with a citation as a file, to whoever may read the entry."""
    dataset = _shown(id)
    if ending not in documents.CITATIONS:
        return _absent()
    found = text(*documents.citation(dataset, ending))
    found.headers["Content-Disposition"] = f'attachment; filename="{dataset["name"]}.{ending}"'
    return found


@scigov_reach.route("/sitemap.xml")
def index() -> Response:
    """Answer with the sitemap, or with the list of its files."""
    file = sitemap.first()
    return pieces(file.text, XML, file.mark)


@scigov_reach.route("/sitemap-<number:number>.xml")
def part(number: int) -> Response:
    """Answer with one of several sitemaps."""
    file = sitemap.numbered(number)
    return pieces(file.text, XML, file.mark) if file else _absent()


def _shown(name: str) -> dict[str, Any]:
    try:
        dataset = tk.get_action("package_show")({}, {"id": name})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return _absent()
    return dataset if dataset["type"] == "dataset" else _absent()


def _absent() -> Any:
    return tk.abort(404, tk._("This was not found, or it is not visible to you."))
