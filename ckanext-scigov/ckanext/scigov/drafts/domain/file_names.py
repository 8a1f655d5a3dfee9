"""What a file's name says of the entry that is to describe it; it never guesses."""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

LONGEST_TITLE = 200
FORMS: Mapping[str, str] = {
    **dict.fromkeys(("csv", "tsv", "tab", "xlsx", "xls", "xlsm", "ods", "et"), "spreadsheet"),
    **dict.fromkeys(("txt", "pdf", "ofd", "doc", "docx", "odt", "wps", "rtf", "md"), "document"),
    **dict.fromkeys(("ppt", "pptx", "dps", "htm", "html"), "document"),
    **dict.fromkeys(("png", "jpg", "jpeg", "tif", "tiff", "bmp", "gif", "webp", "svg"), "image"),
    **dict.fromkeys(("mp3", "wav", "flac", "mp4", "avi", "mov", "mkv", "webm"), "stream"),
    **dict.fromkeys(("json", "jsonl", "ndjson", "geojson", "xml", "rdf", "ttl"), "self_described"),
    **dict.fromkeys(("sql", "db", "sqlite", "mdb", "accdb", "dbf"), "database"),
}
"""Endings with the data form (``vocabularies/data_form.yaml``) of such files."""
# 附件1, 工作簿2, Book1, 新建 XLSX 工作表, 20240601: names that say nothing of what is in the file.
_EMPTY_NAME = re.compile(
    r"(?:附件|附表|工作簿|新建.*|导出|数据|表格?|book|sheet|data|export|file|download|untitled)?"
    r"[\s\d()（）.\-]*",
    re.IGNORECASE,
)
_YEAR = r"(?<!\d)((?:19|20)\d{2})"
_YEARS = re.compile(rf"{_YEAR}\s*年?\s*(?:-|–|—|~|～|至|到)\s*{_YEAR}(?!\d)")
_MONTH = re.compile(rf"{_YEAR}\s*年\s*(1[0-2]|0?[1-9])\s*月(?!\s*\d+\s*日)")
_ONE_YEAR = re.compile(rf"{_YEAR}\s*年(?!\s*\d+\s*月)")


def title_in(file_name: str) -> str:
    """Return a title: the name without its ending; nothing where that is no title."""
    stem, dot, ending = file_name.rpartition(".")
    name = stem if dot and ending.isascii() and len(ending) <= 10 else file_name
    title = " ".join(unicodedata.normalize("NFC", name).replace("_", " ").split())
    return "" if _EMPTY_NAME.fullmatch(title) else title[:LONGEST_TITLE]


def form_in(file_name: str) -> str:
    """Return the data form of files with this ending; nothing where there are several."""
    return FORMS.get(file_name.rpartition(".")[2].lower(), "") if "." in file_name else ""


def period_in(text: str) -> tuple[dt.date, dt.date] | None:
    """Return the one period that a name states: years, a year (年), or a month of a year."""
    years = _YEARS.findall(text)
    rest = _YEARS.sub(" ", text)
    months, single = _MONTH.findall(rest), _ONE_YEAR.findall(rest)
    found = {
        *((int(first), 1, int(last), 12) for first, last in years),
        *((int(year), int(month), int(year), int(month)) for year, month in months),
        *((int(year), 1, int(year), 12) for year in single),
    }
    if len(found) != 1:
        return None
    ((first, month, last, until),) = found
    if first > last:
        return None
    return dt.date(first, month, 1), dt.date(last, until, calendar.monthrange(last, until)[1])


def values_in(file_name: str) -> dict[str, str]:
    """Return what the name says, by input of the form."""
    period = period_in(file_name)
    found = {
        "title": title_in(file_name),
        "data_form": form_in(file_name),
        "temporal_coverage-0-start": period[0].isoformat() if period else "",
        "temporal_coverage-0-end": period[1].isoformat() if period else "",
    }
    return {name: value for name, value in found.items() if value}
