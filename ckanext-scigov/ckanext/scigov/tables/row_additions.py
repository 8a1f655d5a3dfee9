"""Rows added below those of a table, from a sheet or a form; and taken away again.

The new file is the one that is there with more records behind it, byte for byte. Workbooks and JSON become
CSV. What becomes of it is what becomes of an upload: the next version of the table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared import clock, ids
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.tables import (
    change_service,
    config,
    downloads,
    queries,
    row_changes,
    row_queries,
    unfinished,
)
from ckanext.scigov.tables.change_service import Base, ChangedFile
from ckanext.scigov.tables.domain.columns import Column
from ckanext.scigov.tables.domain.delimited import quoted
from ckanext.scigov.tables.domain.row_changes import ChangeReason, Note, refused
from ckanext.scigov.tables.reading import DELIMITERS
from ckanext.scigov.tables.row_file import RowFile, row_file
from ckanext.scigov.tables.row_places import codec_of
from ckanext.scigov.tables.row_rewriting import LINE_END, rewrite
from ckanext.scigov.tables.text_reading import TextLayout

PIECE = 1 << 20
LONGEST_END = 4
"""Bytes of the longest end of a line."""


@dataclass(frozen=True, slots=True)
class Addable:
    """A table that rows can be added to."""

    resource: model.Resource
    base: Base
    file: RowFile

    @property
    def columns(self) -> Sequence[Column]:
        return self.file.columns


@dataclass(frozen=True, slots=True)
class Added:
    """What was done to a table, so that it can be undone."""

    size: int
    """Bytes of the file without the rows that were added."""
    sha256: str
    """Of the file with them."""
    rows: int


def prepare(resource_id: str) -> Addable:
    """Return a table as rows are added to it; who may do so the caller has asked.

    Raises:
        tk.ObjectNotFound: there is no such resource, or it has no file of ours.
        Refused: what is shown is not what its file says, or another one is under way.
    """
    session = model.Session
    resource, stored = session.get(model.Resource, resource_id), downloads.find(resource_id)
    if resource is None or stored is None:
        raise tk.ObjectNotFound(tk._("This resource has no file that can be loaded as a table."))
    load = queries.find_load(session, resource_id)
    location = queries.find_location(session, resource_id)
    shown = load.version if load is not None and load.version is not None else 0
    base = change_service.base_of(resource, load, location, shown)
    return Addable(resource, base, row_file(resource, stored, _types(resource_id)))


def add(addable: Addable, rows: Iterable[Mapping[int, str]], note: Note, actor: Actor) -> Added:
    """Write rows behind those of the file, make it the resource's, have it loaded; the caller commits.

    Args:
        addable: as ``prepare`` returned it.
        rows: cells by the place of their column in the file.
        note: why, kept with the version.
        actor: who.

    Raises:
        Refused: a value has no bytes in the file's encoding, or the file would be read otherwise.
    """
    with row_changes.scratch_file() as scratch:
        _copy(addable.file, scratch)
        size, count = scratch.tell(), 0
        for record in _records(addable.file, rows, _end_missing(addable.file, scratch)):
            scratch.write(record)
            count += 1
        _take(addable, scratch, note, actor, count)
        scratch.seek(0)
        return Added(size, _digest(scratch), count)


def take_back(resource_id: str, added: Added, note: Note, actor: Actor) -> None:
    """Write the file without rows that were added; the caller commits.

    Raises:
        Refused: the file is not as it was then, so something was done since.
    """
    addable = prepare(resource_id)
    stored = downloads.find(resource_id)
    if stored is None or stored.sha256 != added.sha256:
        raise refused(ChangeReason.OTHER_VERSION, "version", number=addable.base.version)
    with row_changes.scratch_file() as scratch, stored.path.open("rb") as raw:
        for piece in _pieces(raw, added.size):
            scratch.write(piece)
        _take(addable, scratch, note, actor, -added.rows)


def _take(addable: Addable, scratch: BinaryIO, note: Note, actor: Actor, added: int) -> None:
    scratch.flush()
    if not addable.file.is_read_alike(scratch):
        raise refused(ChangeReason.READ_OTHERWISE, "resource_id")
    session, key = model.Session(), ids.random_key()
    unfinished.claim(session, key)
    scratch.seek(0)
    stored = config.file_store().write(key, scratch)
    made = ChangedFile(stored, addable.file.new_name, None, added=added)
    change_service.take(
        session, addable.resource, addable.base, made, note, actor=actor, now=clock.now()
    )
    row_changes.tell_catalogue(addable.resource, addable.file, made)


def _types(resource_id: str) -> dict[str, str]:
    """Return PostgreSQL's types of all columns: places in the file are counted with every one."""
    with row_queries.reading() as connection:
        found = connection.execute(
            sa.text(
                "SELECT a.attname, t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
                " WHERE a.attrelid = to_regclass(:name) AND a.attnum > 0 AND NOT a.attisdropped"
                " ORDER BY a.attnum"
            ),
            {"name": f'public."{resource_id}"'},
        )
        return {name: kind for name, kind in found if name not in ("_id", "_full_text")}


def _copy(file: RowFile, target: BinaryIO) -> None:
    if file.is_rewritten:
        rewrite(file.file, {}, {}, file.given, target)
        return
    with file.file.path.open("rb") as raw:
        target.writelines(_pieces(raw, file.file.path.stat().st_size))


def _codec(file: RowFile) -> tuple[str, str]:
    """Return the codec of single lines, and the delimiter, of the new file."""
    layout = file.file.layout
    if isinstance(layout, TextLayout):
        return codec_of(file.file.path, layout.encoding), layout.delimiter
    return file.given.encoding or "utf-8", DELIMITERS.get(file.given.delimiter, ",")


def _end_missing(file: RowFile, written: BinaryIO) -> bytes:
    """Return what ends the last line, where nothing does."""
    codec, _delimiter = _codec(file)
    size = written.tell()
    written.seek(max(0, size - LONGEST_END))
    end = written.read(LONGEST_END)
    written.seek(size)
    return b"" if end.endswith("\n".encode(codec)) or not size else LINE_END.encode(codec)


def _records(file: RowFile, rows: Iterable[Mapping[int, str]], before: bytes) -> Iterator[bytes]:
    codec, delimiter = _codec(file)
    for number, row in enumerate(rows, start=1):
        cells = [quoted(row.get(at, ""), delimiter) for at in range(len(file.heading))]
        # A record whose only cell is empty would be a blank line.
        text = delimiter.join(cells) or '""'
        try:
            yield before + (text + LINE_END).encode(codec)
        except UnicodeEncodeError:
            raise refused(ChangeReason.UNWRITABLE, row=number) from None
        before = b""


def _digest(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(raw: BinaryIO, size: int) -> Iterator[bytes]:
    while size > 0 and (piece := raw.read(min(size, PIECE))):
        size -= len(piece)
        yield piece
