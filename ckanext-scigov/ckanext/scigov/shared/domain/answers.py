"""What a server says of a file it sends."""

from __future__ import annotations

from contextlib import suppress
from email.message import Message
from urllib.parse import unquote

LONGEST = 200


def file_name(headers: Message, target: str) -> str:
    """Return the file's name as the server says it, or as the address ends; maybe empty."""
    with suppress(LookupError, ValueError):
        if named := headers.get_filename():
            return _as_meant(named)
    return unquote(target.partition("?")[0]).rpartition("/")[2]


def media_type(headers: Message) -> str:
    return headers.get_content_type() if "Content-Type" in headers else ""


def short(text: str) -> str:
    """A value that is longer than any honest one, or cannot be sent back, is none."""
    return text if len(text) <= LONGEST and text.isprintable() else ""


def _as_meant(name: str) -> str:
    """Headers are read as Latin letters; most servers write UTF-8 into them."""
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
