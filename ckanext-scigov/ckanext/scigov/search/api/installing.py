"""Put the short ways into CKAN's application."""

from __future__ import annotations

import logging
from typing import Any

import flask

from ckanext.scigov.search.api.front import Front
from ckanext.scigov.search.api.hooks import EXTENSION, VIEW, is_plain_stack
from ckanext.scigov.search.api.view import shortened

log = logging.getLogger(__name__)


def install(app: Any) -> None:
    """Shorten the API's view, and stand before Flask where only CKAN's middleware does."""
    if not isinstance(app, flask.Flask) or VIEW not in app.view_functions:
        log.info("package_search is answered CKAN's own way: another plugin wraps the application.")
        return
    view = shortened(app.view_functions[VIEW])
    app.view_functions[VIEW] = app.extensions[EXTENSION] = view
    if is_plain_stack(app.wsgi_app, app):
        app.wsgi_app = Front(app, app.wsgi_app)  # type: ignore[method-assign]
    else:
        log.info("All of package_search goes through Flask: another plugin stands before it.")
