"""A file that came before its entry: its dictionary, and its period where one column has days.

Read in the request that brings it, so no more than a beginning of large files. A type that only the
beginning suggests is as good as one of pasted rows: the owner sees it before it counts.
"""

from __future__ import annotations

import html
import json
import re
import zipfile
import zlib
from contextlib import closing
from itertools import islice
from pathlib import Path

from ckanext.scigov.shared.interfaces import FromFile
from ckanext.scigov.tables import known_items, pasting, sentences
from ckanext.scigov.tables.domain.first_columns import Columns
from ckanext.scigov.tables.domain.pasted import MOST_ITEMS, items_of_columns
from ckanext.scigov.tables.domain.problems import Code, Problem, UnfitFile
from ckanext.scigov.tables.first_rows import is_too_large
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.reading import NOTHING, TABLE_ENDINGS, OpenTable, examine

MOST_ROWS = 20_000
AT_ONCE = 500
MOST_BYTES = 20 << 20
"""Of a text; a workbook is read as a whole or not at all (``first_rows``)."""
PROPERTIES = "docProps/core.xml"
MOST_PROPERTIES = 64 << 10
_TITLE = re.compile(rb"<dc:title[^>]*>([^<]{1,1000})</dc:title>")


def read(path: Path, file_name: str) -> FromFile:
    """Return the dictionary, a period and a title, as far as the file has them."""
    ending = ending_of(file_name)
    if ending not in TABLE_ENDINGS:
        return FromFile()
    try:
        if is_too_large(path, ending, NOTHING):
            raise UnfitFile.because(Problem(Code.TOO_LARGE_TO_SHOW))
        file = examine(path, ending=ending, is_sample=True)
        with closing(file.open()) as table:
            columns = Columns(table.heading[:MOST_ITEMS])
            unfit = _look(table, columns)
    except UnfitFile as found:
        return FromFile(remarks=_remarks(found))
    return FromFile(_title(path) | _values(columns), _remarks(unfit))


def _remarks(unfit: UnfitFile | None) -> tuple[str, ...]:
    found = unfit.problems.rows()[:1] if unfit else []
    return tuple(sentences.problem(row["code"]) for row in found)


def _look(table: OpenTable, columns: Columns) -> UnfitFile | None:
    """Look at rows; a file that goes wrong further down still has its heading."""
    try:
        for _piece in range(MOST_ROWS // AT_ONCE):
            rows = [cells for _line, cells in islice(table, AT_ONCE)]
            columns.look_at(rows)
            if len(rows) < AT_ONCE:
                columns.is_whole = True
                return None
            if table.bytes_read() > MOST_BYTES:
                return None
    except UnfitFile as found:
        return found
    return None


def _values(columns: Columns) -> dict[str, str]:
    items = pasting.named(items_of_columns(columns.guesses, known_items.words()))
    values = {pasting.ITEMS: json.dumps(items, ensure_ascii=False)} if items else {}
    if columns.period:
        first, last = columns.period
        values |= {"temporal_coverage-0-start": first, "temporal_coverage-0-end": last}
    return values


def _title(path: Path) -> dict[str, str]:
    """Return the title that a workbook gives itself."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open(PROPERTIES) as part:
            found = _TITLE.search(part.read(MOST_PROPERTIES))
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, zlib.error):
        return {}
    title = " ".join(html.unescape(found[1].decode(errors="ignore")).split()) if found else ""
    return {"title": title[:200]} if title else {}
