"""Which files a page shows itself, and how the beginning of a text is read.

A file is told by its ending. Pages and drawings could run scripts on our address, so a page is shown
as its text, and a drawing (SVG) as a picture, in which browsers run nothing.
"""

from __future__ import annotations

import codecs
from types import MappingProxyType

SHOWN_BYTES = 100_000
PDF, PICTURE, SOUND, FILM, TEXT = "pdf", "picture", "sound", "film", "text"
SVG = "svg"

MEDIA_TYPES = MappingProxyType(
    {
        "pdf": "application/pdf",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "webp": "image/webp",
        "avif": "image/avif",
        "bmp": "image/bmp",
        SVG: "image/svg+xml",
        "mp3": "audio/mpeg",
        "m4a": "audio/mp4",
        "aac": "audio/aac",
        "ogg": "audio/ogg",
        "oga": "audio/ogg",
        "opus": "audio/ogg",
        "wav": "audio/wav",
        "flac": "audio/flac",
        "mp4": "video/mp4",
        "m4v": "video/mp4",
        "webm": "video/webm",
        "ogv": "video/ogg",
    }
)
"""By which the browser shows them; no other type is ever sent to be shown."""
TEXTS = frozenset(
    {
        "txt", "text", "md", "log", "csv", "tsv", "tab", "json", "jsonl", "ndjson", "geojson",
        "xml", "html", "htm", "xhtml", "yaml", "yml", "ttl", "nt", "nq", "rdf", "jsonld", "sql",
        "r", "py", "m", "ini", "cfg", "tex", "bib", "ris", "srt", "vtt", "gml", "kml", "wkt",
    }
)  # fmt: skip
_KINDS = MappingProxyType({"application": PDF, "image": PICTURE, "audio": SOUND, "video": FILM})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def kind_of(ending: str) -> str:
    """Return how a file is shown; empty where it is not."""
    media_type = MEDIA_TYPES.get(ending)
    if media_type:
        return _KINDS[media_type.partition("/")[0]]
    return TEXT if ending in TEXTS else ""


def decoded(beginning: bytes, *, is_all: bool) -> str | None:
    """Return the text of a file's beginning; None for what is none.

    Args:
        beginning: the first bytes.
        is_all: there are no more. Else the last character may be cut.
    """
    marked = [encoding for mark, encoding in _MARKS if beginning.startswith(mark)]
    for encoding in marked or ("utf-8", "gb18030"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(beginning, final=is_all)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None
