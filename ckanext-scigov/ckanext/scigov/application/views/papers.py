"""``/applications/ID/papers/PAPER.docx`` and ``.pdf``: official papers, to print and to sign."""

from __future__ import annotations

import io

import flask

from ckanext.scigov.application import paper_pages
from ckanext.scigov.application.views.own import scigov_application
from ckanext.scigov.shared import toolkit_pages as asked


@scigov_application.route("/applications/<id>/papers/<paper>.<form>")
def paper(id: str, paper: str, form: str) -> flask.Response:  # noqa: A002
    """Send a paper of an application; of a provider's part where ``part`` names it."""
    body, name, media_type = paper_pages.make(asked.context(), id, paper, form)
    return flask.send_file(
        io.BytesIO(body), mimetype=media_type, as_attachment=True, download_name=name, max_age=0
    )
