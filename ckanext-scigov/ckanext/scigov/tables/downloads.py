"""Send a stored file: whole or a range of it, by this process or by the proxy before it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import flask

from ckan import model
from ckan.types import Response

from ckanext.scigov.shared import ids
from ckanext.scigov.tables import config, queries
from ckanext.scigov.tables.formats import ending_of, media_type_of
from ckanext.scigov.tables.model import Location

ADDRESS_STEM_LENGTH = 60
INLINE = "inline"
ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Stored:
    """A resource's file."""

    key: str
    path: Path
    file_name: str
    size: int
    sha256: str

    @property
    def media_type(self) -> str:
        return media_type_of(self.file_name)


def find(resource_id: str) -> Stored | None:
    """Return a resource's file; None where it has none, or where it is missing on disk."""
    return _stored(queries.find_location(model.Session, resource_id))


def find_by_key(key: str) -> Stored | None:
    return _stored(queries.find_location_by_key(model.Session, key))


def find_version(resource_id: str, number: int) -> Stored | None:
    """Return the file of a version; None where there is no such version, or its file is not kept."""
    version = queries.find_version(model.Session, resource_id, number)
    if version is None or not version.storage_key:
        return None
    return _on_disk(version.storage_key, version.file_name, version.size, version.sha256)


def _stored(location: Location | None) -> Stored | None:
    if location is None or not location.storage_key:
        return None
    return _on_disk(
        location.storage_key, location.file_name, location.size or 0, location.sha256 or ""
    )


def _on_disk(key: str, file_name: str, size: int, sha256: str) -> Stored | None:
    path = config.file_store().path(key)
    return Stored(key, path, file_name, size, sha256) if path.is_file() else None


def send(stored: Stored, media_type: str | None = None, disposition: str = ATTACHMENT) -> Response:
    """Answer with a file. Ranges, HEAD and 304 are Flask's, or the proxy's where one sends it.

    It is an attachment unless the caller knows better: an uploaded page must not run on our address.
    """
    media_type = media_type or stored.media_type
    response = _by_the_proxy(stored, media_type) or flask.send_file(
        stored.path,
        mimetype=media_type,
        download_name=stored.file_name,
        etag=stored.sha256 or True,
    )
    response.headers["Content-Disposition"] = content_disposition(stored.file_name, disposition)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _by_the_proxy(stored: Stored, media_type: str) -> Response | None:
    """Tell the proxy which file to send; whoever has it already is told so here."""
    prefix = config.accel_prefix()
    if not prefix:
        return None
    response = flask.Response(mimetype=media_type)
    if stored.sha256:
        response.set_etag(stored.sha256)
        response.make_conditional(flask.request)
    if response.status_code != 304:
        place = stored.path.relative_to(config.storage_root()).as_posix()
        response.headers["X-Accel-Redirect"] = f"{prefix}{place}"
    return response


def content_disposition(file_name: str, disposition: str = ATTACHMENT) -> str:
    """Return the header with a plain name for clients that do not know the second form (RFC 6266)."""
    return f"{disposition}; filename=\"{address_name(file_name)}\"; filename*=UTF-8''{quote(file_name)}"


def address_name(file_name: str) -> str:
    """Return a readable ASCII file name: 省级计划.csv → sheng-ji-ji-hua.csv."""
    ending = ending_of(file_name)
    stem = file_name[: -len(ending) - 1] if ending else file_name
    words = "-".join(ids.words(stem))[:ADDRESS_STEM_LENGTH].strip("-") or "file"
    plain_ending = "".join(ids.words(ending))
    return f"{words}.{plain_ending}" if plain_ending else words
