"""Formats and media types: stored as plain values, sent out as terms of the lists that DCAT-AP asks for."""

from __future__ import annotations

import re
from types import MappingProxyType

from pyoxigraph import NamedNode

from ckanext.scigov.dcat.domain.names import FILE_TYPE, MEDIA_TYPE

# Code of the European list of file types → media type of IANA's list (empty: it has none).
FILE_TYPES = MappingProxyType({
    "ATOM": "application/atom+xml", "BMP": "image/bmp", "CSV": "text/csv", "DBF": "application/vnd.dbf",
    "DOC": "application/msword",
    "DOCX": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "EPUB": "application/epub+zip", "GEOJSON": "application/geo+json", "GIF": "image/gif", "GML": "application/gml+xml",
    "GZIP": "application/gzip", "HTML": "text/html", "JPEG": "image/jpeg", "JSON": "application/json",
    "JSON_LD": "application/ld+json", "KML": "application/vnd.google-earth.kml+xml",
    "KMZ": "application/vnd.google-earth.kmz", "MDB": "",
    "MP3": "audio/mpeg", "MP4": "video/mp4", "NETCDF": "",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet", "ODT": "application/vnd.oasis.opendocument.text",
    "PARQUET": "application/vnd.apache.parquet",
    "PDF": "application/pdf", "PNG": "image/png", "PPT": "application/vnd.ms-powerpoint",
    "PPTX": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "RAR": "application/vnd.rar", "RDF_N_TRIPLES": "application/n-triples", "RDF_TURTLE": "text/turtle",
    "RDF_XML": "application/rdf+xml", "RSS": "", "RTF": "application/rtf", "SHP": "application/vnd.shp", "SQL": "application/sql", "SVG": "image/svg+xml",
    "TAR": "", "TIFF": "image/tiff", "TSV": "text/tab-separated-values", "TXT": "text/plain",
    "WFS_SRVC": "", "WMS_SRVC": "", "XLS": "application/vnd.ms-excel",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "XML": "application/xml", "ZIP": "application/zip",
})  # fmt: skip
OTHER_NAMES = MappingProxyType({
    "7Z": "", "HTM": "HTML", "JPG": "JPEG", "JSONLD": "JSON_LD", "NC": "NETCDF", "NT": "RDF_N_TRIPLES", "RDF": "RDF_XML",
    "TEXT": "TXT", "TIF": "TIFF", "TTL": "RDF_TURTLE", "WFS": "WFS_SRVC", "WMS": "WMS_SRVC",
    "GEO_JSON": "GEOJSON", "GZ": "GZIP", "EXCEL": "XLS", "WORD": "DOC",
})  # fmt: skip
"""How else people name a format; empty: the European list has none."""
_BY_MEDIA_TYPE = {media: code for code, media in FILE_TYPES.items() if media}
# Names that begin with ``x-`` are in nobody's list.
_MEDIA_TYPE = re.compile(r"[a-z]+/(?!x-)[a-z0-9][a-z0-9.+_-]*")


def file_type(name: str, media: str = "") -> NamedNode | None:
    """Return the term for a format as it is stored; by the media type where the format says nothing."""
    given = name.strip().upper().lstrip(".").replace("-", "_").replace(" ", "_")
    code = OTHER_NAMES.get(given, given)
    if code not in FILE_TYPES:
        code = _BY_MEDIA_TYPE.get(_bare(media), "") if not given else ""
    return FILE_TYPE[code] if code else None


def media_type(media: str, name: str = "") -> NamedNode | None:
    """Return IANA's term for a media type; by the format where none is stored."""
    given = _bare(media)
    if not given:
        term = file_type(name)
        given = FILE_TYPES[term.value.rpartition("/")[2]] if term else ""
    return MEDIA_TYPE[given] if _MEDIA_TYPE.fullmatch(given) else None


def _bare(media: str) -> str:
    return media.split(";", 1)[0].strip().lower()
