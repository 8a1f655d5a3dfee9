"""CKAN's uploader for resources, on top of the store of random keys.

CKAN makes one for every changed resource, before validation, and calls ``upload`` after the flush
and before the commit. A new file is written beside whatever there was; only the row in the
location table, written in the same transaction, makes it the resource's file.

The address keeps an ASCII file name that CKAN's own munging leaves alone (``resource_dictize``
rebuilds addresses with it); the original Chinese name is recorded and sent with the download.
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO, cast
from urllib.parse import urlsplit

from werkzeug.datastructures import FileStorage

import ckan.lib.files as ckan_files
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Response

from ckanext.scigov.shared import clock, ids
from ckanext.scigov.shared.storage import TooLargeError
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.tables import (
    change_service,
    config,
    downloads,
    fetch_service,
    links,
    load_requests,
    service,
    unfinished,
    without_file,
)
from ckanext.scigov.tables.domain.row_changes import Note, note_of
from ckanext.scigov.tables.formats import ending_of, format_of, media_type_of
from ckanext.scigov.tables.interfaces import may_send_file
from ckanext.scigov.tables.sentences_changes import SENTENCES

MB = 1 << 20
DERIVED_FIELDS = ("load_status", "row_count", "encoding_found")
NOTE_FIELDS = ("change_note", "change_reference", "change_reference_path")
"""What may come with a new file: why there is one. It is kept with the version, not with the resource."""
NEW_FILES = "scigov_tables_new_files"
"""Context key: the uploaders of a dataset that is being created, in its resources' order."""


class ResourceUploader:
    """One resource of one save, or of one download."""

    mimetype: str | None

    def __init__(self, resource: dict[str, Any]) -> None:
        self._resource = resource
        self._file: FileStorage | None = None
        self._file_name = ""
        self.mimetype = None
        for field in DERIVED_FIELDS:
            resource.pop(field, None)
        upload = resource.pop("upload", None)
        clear = resource.pop("clear_upload", None)
        self._note = _note_in(resource)
        if isinstance(upload, FileStorage) and upload.filename:
            self._take(upload)
        elif clear:
            self._drop()
        elif resource.get("url"):
            self.mimetype = _media_type_of_link(resource["url"])

    @property
    def storage(self) -> StoredDownload:
        """What CKAN's download view asks for the answer."""
        return StoredDownload()

    def get_path(self, id: str) -> str:  # noqa: A002  (CKAN's signature)
        """Return the path of a file this request may have, or of one that does not exist."""
        stored = downloads.find(id) if may_send_file(id) else None
        return str(stored.path if stored else config.file_store().root / "none")

    def upload(self, id: str, max_size: int = 10) -> None:  # noqa: A002
        """Store the new file, or forget the old one; everything else is left to the commit."""
        session, now = model.Session, clock.now()
        if self._file is not None:
            self._store(id, max_size)
            load_requests.after_new_file(session, id, self._file_name, now=now)
            change_service.write_note(session, id, self._note)
            fetch_service.forget(session, id)
        elif self._resource.get("url_type") == "upload":
            load_requests.after_new_dictionary(session, id, now=now)
        elif self._resource.get("url_type") != without_file.URL_TYPE:
            links.after_saving(session, id, now=now)

    def _take(self, upload: FileStorage) -> None:
        """Fill the fields that follow from the file."""
        name = ids.file_name(upload.filename or "")
        upload.stream.seek(0, io.SEEK_END)
        self.filesize = upload.stream.tell()
        upload.stream.seek(0)
        self._file, self._file_name = upload, name
        self._resource |= {
            "url": downloads.address_name(name),
            "url_type": "upload",
            "mimetype": media_type_of(name),
            "size": self.filesize,
            "last_modified": clock.now().replace(tzinfo=None),
        }
        if format_of(name):
            self._resource["format"] = format_of(name)
        if not self._resource.get("name"):
            self._resource["name"] = name
        self.mimetype = self._resource["mimetype"]

    def _drop(self) -> None:
        """The file is replaced by a link: nothing that described the file describes the link."""
        self._resource["url_type"] = ""
        for field in ("size", "hash", "hash_algorithm", "mimetype"):
            self._resource.pop(field, None)

    def _store(self, resource_id: str, max_size: int) -> None:
        assert self._file is not None
        key = ids.random_key()
        unfinished.claim(model.Session, key)
        try:
            stored = config.file_store().write(
                key, cast("BinaryIO", self._file.stream), most=max_size * MB
            )
        except TooLargeError:
            message = tk._("The file is larger than %(size)s MB. Split it or give a link to it.")
            raise tk.ValidationError({"upload": [message % {"size": max_size}]}) from None
        finally:
            self._file.stream.close()
        now = clock.now()
        service.store_location(model.Session, resource_id, stored, self._file_name, now=now)
        resource = model.Session.get(model.Resource, resource_id)
        if resource is not None:
            resource.hash = stored.sha256
            resource.extras = {**(resource.extras or {}), "hash_algorithm": "sha256"}


class StoredDownload(ckan_files.Storage):
    """What CKAN's download view needs of a storage."""

    def __init__(self) -> None:
        super().__init__({"name": "scigov_tables"})

    def size(self, location: Any, /, **_options: Any) -> int:
        """Return the size of the file CKAN's view is about to send."""
        return self._stored(location).size

    def as_response(
        self,
        data: Any,
        filename: str | None = None,
        /,
        send_inline: bool = False,
        **_options: Any,
    ) -> Response:
        disposition = downloads.INLINE if send_inline else downloads.ATTACHMENT
        return downloads.send(self._stored(data.location), data.content_type, disposition)

    def _stored(self, location: Any) -> downloads.Stored:
        found = downloads.find_by_key(_key_in(location))
        if found is None:
            raise ckan_files.exc.MissingFileError(self, location)
        return found


@translated(SENTENCES)
def _note_in(resource: dict[str, Any]) -> Note:
    """Take out why there is a new file, where somebody says it."""
    return note_of(*(str(resource.pop(field, None) or "") for field in NOTE_FIELDS))


def _media_type_of_link(url: str) -> str | None:
    """Guess a link's media type from its path, as CKAN does; None when the path says nothing."""
    name = urlsplit(str(url)).path.rsplit("/", 1)[-1]
    found = media_type_of(name) if ending_of(name) else None
    return None if found == "application/octet-stream" else found


def _key_in(location: Any) -> str:
    return str(location).rsplit("/", 1)[-1]
