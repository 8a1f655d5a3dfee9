"""Formats of files as portals write them, and what form of data they tell of.

A portal that gives one table in every format gives a table: XML and JSON beside it do not change
that, nor does an interface. Alone they are what they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ckanext.scigov.intake.domain.mapping import texts
from ckanext.scigov.intake.domain.proposing.columns import Column, pieces_of

MOST_FORMATS = 60
MOST_COMBINATIONS = 80
_FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "spreadsheet": ("CSV", "XLS", "XLSX", "ET", "ODS", "TSV"),
        "document": (
            "PDF",
            "DOC",
            "DOCX",
            "TXT",
            "HTML",
            "WPS",
            "OFD",
            "PPT",
            "PPTX",
            "ODT",
            "RTF",
        ),
        "image": ("JPEG", "PNG", "GIF", "TIFF", "BMP"),
        "stream": ("MP3", "MP4", "AVI", "WAV"),
        "self_described": ("JSON", "XML", "RDF", "GeoJSON", "KML"),
        "api": ("API",),
    }
)
_OTHER_WRITINGS: Mapping[str, str] = MappingProxyType(
    {
        "jpg": "JPEG", "tif": "TIFF", "htm": "HTML", "接口": "API", "数据接口": "API",
        "服务接口": "API", "api接口": "API", "zip": "ZIP", "rar": "RAR", "shp": "SHP",
    }
)  # fmt: skip
_CODES = {name: form for form, names in _FORMS.items() for name in names}
_PLAIN = {name.casefold(): name for name in _CODES} | dict(_OTHER_WRITINGS)
_CLASSES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "file": ("文件", "document"), "文件": ("文件", "document"), "电子文件": ("电子文件", "document"),
        "电子表格": ("电子表格", "spreadsheet"), "数据库": ("数据库", "database"),
        "图形图像": ("图形图像", "image"), "流媒体": ("流媒体", "stream"),
        "自描述格式": ("自描述格式", "self_described"),
    }
)  # fmt: skip
"""Words that tell a class of files and no format: the name of the link, and the form of data."""
_DATABASES: Mapping[str, str] = MappingProxyType(
    {
        "mysql": "MySQL", "oracle": "Oracle", "sqlserver": "SQL Server", "db2": "DB2",
        "mongodb": "MongoDB", "dm": "达梦", "postgresql": "PostgreSQL", "kingbase": "人大金仓",
    }
)  # fmt: skip
NOTHING = frozenset({"其他", "其它", "other", "无"})
TABLE_FORM = "spreadsheet"
WEAK = frozenset({"self_described", "document", "image", "api"})
"""Beside a table these explain it, or are another way to it."""


@dataclass(frozen=True, slots=True)
class Formats:
    """What is known of a column of formats."""

    known: Mapping[str, str]
    """As it is written there → as we write it; empty: it says nothing."""
    classes: Mapping[str, str]
    """What is no format → what the link is called instead."""
    forms: Mapping[str, str]
    """Piece, or where ``is_joined`` all of a record → form of data; empty: it says nothing."""
    is_joined: bool


def formats_of(column: Column) -> Formats:
    """Return what the formats in a column are."""
    combinations = Counter(one for one in column.whole if one)
    parted = {
        whole: [one for text in whole.split("\x1f") for one in pieces_of(text, column.listing)]
        for whole, _ in combinations.most_common(MOST_COMBINATIONS)
    }
    pieces = list(dict.fromkeys(one for every in parted.values() for one in every))[:MOST_FORMATS]
    known = {one: _format(one) for one in pieces if _format(one) is not None}
    classes = {one: named for one in pieces if one not in known and (named := _class(one)[0])}
    by_piece = _forms_of_pieces(pieces, list(parted.values()))
    if by_piece is not None:
        return Formats(_said(known), classes, by_piece, is_joined=False)
    joined = {_joined(whole): form_of(every) for whole, every in parted.items()}
    return Formats(_said(known), classes, joined, is_joined=True)


def _said(known: Mapping[str, str | None]) -> dict[str, str]:
    return {piece: plain or "" for piece, plain in known.items()}


def _joined(whole: str) -> str:
    return whole.replace("\x1f", "+")


def _format(piece: str) -> str | None:
    """Return how we write a format; empty for a word that says nothing, None for what is none."""
    folded = texts.folded(piece).lstrip(".")
    if folded in NOTHING:
        return ""
    return _PLAIN.get(folded) or _PLAIN.get(folded.rpartition("-")[2])


def _class(piece: str) -> tuple[str, str]:
    """Return what a class of files is called, and its form of data; empty where it is none."""
    outer, _, inner = piece.partition("-")
    named, form = _CLASSES.get(texts.folded(outer), ("", ""))
    make = _DATABASES.get(texts.folded(inner)) if form == "database" else None
    return f"{make}{named}" if make else named, form


def _form(piece: str) -> str:
    # 电子文件-xml is a document in XML: the portal says of which form it is.
    return _class(piece)[1] or _CODES.get(_format(piece) or "", "")


def form_of(pieces: Sequence[str]) -> str:
    """Return the form of data that all formats of a record tell of together."""
    forms = [form for one in pieces if (form := _form(one))]
    for form in (TABLE_FORM, "database", "document", "image", "stream", "self_described", "api"):
        if form in forms:
            return form
    return ""


def _forms_of_pieces(
    pieces: Sequence[str], combinations: Sequence[Sequence[str]]
) -> dict[str, str] | None:
    """Return the form for each piece by itself; None where that would give a record several."""
    found = {one: _form(one) for one in pieces}
    for piece, form in found.items():
        having = [every for every in combinations if piece in every]
        if form in WEAK and all(form_of(every) == TABLE_FORM for every in having):
            found[piece] = TABLE_FORM if form == "self_described" else ""
    told = ({found[one] for one in every if found.get(one)} for every in combinations)
    return found if all(len(forms) < 2 for forms in told) else None
