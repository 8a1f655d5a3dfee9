"""The notice of a grant in dumps as JSON and XML, which CKAN writes itself.

JSON gets a key ``notice`` beside ``fields`` and ``records``; XML a comment before its root, so that
whoever goes through the rows meets nothing else.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import flask
import simplejson

from ckanext.scigov.access.table_reading import is_dump

_KEPT = "scigov_access_dump_notice"


def keep(records_format: str, notice: str) -> None:
    """Remember what the dump of this request has to say, and in which form CKAN writes it."""
    if is_dump():
        setattr(flask.g, _KEPT, (records_format, notice))


def after_request(response: Any) -> Any:
    """Put it into the answer; for ``after_app_request``."""
    records_format, notice = flask.g.pop(_KEPT, ("", ""))
    put = _PUT.get(records_format)
    if put is not None and response.status_code == HTTPStatus.OK:
        pieces = response.response
        response.response = _noticed(pieces, lambda start: put(start, notice))
        response.call_on_close(getattr(pieces, "close", lambda: None))
    return response


def _noticed(pieces: Iterable[Any], put: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """Yield the pieces of a dump; the first that says anything begins the document."""
    is_begun = False
    for piece in pieces:
        text = piece.encode() if isinstance(piece, str) else piece
        if text and not is_begun:
            is_begun, mark = True, BOM_UTF8 if text.startswith(BOM_UTF8) else b""
            text = mark + put(text.removeprefix(BOM_UTF8))
        yield text


def _in_json(start: bytes, notice: str) -> bytes:
    if not start.startswith(b"{"):
        return start  # CKAN writes no beginning where no row at all was asked for.
    said = f'{{\n  "notice": {simplejson.dumps(notice, ensure_ascii=False)},'
    return said.encode() + start[1:]


def _in_xml(start: bytes, notice: str) -> bytes:
    # Two hyphens would end the comment.
    return f"<!-- {notice.replace('-', '‐') if '--' in notice else notice} -->\n".encode() + start


_PUT: Mapping[str, Callable[[bytes, str], bytes]] = {
    "lists": _in_json,
    "objects": _in_xml,
}
"""By the form in which CKAN's dump asks for rows."""
