"""Citations of an entry: GB/T 7714—2015 for readers, BibTeX and CSL-JSON for their programs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from ckanext.scigov.reach.domain.entry import Entry

KIND = "[DS/OL]"
"""A data set, on line."""
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
        ">": r"\textgreater{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip
"""Marks of LaTeX. Braces have words of their own: BibTeX counts those behind a backslash, too."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""Macros that every style of BibTeX knows."""


def reference(entry: Entry, read_on: dt.date) -> str:
    """Return how the entry is cited in a list of references: as its provider wants it, else by GB/T 7714.

    提供单位. 题名[DS/OL]. 版本. 平台: 发布者, 年(发布日期)[引用日期]. 网址. 标识
    """
    if entry.citation:
        return _line(entry.citation)
    return ". ".join(_sentences(entry, read_on))


def _sentences(entry: Entry, read_on: dt.date) -> Iterator[str]:
    provider = _line(entry.provider.title) if entry.provider else ""
    if provider:
        yield _without_stop(provider)
    yield _without_stop(_line(entry.title)) + KIND
    if entry.version:
        yield _line(entry.version)
    place = _line(entry.portal.title) + (f": {provider}" if provider else "")
    when = f", {entry.issued[:4]}({entry.issued})" if entry.issued else ""
    yield f"{place}{when}[{read_on.isoformat()}]"
    yield entry.address
    if entry.doi:
        yield f"DOI: {entry.doi}"
    if entry.cstr:
        yield entry.cstr


def bibtex(entry: Entry, read_on: dt.date) -> str:
    """Return the entry for BibTeX and biblatex, in UTF-8.

    Names of bodies and titles stand in two pairs of braces: the first would be taken for persons, and
    lose what is between commas; the second would lose their capitals.
    """
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(entry, read_on))
    return f"@dataset{{{_key(entry.key)},\n{fields}}}\n"


def _fields(entry: Entry, read_on: dt.date) -> Iterator[tuple[str, str]]:
    if entry.provider:
        yield "author", _whole(entry.provider.title)
    yield "title", _whole(entry.title)
    if entry.issued:
        yield "year", f"{{{entry.issued[:4]}}}"
        yield "month", _MONTHS[int(entry.issued[5:7]) - 1]
    if entry.provider:
        yield "publisher", _whole(entry.provider.title)
    yield "organization", _whole(entry.portal.title)
    if entry.version:
        yield "version", f"{{{escaped(entry.version)}}}"
    if entry.doi:
        yield "doi", f"{{{_verbatim(entry.doi)}}}"
    yield "url", f"{{{_verbatim(entry.address)}}}"
    yield "urldate", f"{{{read_on.isoformat()}}}"
    if note := " ".join(filter(None, (_line(entry.citation), entry.cstr))):
        yield "note", f"{{{escaped(note)}}}"


def csl(entry: Entry, read_on: dt.date) -> list[dict[str, Any]]:
    """Return the entry as CSL-JSON, which Zotero, Mendeley, pandoc and others read."""
    provider = _line(entry.provider.title) if entry.provider else ""
    values: dict[str, Any] = {
        "id": entry.key,
        "type": "dataset",
        "title": _line(entry.title),
        "author": [{"literal": provider}] if provider else None,
        "publisher": provider,
        "container-title": _line(entry.portal.title),
        "issued": _date(dt.date.fromisoformat(entry.issued)) if entry.issued else None,
        "accessed": _date(read_on),
        "version": entry.version,
        "abstract": entry.abstract.strip(),
        "DOI": entry.doi,
        "URL": entry.address,
        "language": entry.portal.language,
        "note": " ".join(filter(None, (_line(entry.citation), entry.cstr))),
    }
    return [{name: value for name, value in values.items() if value}]


def escaped(text: str) -> str:
    """Return a text so that LaTeX prints it and BibTeX's braces stay even."""
    return _line(text).translate(_SPECIAL)


def _whole(text: str) -> str:
    return f"{{{{{escaped(text)}}}}}"


def _verbatim(address: str) -> str:
    r"""Return an address for a field that LaTeX reads as it is; what BibTeX would count is coded."""
    return quote(address, safe="!#$%&'()*+,-./:;=?@[]_~")


def _key(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9:._-]", "-", name)


def _date(day: dt.date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _line(text: str) -> str:
    return " ".join(text.split())


def _without_stop(text: str) -> str:
    return text.rstrip(".。．")
