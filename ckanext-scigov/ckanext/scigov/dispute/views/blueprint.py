"""The one blueprint of the pages about disputes: what they show depends on who reads it."""

from __future__ import annotations

import flask

from ckanext.scigov.shared import toolkit_pages as asked

scigov_dispute = asked.kept_by_nobody(asked.blueprint("scigov_dispute"))


@scigov_dispute.after_request
def tells_nobody(response: flask.Response) -> flask.Response:
    """Let no other page, and no log, learn of the token that is in the address of a visitor's page.

    Not ``no-referrer``: by HTTPS a form without any referrer is refused as one of another site.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
