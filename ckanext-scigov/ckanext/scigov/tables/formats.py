"""Format and media type of a file, derived from its name: the file is the truth about both."""

from __future__ import annotations

import mimetypes
from types import MappingProxyType

# What the tables of operating systems lack or disagree about.
_OWN = MappingProxyType(
    {
        "csv": "text/csv",
        "tsv": "text/tab-separated-values",
        "tab": "text/tab-separated-values",
        "json": "application/json",
        "jsonl": "application/x-ndjson",
        "ndjson": "application/x-ndjson",
        "geojson": "application/geo+json",
        "xml": "application/xml",
        "xls": "application/vnd.ms-excel",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "ofd": "application/ofd",
        "wps": "application/vnd.ms-works",
        "et": "application/vnd.ms-excel",
        "parquet": "application/vnd.apache.parquet",
        "7z": "application/x-7z-compressed",
        "rar": "application/vnd.rar",
        "md": "text/markdown",
    }
)
_FORMATS = MappingProxyType(
    {"tab": "TSV", "ndjson": "JSONL", "geojson": "GeoJSON", "htm": "HTML", "jpg": "JPEG"}
)


def ending_of(file_name: str) -> str:
    stem, dot, ending = file_name.rpartition(".")
    return ending.lower() if dot and stem else ""


def media_type_of(file_name: str) -> str:
    ending = ending_of(file_name)
    guessed = mimetypes.guess_type(f"x.{ending}", strict=False)[0]
    return _OWN.get(ending) or guessed or "application/octet-stream"


def format_of(file_name: str) -> str:
    """Return the format as it is stored on a resource (``CSV``), empty when unknown."""
    ending = ending_of(file_name)
    return _FORMATS.get(ending, ending.upper())
