"""Evidence on its way out: only what may be opened, as an attachment under its own media type."""

from __future__ import annotations

import logging
from pathlib import Path

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.domain.evidence import ScanState, may_be_opened
from ckanext.scigov.shared.evidence import toolkit_options
from ckanext.scigov.shared.evidence.toolkit_sentences import SENTENCES
from ckanext.scigov.shared.storage import FileStore

log = logging.getLogger(__name__)


def is_open(state: ScanState) -> bool:
    """Say whether those who may have a file can open it now."""
    return may_be_opened(state, is_scanning=toolkit_options.scanner() is not None)


def path_to_send(files: FileStore, key: str, state: ScanState) -> Path:
    """Return where a file lies that the reader may have: whether he may has been asked.

    Raises:
        NotAuthorized: it is not clean, or not scanned yet; a full sentence.
        ObjectNotFound: it is not where it was kept, which the log tells the operator.
    """
    if not is_open(state):
        raise tk.NotAuthorized(SENTENCES[state]())
    path = files.path(key)
    if not path.is_file():
        log.error("A file of evidence is not in the store: %s.", path)
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return path


def send(path: Path, name: str, media_type: str) -> flask.Response:
    """Answer with a file. It is never shown on the site's address, whatever a browser takes it for.

    The page's blueprint says that nobody keeps it: ``toolkit_pages.kept_by_nobody``.
    """
    response = flask.send_file(path, mimetype=media_type, as_attachment=True, download_name=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
