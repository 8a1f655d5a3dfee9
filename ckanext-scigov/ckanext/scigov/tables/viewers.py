"""Files that the page of a resource shows itself: PDF, pictures, sounds, films, the beginning of texts.

The bytes of all but texts come from an address of their own, and whoever guards files decides there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables import downloads
from ckanext.scigov.tables.domain import viewing
from ckanext.scigov.tables.downloads import ATTACHMENT, INLINE, Stored
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.interfaces import sight_of

FRAME = "frame-ancestors 'self'; base-uri 'none'; form-action 'none'; script-src 'none'"
"""Of a PDF: browsers have viewers of their own for it, and none within a sandbox."""
NOTHING = "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class Viewer:
    """What the page shows of a file."""

    kind: str
    url: str = ""
    media_type: str = ""
    text: str = ""
    is_cut: bool = False
    """The text goes on."""


def viewer_of(context: Any, resource: dict[str, Any]) -> Viewer | None:
    """Return what is shown of a resource's file; None where that is nothing, or not for who asks."""
    if resource.get("url_type") != "upload":
        return None
    stored = downloads.find(resource["id"])
    kind = kind_of(stored)
    if stored is None or not kind:
        return None
    if kind == viewing.TEXT:
        return _text_of(context, resource["id"], stored)
    place = {"id": resource["package_id"], "resource_id": resource["id"]}
    media_type = viewing.MEDIA_TYPES[ending_of(stored.file_name)]
    return Viewer(kind, tk.url_for("scigov_tables.inline", **place), media_type)


def kind_of(stored: Stored | None) -> str:
    return viewing.kind_of(ending_of(stored.file_name)) if stored else ""


def _text_of(context: Any, resource_id: str, stored: Stored) -> Viewer | None:
    """Show the beginning of a text to whoever may have all of it, on no terms."""
    try:
        if not sight_of(context, resource_id).is_whole:
            return None
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    with stored.path.open("rb") as file:
        beginning = file.read(viewing.SHOWN_BYTES)
        is_all = not file.read(1)
    text = viewing.decoded(beginning, is_all=is_all)
    return Viewer(viewing.TEXT, text=text, is_cut=not is_all) if text else None


def send(stored: Stored) -> Response:
    """Answer with a file that a page shows, as what its ending says and as nothing else.

    Raises:
        tk.ObjectNotFound: no page shows files of this kind.
    """
    ending = ending_of(stored.file_name)
    media_type = viewing.MEDIA_TYPES.get(ending)
    if media_type is None:
        raise tk.ObjectNotFound
    # A picture is shown all the same when it comes as an attachment, and nothing else is.
    disposition = ATTACHMENT if ending == viewing.SVG else INLINE
    response = downloads.send(stored, media_type, disposition)
    is_pdf = viewing.kind_of(ending) == viewing.PDF
    response.headers["Content-Security-Policy"] = FRAME if is_pdf else NOTHING
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
